/** More than one hand on a release, or none: whoever comes, and whatever dies, users end where one hand has put them. */
import { describe, expect, test } from 'vitest';
import { findOut } from '../../aws/by-hand/known.ts';
import { prepareRollback, rollBackByHand } from '../../aws/by-hand/rollback.ts';
import { handWorld } from '../../lab/by-hand.ts';
import { after, canary, home, place, type Place, ramp, record, rulesOf, standing } from './hand.ts';
import { desired, samplePlan } from './story.ts';

/** The scenario's deed, from now on, for so long, whoever calls. */
function failing(at: string, calls: readonly string[], more: object) {
  return calls.map((call) => ({ at, fail: { call, ...more } }));
}

const ledgerCalls = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'Query'].map(
  (call) => `dynamodb:${call}`,
);

async function heldAtOne() {
  return samplePlan((plan) => {
    plan['canary'] = { percent: '1%', bake: '30m', settle: '0s' };
  });
}

describe('two hands', () => {
  test('a cutover that is started meanwhile is refused, and so is a hand while an execution runs', async () => {
    const { here } = await standing();
    const { lab } = here;
    const input = JSON.stringify({ ...(await heldAtOne()), live: true });
    const { executionArn } = lab.engine.startExecution({
      stateMachineArn: lab.stateMachineArn,
      name: 'c-2',
      input,
    });
    await here.rest(10);
    expect(lab.engine.describeExecution(executionArn)).toMatchObject({ error: 'CutoverRefused' });
    expect(lab.engine.describeExecution(executionArn).cause).toContain('by-hand-1 holds');
    expect(here.shares).toEqual([0, 1]);

    const there = await place();
    there.lab.engine.startExecution({ stateMachineArn: there.lab.stateMachineArn, name: 'c-1', input });
    await there.untilShare(1);
    for (const work of [canary(there, there.laptop('sam@desk')), ramp(there, there.laptop('sam@desk'))])
      expect(await there.together(work)).toMatchObject({
        code: 20,
        ending: { reason: expect.stringContaining('c-1') },
      });
    expect(there.shares).toEqual([0, 1]);
  });

  test('a second one is refused while the first looks, and with --take-over the first can write no more', async () => {
    const { here } = await standing();
    const first = here.laptop('robin@laptop');
    const climbing = ramp(here, first);
    await here.rest(0.5);
    const second = here.laptop('sam@desk');
    expect(await here.together(ramp(here, second))).toMatchObject({
      code: 20,
      ending: { reason: expect.stringContaining('robin@laptop has by-hand-1 in hand') },
    });
    const taken = ramp(here, second, { takeOver: true });
    expect(await here.together(climbing)).toMatchObject({
      code: 20,
      told: [expect.stringContaining('sam@desk has taken')],
    });
    expect(await here.together(taken)).toMatchObject({ code: 0, left: { percent: 100 } });
    expect(here.shares).toEqual([0, 1, 51, 100]);
    expect(here.checker.broken).toEqual([]);
  });

  test('a rollback by somebody else ends it, and users stay home', async () => {
    const { here } = await standing();
    const climbing = ramp(here, here.laptop('robin@laptop'));
    await here.untilShare(51);
    const world = handWorld(here.lab);
    const back = (async () => {
      const found = await findOut(world, { cutoverId: 'by-hand-1', ledger: true });
      if ('refusal' in found) throw new Error(found.refusal);
      return rollBackByHand(world, await prepareRollback(world, found));
    })();
    expect(await here.together(back)).toEqual([]);
    expect(await here.together(climbing)).toMatchObject({ code: 10 });
    await here.rest(5);
    expect(here.shares).toEqual([0, 1, 51, 0]);
    expect(after(here)).toEqual(home);
  });

  test('abort takes it back', async () => {
    const { here } = await standing([{ at: 'weight>=51 +20s', command: 'abort' }]);
    const told = await here.together(ramp(here, here.laptop('robin@laptop')));
    expect(told).toMatchObject({ code: 10, ending: { reason: expect.stringContaining('oncall aborts') } });
    expect(here.shares).toEqual([0, 1, 51, 0]);
    expect(here.checker.broken).toEqual([]);
  });

  test('somebody else’s weights are not swept away', async () => {
    const { here } = await standing([{ at: 'weight>=51 +10s', drift: { canaryPercent: 30 } }]);
    const told = await here.together(ramp(here, here.laptop('robin@laptop')));
    expect(told).toMatchObject({ code: 10 });
    expect(here.shares).toEqual([0, 1, 51, 30, 0]);
  });
});

