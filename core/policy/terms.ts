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

/** A gate that can never open is refused before anything is begun: its people started it, or cannot prove who they are. */
export function quorumProblems(
  terms: Terms,
  starter: Starter,
  { channels }: Pick<Policy, 'channels'>,
): Problem[] {
  const hasButtons = channels.slack?.buttons !== undefined;
  return Object.entries(terms).flatMap(([name, { need, strength, approvers, escalation }]) => {
    const everybody = new Map([...approvers, ...(escalation?.people ?? [])].map((one) => [one.id, one]));
    const others = [...everybody.values()].filter(
      ({ id }) => !('person' in starter && id === starter.person),
    );
    const able = others.filter((one) => canProve(one, strength, hasButtons));
    const weak = others.filter((one) => !able.includes(one)).map(({ id }) => id);
    const needed = 'unknown' in starter ? need + 1 : need;
    if (able.length >= needed) return [];
    const whys = [
      ...('unknown' in starter
        ? [`${starter.unknown}, so one approval more is needed: ${needed} in all`]
        : everybody.has(starter.person)
          ? [`${starter.person} started it and may not approve`]
          : []),
      ...(weak.length === 0 ? [] : [tooWeak(weak, strength, hasButtons)]),
    ];
    // Fewer than are needed by its own words: the plan is told so where it is held against the policy.
    if (whys.length === 0) return [];
    const may = able.map(({ id }) => id).join(', ') || 'nobody';
    const message = `can never be reached: ${[...whys, `and ${may} may`].join(', ')} (policy.yml)`;
    return [{ path: `approvals.${name}.need`, value: shown(need), message }];
  });
}

/** By what the policy knows of somebody; everybody has a mailbox. */
function canProve({ slackId, iamPrincipals }: Person, strength: Strength, hasButtons: boolean): boolean {
  if (strength === 'none' || strength === 'weak' || iamPrincipals.length > 0) return true;
  return strength === 'medium' && hasButtons && slackId !== undefined;
}

function tooWeak(ids: readonly string[], strength: Strength, hasButtons: boolean): string {
  const people = `${ids.join(' and ')} ${ids.length === 1 ? 'has' : 'have'} not`;
  const medium = hasButtons ? 'slackId or iamPrincipal' : 'iamPrincipal; Slack has no buttons';
  return `${strength} proof is asked for, which ${people} (${strength === 'medium' ? medium : 'iamPrincipal'})`;
}
