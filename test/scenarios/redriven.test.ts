/** Somebody presses Redrive in the console: time has passed that nobody watched, so no weight may rise any more. */
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../lab/faults/armed-faults.ts';
import { buildLab, type Lab, ledgerTable } from '../../lab/lab.ts';
import { apply } from '../../lab/faults/settings.ts';
import { desired, samplePlan } from './story.ts';

interface Run {
  readonly lab: Lab;
  readonly executionArn: string;
  readonly shares: number[];
  until(done: () => boolean): Promise<void>;
  minutes(count: number): Promise<void>;
}

async function begin(): Promise<Run> {
  const lab = buildLab({ seed: 1, production: {} });
  const input = JSON.stringify({ ...(await samplePlan()), live: true });
  const { stateMachineArn } = lab;
  const { executionArn } = lab.engine.startExecution({ stateMachineArn, name: 'redriven', input });
  const shares = [0];
  lab.production.onShare((_at, percent) => percent !== shares.at(-1) && shares.push(percent));
  const until = async (done: () => boolean) => {
    while (!done() && (await lab.clock.step())) {
      // the clock does the work
    }
  };
  const minutes = (count: number) => {
    const end = lab.clock.now() + count * 60_000;
    return until(() => (lab.clock.nextAt() ?? Infinity) > end);
  };
  return { lab, executionArn, shares, until, minutes };
}

const ended = ({ lab, executionArn }: Run) => lab.engine.describeExecution(executionArn).status !== 'RUNNING';

/** What is left of it when all is said and done. */
function left({ lab, shares }: Run) {
  const keys = lab.ledger.rows(ledgerTable).map(({ pk, sk }) => `${pk as string} ${sk as string}`);
  return { shares, tasks: desired(lab), rows: keys.filter((key) => /^(LOCK#|ALARM#|OPEN )/.test(key)) };
}

const home = { tasks: { 'claude-proxy-a': 4, 'claude-proxy-b': 0 }, rows: [] };

describe.each([
  ['at once', 0],
  ['after a minute, in the middle of the way home', 1],
  ['an hour later', 60],
])('redriven %s', (_title, minutes) => {
  test.each([1, 26, 76])('stopped at %s percent: no share rises, and it comes home', async (percent) => {
    const run = await begin();
    await run.until(() => run.shares.at(-1) === percent);
    run.lab.engine.stopExecution({ executionArn: run.executionArn });
    await run.minutes(minutes);
    run.lab.engine.redriveExecution({ executionArn: run.executionArn });
    const until = run.shares.slice();
    await run.until(() => ended(run));
    await run.minutes(10);
    expect(left(run)).toEqual({ ...home, shares: until.at(-1) === 0 ? until : [...until, 0] });
  });

  test('after it had gone back: it stays there', async () => {
    const run = await begin();
    await run.until(() => run.shares.at(-1) === 26);
    apply(run.lab.production, { of: 'canary', key: 'errorRatePercent', value: 50 });
    await run.until(() => ended(run));
    await run.minutes(minutes);
    run.lab.engine.redriveExecution({ executionArn: run.executionArn });
    await run.until(() => ended(run));
    await run.minutes(10);
    expect(left(run)).toEqual({ ...home, shares: [0, 1, 26, 0] });
  });

  test('inside Stop watching, before its write: it does not finish on what was verified then', async () => {
    const run = await begin();
    await stopped(run, 'before-write');
    await run.minutes(minutes);
    run.lab.engine.redriveExecution({ executionArn: run.executionArn });
    await run.until(() => ended(run));
    await run.minutes(10);
    expect(left(run)).toEqual({ ...home, shares: [0, 1, 26, 51, 76, 100, 0] });
    expect(run.lab.engine.describeExecution(run.executionArn).error).not.toBeUndefined();
  });

  test('inside Stop watching, after its write: watching had ended, and it only finishes', async () => {
    const run = await begin();
    await stopped(run, 'after-write');
    await run.minutes(minutes);
    run.lab.engine.redriveExecution({ executionArn: run.executionArn });
    await run.until(() => ended(run));
    await run.minutes(10);
    const tasks = { 'claude-proxy-a': 0, 'claude-proxy-b': 4 };
    expect(left(run)).toEqual({ tasks, rows: [], shares: [0, 1, 26, 51, 76, 100] });
  });
});

/** Runs until "Stop watching" dies around the write that ends watching, and presses Stop before it is tried again. */
async function stopped(run: Run, when: 'before-write' | 'after-write'): Promise<void> {
  let isHit = false;
  const faults = faultsOf(run.lab);
  faults.arm({ kind: 'crash', function: 'stopWatching', when, call: 'dynamodb:UpdateItem', times: 1 });
  faults.onHit(() => (isHit = true));
  await run.until(() => isHit);
  run.lab.engine.stopExecution({ executionArn: run.executionArn });
}
