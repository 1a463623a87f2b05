import type { Verdict } from '../verdict.ts';
import { findings, plural } from './findings.ts';

export interface GroupFacts {
  readonly name: string;
  /** Whether a rule sends users there. */
  readonly serves: boolean;
  /** Draining targets left out. */
  readonly states: readonly string[];
}

/** Every registered target healthy, and one at least in each group that users meet. A group that no rule names is not health-checked: its targets are `unused`. */
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
  const serving = groups.filter(({ serves }) => serves);
  const empty = serving
    .filter(({ states }) => !states.includes('healthy'))
    .map(({ name }) => `users are sent to ${name}, which has no healthy target`);
  const nobody = serving.length === 0 ? ['no rule sends users to a group of these services'] : empty;
  const passed = healthy.map(({ name, count }) => `${name} ${count} healthy`).join(', ');
  return findings([...sick, ...nobody], passed);
}
