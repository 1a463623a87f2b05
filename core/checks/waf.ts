/**
 * A web ACL counts instead of blocking in three ways: a rule's own action, a group's override, or an override for each
 * rule of a group. The third is silently ignored where a name is misspelt, so names are compared with the group's own.
 */
import { nearestKey } from '../plan/nearest-key.ts';
import type { Verdict } from '../verdict.ts';
import { combined, enumerated } from './findings.ts';
import type { WafMode } from './planned.ts';

export interface WafRule {
  readonly name: string;
  /** Of a rule of its own: `Block`, `Count`, `Allow`, `Captcha`, `Challenge`. */
  readonly action?: string;
  readonly group?: RuleGroup;
}

export interface RuleGroup {
  readonly countsAll: boolean;
  /** What the plan's ACL makes of single rules, by name. */
  readonly overrides: Readonly<Record<string, string>>;
  /** The group's own rules with their actions; undefined where nobody publishes them. */
  readonly rules: Readonly<Record<string, string>> | undefined;
}

export interface WafFacts {
  readonly name: string;
  readonly defaultAction: string;
  readonly rules: readonly WafRule[];
  /** In the last hour; undefined without data. */
  readonly requests: number | undefined;
  readonly counted: number;
  /** What counting rules matched, `GET /path` with how often, from the samples. */
  readonly samples: readonly string[];
}

export function judgeWaf(
  facts: WafFacts | undefined,
  rule: { readonly mode: WafMode; readonly countedAtMostPercent: number },
): Verdict {
  if (facts === undefined) return { outcome: 'fail', reason: 'the balancer has no web ACL' };
  const blocking = rule.mode === 'count' ? blocks(facts) : [];
  const verdicts: Verdict[] = [...blocking, ...misspelt(facts)].map((reason) => ({
    outcome: 'fail',
    reason,
  }));
  const share = judgeShare(facts, rule.countedAtMostPercent);
  const what = rule.mode === 'count' ? 'counts and blocks nobody' : 'is attached';
  return combined([...verdicts, share], `web ACL ${facts.name} ${what}; ${share.reason}`);
}

const stopping: ReadonlySet<string> = new Set(['Block', 'Captcha', 'Challenge']);

function blocks({ name, defaultAction, rules }: WafFacts): string[] {
  const found = rules.flatMap(({ name: rule, action = 'Count', group }) => {
    if (group === undefined) return stopping.has(action) ? [`${rule} (${action})`] : [];
    if (group.countsAll) return [];
    if (group.rules === undefined)
      return [`${rule} (a group whose rules cannot be read, without an override for all of it)`];
    return Object.entries(group.rules)
      .filter(([one, own]) => stopping.has(group.overrides[one] ?? own))
      .map(([one, own]) => `${rule}/${one} (${group.overrides[one] ?? own})`);
  });
  return [
    ...(found.length > 0 ? [`web ACL ${name} does not only count: ${enumerated(found)}`] : []),
    ...(stopping.has(defaultAction) ? [`web ACL ${name} blocks whatever no rule allows`] : []),
  ];
}

function misspelt({ rules }: WafFacts): string[] {
  return rules.flatMap(({ name, group }) => {
    const known = Object.keys(group?.rules ?? {});
    if (group === undefined || known.length === 0) return [];
    return Object.keys(group.overrides)
      .filter((one) => !known.includes(one))
      .map(
        (one) =>
          `${name} has no rule ${one}, so its override is ignored; the nearest is ${nearestKey(one, known)}`,
      );
  });
}

function judgeShare({ requests, counted, samples }: WafFacts, atMostPercent: number): Verdict {
  if (requests === undefined || requests === 0)
    return {
      outcome: 'inconclusive',
      reason: 'no request passed the web ACL in the last hour: nothing shows whom it would block',
    };
  const percent = (100 * counted) / requests;
  const text = `${counted} of ${requests} requests of the last hour counted (${percent.toFixed(2)} %, at most ${atMostPercent} %)`;
  const examples = samples.length === 0 ? '' : `, such as ${enumerated(samples, 3)}`;
  return percent > atMostPercent
    ? { outcome: 'fail', reason: `${text}: these would be blocked${examples}` }
    : { outcome: 'pass', reason: text };
}
