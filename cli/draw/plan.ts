import type { PlanFacts } from '../commands/plan.ts';
import type { Terminal } from '../terminal.ts';
import { lengthText } from './words.ts';

/** The plan's consequences, for people. */
export function drawPlan(facts: PlanFacts, colors: Terminal['colors']): string {
  const rows = facts.timetable.map(
    ({ atSeconds, what }) => `  ${colors.bold(offset(atSeconds).padEnd(9))}${what}`,
  );
  return [
    colors.bold(`${facts.service}: ${facts.rungs.map((percent) => `${percent} %`).join(' → ')}`),
    '',
    ...(facts.startAt === undefined
      ? []
      : [
          `  T is ${facts.startAt.slice(0, 16).replace('T', ' ')} UTC; the checklist begins half an hour before`,
          '',
        ]),
    ...rows,
    '',
    `  at the longest, every wait used up: ${lengthText(facts.longestSeconds)}`,
    `  history events: at most ${facts.budget.historyEventsMax.toLocaleString('en')} (AWS ends an execution at 25,000); the guard looks every ${facts.budget.pollSeconds} s`,
    `  money: ${moneyText(facts.cost)}`,
    ...(facts.probe === undefined ? [] : [`  probe: ${probeText(facts.probe)}`]),
    '',
    '  it would touch',
    ...facts.touches.rules.map((rule) => `    ${rule}`),
    ...facts.touches.services.map((service) => `    service ${service}`),
    `    ${facts.touches.door}`,
  ].join('\n');
}

/** `T+5m`. */
function offset(seconds: number): string {
  return `T+${lengthText(seconds).replaceAll(' ', '')}`;
}

function moneyText(cost: PlanFacts['cost']): string {
  return `about $${cost.calm.dollars.toFixed(2)}, at most $${cost.atMost.dollars.toFixed(2)} (not priced: ${cost.notPriced})`;
}

function probeText(probe: NonNullable<PlanFacts['probe']>): string {
  const { path, requestsPerMinute, ringsWithinSeconds, judgedFromRequestsPerMinute } = probe;
  return (
    `GET ${path} through the canary's door, ${requestsPerMinute.calm} requests a minute and at most ${requestsPerMinute.atMost}; ` +
    `a dead canary rings within ${ringsWithinSeconds} s. They count as the canary's, so a minute is judged from ` +
    `${judgedFromRequestsPerMinute} requests on`
  );
}
