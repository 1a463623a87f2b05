import type { Verdict } from '../verdict.ts';
import { findings, plural } from './findings.ts';

export interface GroupFacts {
  readonly name: string;
  /** Draining targets left out. */
  readonly states: readonly string[];
}

/** Every registered target healthy. A group that no rule names is not health-checked: its targets are `unused`. */
export function judgeTargets(groups: readonly GroupFacts[]): Verdict {
  const sick = groups.flatMap(({ name, states }) => {
    const bad = states.filter((state) => state !== 'healthy' && state !== 'unused');
    return bad.length === 0
      ? []
      : [
          `${name} is not whole: ${bad.length} of ${plural(states.length, 'target')} ${bad.length === 1 ? 'is' : 'are'} ${[...new Set(bad)].join(', ')}`,
        ];
  });
  const healthy = groups.map(({ name, states }) => ({
    name,
    count: states.filter((one) => one === 'healthy').length,
  }));
  const nobody = healthy.every(({ count }) => count === 0) ? ['no group has a healthy target'] : [];
  const passed = healthy.map(({ name, count }) => `${name} ${count} healthy`).join(', ');
  return findings([...sick, ...nobody], passed);
}
