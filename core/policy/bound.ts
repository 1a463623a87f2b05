/** Whether a plan stays within the policy: each way in which it is looser is a problem at its place in the plan. */
import { strengths } from '../gate/gate.ts';
import type { GatePlan, Plan } from '../plan/plan.ts';
import { type Problem, shown } from '../plan/problem.ts';
import { durationText, latency, shareText } from '../plan/units.ts';
import type { Ceiling, Policy, RequiredGate } from './policy.ts';
import { membersOf } from './terms.ts';
import { targetProblems } from './targets.ts';

export function policyProblems(plan: Plan, policy: Policy): Problem[] {
  return [
    ...targetProblems(plan, policy.targets),
    ...Object.entries(policy.gates).flatMap(([name, least]) => requiredProblems(name, least, plan, policy)),
    ...namedProblems(plan, policy),
    ...triggerProblems(plan, policy),
    ...blindProblems(plan, policy),
  ];
}

const problem = (path: string, value: unknown, message: string): Problem => ({
  path,
  value: shown(value),
  message: `${message} (policy.yml)`,
});

function requiredProblems(name: string, least: RequiredGate, plan: Plan, policy: Policy): Problem[] {
  const path = `approvals.${name}`;
  const gate = gatesOf(plan)[name];
  // Without it nobody may sign for a check that did not pass: stricter than any signature.
  if (gate === undefined && name === 'waive') return [];
  if (gate === undefined) return [problem(path, undefined, 'must be there: nobody may leave this gate out')];
  return [
    ...quorumProblems(path, least, gate, policy),
    ...timeProblems(path, least, gate),
    ...rungProblems(path, least, plan),
  ];
}

function gatesOf({ approvals = {} }: Plan): Readonly<Record<string, GatePlan | undefined>> {
  return { ...approvals };
}

function quorumProblems(path: string, least: RequiredGate, gate: GatePlan, policy: Policy): Problem[] {
  const problems: Problem[] = [];
  const allowed = least.by && new Set(least.by.flatMap((one) => membersOf(one, policy)));
  for (const [place, asked] of askedOf(gate)) {
    const others = membersOf(asked, policy).filter((id) => allowed?.has(id) === false);
    if (others.length > 0)
      problems.push(problem(`${path}.${place}`, asked, `must be among ${(least.by ?? []).join(', ')}`));
  }
  if (gate.need < least.need)
    problems.push(problem(`${path}.need`, gate.need, `must be at least ${least.need}`));
  if (strengths.indexOf(gate.identity) < strengths.indexOf(least.identity))
    problems.push(problem(`${path}.identity`, gate.identity, `must be at least ${least.identity}`));
  return problems;
}

function askedOf({ by, escalation }: GatePlan): readonly (readonly [string, string])[] {
  return [
    ...by.map((one, index) => [`by[${index}]`, one] as const),
    ...(escalation?.to ?? []).map((one, index) => [`escalate.to[${index}]`, one] as const),
  ];
}

function timeProblems(path: string, least: RequiredGate, gate: GatePlan): Problem[] {
  const problems: Problem[] = [];
  const { withinSeconds } = least;
  if (withinSeconds !== undefined && gate.withinSeconds > withinSeconds)
    problems.push(
      problem(
        `${path}.within`,
        durationText(gate.withinSeconds),
        `must be at most ${durationText(withinSeconds)}`,
      ),
    );
  if (least.mustRollBack && gate.onSilence === 'hold')
    problems.push(problem(`${path}.then`, 'hold', 'must be rollBack'));
  return problems;
}

function rungProblems(path: string, { atPercents }: RequiredGate, plan: Plan): Problem[] {
  const asked = plan.approvals?.ramp?.atPercents ?? [];
  return atPercents.flatMap((percent) => {
    if (asked.includes(percent)) return [];
    const isRung = plan.rungs.indexOf(percent) > 0;
    const message = isRung
      ? `must have ${shareText(percent)}`
      : `must have ${shareText(percent)}, and the ramp must have that rung after its first: it has ${plan.rungs.map(shareText).join(', ')}`;
    return [problem(`${path}.at`, asked.map(shareText).join(', '), message)];
  });
}

/** Whom a plan names must be somebody; enough of them must be there to reach the quorum. */
function namedProblems(plan: Plan, policy: Policy): Problem[] {
  return Object.entries(gatesOf(plan)).flatMap(([name, gate]) => {
    if (gate === undefined) return [];
    const path = `approvals.${name}`;
    const strangers = askedOf(gate).filter(([, asked]) => membersOf(asked, policy).length === 0);
    const known = [...policy.approvers, ...Object.keys(policy.groups)].join(', ') || 'nobody';
    const problems = strangers.map(([place, asked]) =>
      problem(`${path}.${place}`, asked, `is neither an approver nor a group: the policy knows ${known}`),
    );
    const people = new Set(askedOf(gate).flatMap(([, asked]) => membersOf(asked, policy)));
    if (strangers.length === 0 && people.size < gate.need)
      problems.push(problem(`${path}.need`, gate.need, `can never be reached: ${people.size} may answer`));
    return problems;
  });
}

function triggerProblems({ triggers }: Plan, { triggers: ceilings }: Policy): Problem[] {
  const { http5xx, latencyP95, unhealthy, queueDepth } = triggers;
  const missing = ceilings.alarms.filter((name) => !triggers.alarms.includes(name));
  return [
    ...looser('http5xx', http5xx.abovePercent, http5xx.forSeconds, ceilings.http5xx, shareText),
    ...looser(
      'latencyP95',
      latencyP95.aboveMilliseconds,
      latencyP95.forSeconds,
      ceilings.latencyP95,
      latency.text,
    ),
    ...looser('unhealthy', unhealthy.abovePercent, unhealthy.forSeconds, ceilings.unhealthy, shareText),
    ...queueProblems(queueDepth, ceilings.queueDepth),
    ...missing.map((name) => problem('triggers.alarms', triggers.alarms, `must name ${name}`)),
  ];
}

/** A trigger that no minute is busy enough for is no trigger, however low its limit. */
function blindProblems(
  { minRequestsPerMinute: asked }: Plan,
  { triggers: { minRequestsPerMinute: most } }: Policy,
): Problem[] {
  if (most === undefined || asked <= most) return [];
  const why = 'in quieter minutes http5xx and latencyP95 see nothing';
  return [problem('minRequests', asked, `must be at most ${most}: ${why}`)];
}

function looser(
  id: string,
  above: number,
  forSeconds: number,
  ceiling: Ceiling | undefined,
  text: (amount: number) => string,
): Problem[] {
  if (ceiling === undefined) return [];
  const path = `triggers.${id}`;
  return [
    ...(above > ceiling.above
      ? [problem(`${path}.above`, text(above), `must be at most ${text(ceiling.above)}`)]
      : []),
    ...(forSeconds > ceiling.forSeconds
      ? [
          problem(
            `${path}.for`,
            durationText(forSeconds),
            `must be at most ${durationText(ceiling.forSeconds)}`,
          ),
        ]
      : []),
  ];
}

function queueProblems(
  queue: Plan['triggers']['queueDepth'],
  ceiling: Policy['triggers']['queueDepth'],
): Problem[] {
  if (ceiling === undefined) return [];
  if (queue === undefined)
    return [problem('triggers.queueDepth', undefined, 'must be there: a queue has to be watched')];
  if (queue.risingForSeconds <= ceiling.risingForSeconds) return [];
  return [
    problem(
      'triggers.queueDepth.risingFor',
      durationText(queue.risingForSeconds),
      `must be at most ${durationText(ceiling.risingForSeconds)}`,
    ),
  ];
}
