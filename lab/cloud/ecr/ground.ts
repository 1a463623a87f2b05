import { oldTag, repository } from '../ecs/ground.ts';
import { Registry } from './registry.ts';

export type ImageFinding = 'present' | 'missing' | 'mutableTag' | 'vulnerable';

/** The repository of a calm afternoon, or as the checklist may find it. */
export function seedRegistry(now: number, finding: ImageFinding = 'present'): Registry {
  const registry = new Registry([repository], new Date(now - 86_400_000));
  registry.digestOf(repository, oldTag);
  registry.isEmpty = finding === 'missing';
  registry.hasMutableTags = finding === 'mutableTag';
  registry.isVulnerable = finding === 'vulnerable';
  return registry;
}