describe('who looks on', () => {
  test('is told by list and watch who has it in hand, and of whom nobody has', async () => {
    const { here } = await standing();
    expect(await shown(here)).toMatchObject([
      { cutoverId: 'by-hand-1', live: true, percent: 1, told: '1 % on the canary, by hand of robin@laptop' },
    ]);
    const laptop = here.laptop('sam@desk');
    void ramp(here, laptop);
    await here.untilShare(51);
    expect(await shown(here)).toMatchObject([{ told: '51 % on the canary, by hand of sam@desk' }]);
    laptop.caller.alive = false;
    await here.rest(3.2);
    const told = expect.stringMatching(
      /^sam@desk has not looked in time: .*; reconcile brings it to its end$/,
    );
    expect(await shown(here)).toMatchObject([{ told }]);
    await here.rest(8);
    expect(await shown(here)).toEqual([]);
    expect(await shown(here, 'by-hand-1')).toMatchObject({ ended: { outcome: 'rolledBack' } });
  });
});

describe('Ctrl-C', () => {
  test('leaves the canary where it is, for the next ramp', async () => {
    const { here } = await standing();
    const laptop = here.laptop('robin@laptop');
    const climbing = ramp(here, laptop);
    await here.untilShare(51);
    laptop.stop.isAsked = true;
    expect(await here.together(climbing)).toMatchObject({ code: 130, left: { percent: 51 } });
    await here.rest(10);
    expect(await here.together(ramp(here, here.laptop('sam@desk')))).toMatchObject({
      code: 0,
      left: { percent: 100 },
    });
    expect(here.shares).toEqual([0, 1, 51, 100]);
  });

  test('before the first share leaves everything to the reconciler', async () => {
    const here = await place();
    const laptop = here.laptop('robin@laptop');
    const starting = canary(here, laptop);
    await here.rest(0.5);
    laptop.stop.isAsked = true;
    expect(await here.together(starting)).toMatchObject({ code: 130 });
    await here.rest(5);
    expect(here.shares).toEqual([0]);
    expect(after(here)).toEqual(home);
  });
});

describe('an alarm', () => {
  test('while nobody has it in hand takes users home by the next minute', async () => {
    const { here } = await standing([{ at: '+5m', set: { 'canary.errorRate': '60%' } }], {
      more: { users: { requestsPerSecond: 200 } },
    });
    await here.rest(8);
    expect(here.shares).toEqual([0, 1, 0]);
    expect(record(here)).toMatchObject({ reason: expect.stringContaining('while nobody had it in hand') });
  });
});

