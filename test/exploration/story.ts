/** What is explored: which cutover from where, who else may act, and how much may go wrong. */
import { actionsUnder } from '../../core/traffic/division.ts';
import type { Snapshot } from '../../core/record.ts';
import { pairOf } from '../../aws/traffic.ts';
import type { Program } from './code.ts';
import { cutoverId, type Ground } from './ground.ts';
import type { Budget, Runner, Stand } from './state.ts';

export interface Story {
  readonly title: string;
  /** The share that is live and confirmed at the start, in percent. */
  readonly percent: number;
  readonly hasSecondRule?: boolean;
  /** What the machine still has to do. */
  readonly release: readonly Stand[];
  /** Runners that bring a stopped cutover home, side by side. */
  readonly reconcilers?: number;
  /** Another cutover takes the lock when nobody runs this one any more, and shifts. */
  readonly next?: boolean;
  readonly budget: Partial<Budget>;
}

export const nothing: Budget = {
  late: 0,
  again: 0,
  crash: 0,
  twice: 0,
  drift: 0,
  outage: 0,
  stop: 0,
  trigger: 0,
};

/** The next cutover is another one where its snapshot has found the rules in the short form of a rollback. */
export const nextId = 'next';
export const nextAloneId = 'next-alone';

const asleep: Runner = {
  cutover: cutoverId,
  at: 'asleep',
  waitsFor: -1,
  retries: 0,
  epoch: 1,
  backAt: 0,
  before: 0,
  done: 0,
};

export function runnersOf(story: Story): readonly Runner[] {
  const reconcilers = Array.from({ length: story.reconcilers ?? 0 }, () => asleep);
  return [{ ...asleep, at: 'Hold' }, ...reconcilers, ...(story.next ? [{ ...asleep, cutover: nextId }] : [])];
}

export function nameOf(story: Story, runner: number): string {
  if (runner === 0) return 'machine';
  return runner <= (story.reconcilers ?? 0) ? `reconciler ${runner}` : 'next cutover';
}

/** The states that a runner's release consists of. The next cutover only makes its first shift. */
export function releaseOf(story: Story, runner: number): readonly Stand[] {
  if (runner === 0) return story.release;
  return nameOf(story, runner) === 'next cutover' ? ['Shift traffic'] : [];
}

export function snapshotOf(ground: Ground, cutover: string): Snapshot {
  const { snapshot } = ground;
  if (cutover !== nextAloneId) return snapshot;
  const rules = snapshot.rules.map((rule) => ({
    ...rule,
    actions: actionsUnder('stable alone', rule.actions, pairOf(snapshot)),
  }));
  return { ...snapshot, rules };
}

const functionOf: Readonly<Record<string, string>> = {
  'Shift traffic': 'shiftTraffic',
  'Stop watching': 'stopWatching',
  Promote: 'promote',
  'Roll back': 'rollBack',
  'Confirm rollback': 'confirmRollback',
};

/** What the state machine passes to the function of a state. */
export function programOf(ground: Ground, story: Story, runner: Runner): Program {
  const cutover = { id: runner.cutover, live: true };
  const { epoch, backAt } = runner;
  const { rungs } = ground.record.plan;
  const rung = runner.cutover === cutoverId ? rungs.indexOf(story.percent) + 1 + runner.done : 0;
  const events: Readonly<Record<string, object>> = {
    'Shift traffic': { epoch, rung, redrives: 0 },
    'Stop watching': { epoch, redrives: 0 },
    Promote: { epoch },
    'Roll back': { snapshot: snapshotOf(ground, runner.cutover), error: { Error: 'TriggerRang', Cause: '' } },
    'Confirm rollback': { snapshot: snapshotOf(ground, runner.cutover), epoch, backAt },
  };
  return { name: functionOf[runner.at] ?? '', event: { cutover, ...events[runner.at] } };
}
