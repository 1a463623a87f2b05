/** On which terms people decide in one cutover: the plan's gates, with the policy's people in the place of names. */
import type { GateName, OnSilence, Person, Starter, Strength } from '../gate/gate.ts';
import type { GatePlan, Plan } from '../plan/plan.ts';
import { type Problem, shown } from '../plan/problem.ts';
import type { Policy } from './policy.ts';

/** Kept on the cutover's record: from its start to its end, the same people decide on the same terms. */
export interface GateTerms {
  readonly need: number;
  readonly strength: Strength;
  readonly withinSeconds: number;
  readonly onSilence: OnSilence;
  readonly approvers: readonly Person[];
  readonly escalation?: { readonly afterSeconds: number; readonly people: readonly Person[] };
}

export type Terms = Readonly<Partial<Record<GateName, GateTerms>>>;

/** The approvers whom a name, a group or an address means; none for a stranger. */
export function membersOf(
  asked: string,
  { approvers, groups, people }: Pick<Policy, 'approvers' | 'groups' | 'people'>,
): readonly string[] {
  if (approvers.includes(asked)) return [asked];
  const group = Object.hasOwn(groups, asked) ? groups[asked] : undefined;
  if (group !== undefined) return group;
  return approvers.filter((id) => people[id]?.email.toLowerCase() === asked.toLowerCase());
}

/** Who started it, by the principal that signed for the start. Somebody whom the policy does not know may be anybody, an approver too. */
export function starterOf(principal: string | undefined, { people }: Pick<Policy, 'people'>): Starter {
  if (principal === undefined) return { unknown: 'nobody signed for the start' };
  const person = Object.values(people).find(({ iamPrincipals }) => iamPrincipals.includes(principal));
  return person === undefined ? { unknown: `the policy does not know ${principal}` } : { person: person.id };
}

export function termsOf({ approvals = {} }: Plan, policy: Policy): Terms {
  return Object.fromEntries(
    Object.entries(approvals).map(([name, gate]) => [name, gateTerms(gate as GatePlan, policy)]),
  );
}

function gateTerms(
  { by, need, identity, withinSeconds, onSilence, escalation }: GatePlan,
  policy: Policy,
): GateTerms {
  const approvers = peopleOf(by, policy);
  return {
    need,
    strength: identity,
    withinSeconds,
    onSilence,
    approvers,
    ...(escalation && {
      escalation: { afterSeconds: escalation.afterSeconds, people: peopleOf(escalation.to, policy) },
    }),
  };
}

function peopleOf(asked: readonly string[], policy: Policy): readonly Person[] {
  const ids = new Set(asked.flatMap((one) => membersOf(one, policy)));
  return [...ids].flatMap((id) => policy.people[id] ?? []);
}

/** A gate that its own starter keeps shut for ever is refused before anything is begun. */
export function quorumProblems(terms: Terms, starter: Starter): Problem[] {
  return Object.entries(terms).flatMap(([name, { need, approvers, escalation }]) => {
    const everybody = new Map([...approvers, ...(escalation?.people ?? [])].map((one) => [one.id, one]));
    const others = [...everybody.keys()].filter((id) => !('person' in starter && id === starter.person));
    const needed = 'unknown' in starter ? need + 1 : need;
    if (others.length >= needed) return [];
    const why =
      'unknown' in starter
        ? `${starter.unknown}, so one approval more is needed: ${needed} in all`
        : `${starter.person} started it and may not approve`;
    const message = `can never be reached: ${why}, and ${others.join(', ') || 'nobody'} may (policy.yml)`;
    return [{ path: `approvals.${name}.need`, value: shown(need), message }];
  });
}