describe('when AWS does not answer', () => {
  test('without Step Functions it goes up, and a dead laptop’s users come home all the same', async () => {
    const calls = ['DescribeExecution', 'ListExecutions', 'SendTaskFailure', 'SendTaskSuccess'];
    const dead = calls.map((call) => `sfn:${call}`);
    const { here, told } = await standing(failing('+0s', dead, { error: 'InternalServerError', for: '24h' }));
    expect(told).toMatchObject({ code: 0 });
    const laptop = here.laptop('robin@laptop');
    void ramp(here, laptop);
    await here.untilShare(51);
    laptop.caller.alive = false;
    await here.rest(5);
    expect(here.shares).toEqual([0, 1, 51, 0]);
    await here.rest(5);
    expect(after(here)).toEqual(home);

    const { here: there } = await standing(
      failing('+0s', dead, { error: 'InternalServerError', for: '24h' }),
    );
    const promoted = await there.together(ramp(there, there.laptop('robin@laptop'), { promote: true }));
    expect(promoted).toMatchObject({ code: 0, ending: { outcome: 'promoted' } });
  });

  test('where stable has nobody healthy it says so, and goes back with the first one who is', async () => {
    const { here } = await standing([
      { at: 'weight>=51', set: { 'canary.errorRate': '60%', 'stable.healthy': '0%' } },
      { at: 'weight>=51 +15m', set: { 'stable.healthy': '100%' } },
    ]);
    const told = await here.together(ramp(here, here.laptop('robin@laptop'), { intervalSeconds: 600 }));
    expect(told).toMatchObject({ code: 30 });
    expect(told?.told.join(' ')).toContain('the first target of claude-proxy-a that is healthy');
    expect(here.shares).toEqual([0, 1, 51]);
    await here.rest(25);
    expect(here.shares.at(-1)).toBe(0);
    expect({ ...after(here), broken: [] }).toEqual(home);
  });

  test('without a ledger nothing is begun', async () => {
    const here = await place(failing('+0s', ledgerCalls, { error: 'InternalServerError', for: '30m' }));
    const rules = rulesOf(here);
    const told = await here.together(canary(here, here.laptop('robin@laptop')));
    expect(told).toMatchObject({ code: 20, told: [expect.stringContaining('rollback needs none')] });
    expect(rulesOf(here)).toEqual(rules);
    expect(desired(here.lab)).toEqual(home.tasks);
  });

  test('a ledger that falls silent in the middle takes users back, and the reconciler finishes', async () => {
    const here = await place(
      failing('weight>=51 +10s', ledgerCalls, { error: 'InternalServerError', for: '20m' }),
    );
    await here.together(canary(here, here.laptop('robin@laptop')));
    const told = await here.together(ramp(here, here.laptop('robin@laptop')));
    expect([10, 30]).toContain(told?.code);
    expect(here.shares).toEqual([0, 1, 51, 0]);
    await here.rest(25);
    expect(after(here)).toEqual(home);
  });

  test('credentials that run out in the middle are told, and the reconciler brings users home', async () => {
    const { here } = await standing();
    const laptop = here.laptop('robin@laptop');
    const climbing = ramp(here, laptop);
    await here.untilShare(51);
    expire(laptop);
    const told = await here.together(climbing);
    expect(told?.code).toBe(30);
    expect(told?.told.join(' ')).toMatch(
      /takes these credentials no more.*rollback by-hand-1 --live.*reconcile/,
    );
    await here.rest(4);
    expect(here.shares).toEqual([0, 1, 51, 0]);
    await here.rest(5);
    expect(after(here)).toEqual(home);
  });
});

/** Every call of this laptop is refused from now on, as AWS refuses a session that has run out. */
function expire({ world }: { readonly world: object }): void {
  const error = Object.assign(new Error('The security token included in the request is expired'), {
    name: 'ExpiredTokenException',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });
  const refusing = new Proxy({}, { get: () => ({ send: () => Promise.reject(error) }) });
  Object.assign(world, { clients: refusing });
}

/** As the function answers that `list`, or `watch ID`, asks. */
async function shown({ lab, together }: Place, cutoverId?: string): Promise<unknown> {
  const iam = { userArn: 'arn:aws:sts::123456789012:assumed-role/viewers/vera' };
  const body = JSON.stringify({ cutoverId });
  const event = { requestContext: { http: { method: 'POST' }, authorizer: { iam } }, body };
  const answered = new Promise<{ body: string }>((resolve) =>
    lab.lambda.invoke('showCutover', event, (result) =>
      resolve(('output' in result ? result.output : {}) as never),
    ),
  );
  const said = JSON.parse((await together(answered))?.body ?? '{}') as { cutovers?: unknown };
  return cutoverId === undefined ? said.cutovers : said;
}
