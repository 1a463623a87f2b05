/** The five questions of whoever was asleep, answered in a sentence each: what, when, who was hurt, what went back, who decided. */
import { percentText } from '../evidence/minutes.ts';
import { methodText } from '../gate/gate.ts';
import type { DecisionLine } from './decisions.ts';
import type { Report } from './report.ts';
import { whatOf, whereOf } from './triggers.ts';
import { nameOf } from '../triggers/judge.ts';
import { clockText, countText, dayText, lengthText, manyText, secondsBetween } from './words.ts';

export interface Summary {
  readonly headline: string;
  readonly tone: 'go' | 'back' | 'stop' | 'plain';
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly question: string;
  readonly text: string;
  /** What followed one another, each with its time. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly at: string;
  readonly text: string;
}

export function summarize(report: Report): Summary {
  return {
    ...headlineOf(report),
    answers: [
      { question: 'What happened', text: what(report).join(' '), steps: [] },
      { question: 'When', text: when(report).join(' '), steps: [] },
      { question: 'Who was hurt', text: hurt(report).join(' '), steps: [] },
      { question: 'What went back', ...back(report) },
      { question: 'Who decided', ...decided(report) },
    ],
  };
}

function headlineOf({ outcome, live }: Report): Pick<Summary, 'headline' | 'tone'> {
  switch (outcome) {
    case 'promoted':
      return live
        ? { headline: 'Promoted: all users are on the new version', tone: 'go' }
        : { headline: 'Dry run: nothing stands in the way', tone: 'plain' };
    case 'rolledBack':
      return { headline: 'Rolled back: all users are on the old version', tone: 'back' };
    case 'refused':
      return { headline: 'Refused: nothing was changed for users', tone: 'plain' };
    case 'needsPerson':
    default:
      return { headline: 'A person is needed', tone: 'stop' };
  }
}

function what(report: Report): string[] {
  const { outcome, reason, ships, stable, canary, written, live } = report;
  const most = Math.max(0, ...written.map(({ canaryPercent }) => canaryPercent));
  const reached = most > 0 && most < 100 ? `It had reached ${most} % of users` : 'It had begun';
  const why =
    outcome === 'rolledBack' && live ? `${reached}, and went back${because(report)}: ${reason}` : reason;
  const pair =
    stable === undefined || canary === undefined
      ? ''
      : `, on ${canary} as the canary; the old version was on ${stable} as stable`;
  const shipped = ships === undefined ? [] : [`The new version was ${ships}${pair}.`];
  const dry = live ? [] : ['A dry run: it read everything and changed nothing.'];
  return [sentence(why), ...shipped, ...dry];
}

/** What a trigger's name means, for whoever has not written the plan. */
function because({ reason, triggers }: Report): string {
  const rang = triggers.find((line) => line.firedAt !== null && reason.startsWith(`${nameOf(line)} rings`));
  return rang === undefined ? '' : ` because of ${whatOf(rang.id)} ${whereOf(rang.scope)}`;
}

function when({ startedAt, endedAt, seconds, weights }: Report): string[] {
  if (startedAt === undefined) return [`${dayText(endedAt)}, ${clockText(endedAt)} UTC.`];
  const all = `${dayText(startedAt)}, ${clockText(startedAt)} to ${clockText(endedAt)} UTC (${lengthText(seconds ?? 0)}).`;
  const [first, last] = [weights.find(({ canaryPercent }) => canaryPercent > 0), weights.at(-1)];
  if (first === undefined || last === undefined) return [all];
  const met = `Users met the new version from ${clockText(first.at)}`;
  if (last.canaryPercent > 0) return [all, `${met} on.`];
  const length = lengthText(secondsBetween(first.at, last.at));
  return [all, `${met} to ${clockText(last.at)} (${length}).`];
}

function hurt({ users, written, minutesUnread, live }: Report): string[] {
  if (!live) return ['Nobody: a dry run changes nothing.'];
  if (!written.some(({ canaryPercent }) => canaryPercent > 0))
    return ['Nobody: users never met the new version.'];
  if (users === undefined)
    return [
      minutesUnread === undefined
        ? 'Not known: there are no measurements of this cutover.'
        : `Not known: the measurements could not be read (${minutesUnread}).`,
    ];
  const { requests, failed, failedByCanary, requestsOfCanary, slow, countedBy } = users;
  const share = requests === 0 ? 0 : (100 * failed) / requests;
  const all = `${countText(failed)} of ${manyText(requests, 'request')} failed (${percentText(share)}).`;
  const own =
    requestsOfCanary === undefined || requestsOfCanary === 0
      ? `${countText(failedByCanary)} of them at the new version.`
      : `At the new version: ${countText(failedByCanary)} of ${countText(requestsOfCanary)} (${percentText((100 * failedByCanary) / requestsOfCanary)}).`;
  const late = slow === undefined || slow === 0 ? [] : [`${manyText(slow, 'answer')} came late.`];
  const by =
    countedBy === 'lab'
      ? 'Counted by the lab: every request of this rehearsal.'
      : `Counted by the balancer, from the minute of the first share on${minutesUnread === undefined ? '' : `; the last minutes could not be read (${minutesUnread})`}.`;
  return [all, own, ...late, by];
}

function back(report: Report): Omit<Answer, 'question'> {
  const { outcome, written, live } = report;
  const last = written.at(-1);
  const before = written.findLast(({ canaryPercent }) => canaryPercent > 0);
  if (outcome === 'promoted') return { text: 'Nothing.', steps: [] };
  if (last === undefined || before === undefined)
    return { text: live ? 'Nothing had moved.' : 'Nothing: a dry run moves nothing.', steps: [] };
  if (last.canaryPercent > 0)
    return {
      text: `Nothing yet: ${last.canaryPercent} % of users were on the new version when this was written.`,
      steps: [],
    };
  const length = lengthText(secondsBetween(before.at, last.at));
  return {
    text: `All traffic, ${length} after ${before.canaryPercent} % began.`,
    steps: [
      { at: last.at, text: `Everything went to ${report.stable ?? 'stable'} alone` },
      ...felt(report, last.at),
      ...report.story.filter(({ actor, at }) => wayBackActors.has(actor) && at >= last.at),
    ].toSorted(byTime),
  };
}

/** Balancer nodes hear of a change late, which only the lab can see. */
function felt({ weights }: Report, writtenAt: string): Step[] {
  const last = weights.at(-1);
  const isLater = last !== undefined && last.canaryPercent === 0 && last.at > writtenAt;
  return isLater ? [{ at: last.at, text: 'The last user was served by the new version' }] : [];
}

function byTime(a: Step, b: Step): number {
  return a.at.localeCompare(b.at);
}

/** Who finishes the way back after the weights have moved. */
const wayBackActors = new Set(['confirmRollback', 'retireCanary', 'reconcile']);

function decided(report: Report): Omit<Answer, 'question'> {
  const { startedBy, startedAt, endedAt, outcome, live } = report;
  const starter =
    startedBy === undefined || startedAt === undefined
      ? []
      : [{ at: startedAt, text: `${starterText(startedBy)} started it` }];
  const words = {
    promoted: live
      ? 'The machine promoted it, on the evidence below'
      : 'The machine found nothing in the way',
    rolledBack: 'The machine went back by itself, on the evidence below',
    refused: 'The machine refused to begin',
    needsPerson: 'The machine could not finish, and called a person',
  };
  const isTheirs = outcome === 'rolledBack' && report.commands.some(({ command }) => command === 'abort');
  const machine = isTheirs ? [] : [{ at: machineAt(report) ?? endedAt, text: words[outcome] }];
  return { text: '', steps: [...starter, ...people(report), ...machine].toSorted(byTime) };
}

function starterText(startedBy: NonNullable<Report['startedBy']>): string {
  return 'person' in startedBy ? startedBy.person : `Somebody (${startedBy.unknown})`;
}

function machineAt({ outcome, written, story }: Report): string | undefined {
  if (outcome === 'rolledBack') return written.length > 1 ? written.at(-1)?.at : undefined;
  return outcome === 'promoted' ? story.find(({ actor }) => actor === 'promote')?.at : undefined;
}

/** What people decided and said, in the order of time. */
export function people({ approvals, commands }: Pick<Report, 'approvals' | 'commands'>): Step[] {
  return [
    ...approvals.map((line) => ({ at: line.at, text: decisionText(line) })),
    ...commands.map(({ at, told }) => ({ at, text: told })),
  ].toSorted(byTime);
}

/** `dana approved go-live (signed with AWS credentials): graphs are calm`. */
export function decisionText({ gate, percent, decision, by, method, reason }: DecisionLine): string {
  const where = percent === undefined ? gate : `${gate} to ${percent} %`;
  const why = reason === undefined ? '' : `: ${reason}`;
  if (method === undefined) return `${where}: ${decision} (${by})${why}`;
  const said = decision === 'approve' ? 'approved' : 'rejected';
  return `${by} ${said} ${where} (${methodText[method]})${why}`;
}

/** Ends with a full stop, once. It may begin with a name, so nothing is made a capital. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
