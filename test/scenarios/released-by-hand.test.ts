/** A canary and a ramp by hand, on the day when Step Functions is what is broken. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { after, canary, home, lock, place, quick, ramp, record, rulesOf, standing } from './hand.ts';
import { desired, type Document } from './story.ts';
import { balancerArns } from '../../lab/cloud/elbv2/ground.ts';

function slowBake(document: Record<string, unknown>): void {
  document['canary'] = { percent: '1%', bake: '2m', settle: '0s' };
  document['ramp'] = { start: '1%', end: '100%', step: '50%', interval: '2m' };
  document['watch'] = '10m';
  document['minRequests'] = 1;
}

function targets(
  document: Document,
  { at, secondRule }: { readonly at?: string; readonly secondRule?: boolean },
): void {
  quick(document);
  const { listener, rule, secondRule: second } = balancerArns;
  if (at === 'listener') document.target['rules'] = [listener];
  if (secondRule === true) document.target['rules'] = [rule, second];
}

describe('canary', () => {
  test('stands at its share, and the lock waits for whoever takes it up', async () => {
    const { here, told } = await standing();
    expect(told).toMatchObject({ code: 0, left: { percent: 1 } });
    expect(here.shares).toEqual([0, 1]);
    expect(desired(here.lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 2 });
    expect(lock(here)).toMatchObject({
      cutoverId: 'by-hand-1',
      phase: 'releasing',
      confirmed: 'split:1',
      byHand: { name: 'robin@laptop', isLetGo: true },
    });
    expect(record(here)).toMatchObject({ byHand: 'robin@laptop', plan: { rungs: [1] } });
    expect(here.checker.broken).toEqual([]);
  });

  test('that nobody takes up comes home within minutes after its time', async () => {
    const here = await place();
    const rules = rulesOf(here);
    await here.together(canary(here, here.laptop('robin@laptop')));
    await here.rest(14);
    expect(here.shares).toEqual([0, 1]);
    await here.rest(3);
    expect(here.shares).toEqual([0, 1, 0]);
    await here.rest(5);
    expect(after(here)).toEqual(home);
    expect(rulesOf(here)).toEqual(rules);
    expect(record(here)).toMatchObject({
      outcome: 'rolledBack',
      reason: expect.stringContaining('nobody had taken it up'),
    });
  });

  test('goes back by itself when it is bad, and says so', async () => {
    const here = await place([{ at: 'weight>=5', set: { 'canary.errorRate': '60%' } }]);
    const rules = rulesOf(here);
    const laptop = here.laptop('robin@laptop');
    const bake = { ...here.plan, bakeSeconds: 600 };
    const told = await here.together(canary(here, laptop, { plan: bake, percent: 10 }));
    expect(told).toMatchObject({
      code: 10,
      ending: { outcome: 'rolledBack', reason: expect.stringContaining('http5xx') },
    });
    expect(here.shares).toEqual([0, 10, 0]);
    expect(after(here)).toEqual(home);
    expect(rulesOf(here)).toEqual(rules);
  });

  test('that never starts is cleared away, and no user has met it', async () => {
    const here = await place([], { more: { versions: { canary: { starts: false } } } });
    const told = await here.together(canary(here, here.laptop('robin@laptop')));
    expect(told).toMatchObject({ code: 10 });
    expect(here.shares).toEqual([0]);
    expect(after(here)).toEqual(home);
  });

  test('whose answers are wrong goes back before anybody ramps', async () => {
    const here = await place([], { more: { account: { production: 'failing' } } });
    const told = await here.together(canary(here, here.laptop('robin@laptop')));
    expect(told).toMatchObject({
      code: 10,
      ending: { reason: expect.stringContaining('/health answered 500') },
    });
    expect(here.shares).toEqual([0, 1, 0]);
    const other = await place([], { more: { account: { production: 'failing' } } });
    expect(await other.together(canary(other, other.laptop('robin@laptop'), { smoke: false }))).toMatchObject(
      { code: 0 },
    );
  });

  test('is refused where ECS owns the rule, and leaves nothing', async () => {
    const here = await place([], { more: { account: { ecs: 'owned' } } });
    const told = await here.together(canary(here, here.laptop('robin@laptop')));
    expect(told).toMatchObject({
      code: 20,
      ending: { outcome: 'refused', reason: expect.stringContaining('WorldRejected') },
    });
    expect(after(here)).toEqual(home);
  });

  test('a name that is taken touches nothing of whose it is', async () => {
    const { here } = await standing();
    const row = lock(here);
    const told = await here.together(canary(here, here.laptop('sam@desk')));
    expect(told).toMatchObject({
      code: 20,
      ending: { reason: expect.stringContaining('already holds a cutover') },
    });
    expect(lock(here)).toEqual(row);
    expect(record(here)).not.toHaveProperty('outcome');
  });
});

describe('ramp', () => {
  test('climbs on evidence of each rung, and lets go at its end', async () => {
    const { here } = await standing();
    const told = await here.together(ramp(here, here.laptop('sam@desk'), { rungs: [1, 51] }));
    expect(told).toMatchObject({ code: 0, left: { percent: 51 } });
    expect(here.shares).toEqual([0, 1, 51]);
    expect(desired(here.lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 3 });
    expect(lock(here)).toMatchObject({
      epoch: 2,
      confirmed: 'split:51',
      byHand: { name: 'sam@desk', isLetGo: true },
    });
    expect(here.checker.broken).toEqual([]);
    const more = await here.together(ramp(here, here.laptop('sam@desk')));
    expect(more).toMatchObject({ code: 0, left: { percent: 100 } });
    expect(here.shares).toEqual([0, 1, 51, 100]);
    expect(here.checker.broken).toEqual([]);
    expect(await here.together(ramp(here, here.laptop('sam@desk'), { rungs: [1, 51] }))).toMatchObject({
      code: 20,
      ending: { reason: expect.stringContaining('has 100 % already') },
    });
  });

  test('looks while a smoke test takes longer than the lease', async () => {
    const here = await place();
    const laptop = here.laptop('robin@laptop');
    const slowly = async () => {
      await here.lab.clock.sleep(4 * 60_000);
      return { status: 200, body: '', tookMilliseconds: 10 };
    };
    Object.assign(laptop.world, { http: slowly });
    expect(await here.together(canary(here, laptop))).toMatchObject({ code: 0, left: { percent: 1 } });
    expect(here.shares).toEqual([0, 1]);
  });

  test('promotes where that is asked for, after watching and verification', async () => {
    const { here } = await standing();
    const told = await here.together(ramp(here, here.laptop('sam@desk'), { promote: true }));
    expect(told).toMatchObject({
      code: 0,
      ending: { outcome: 'promoted', reason: 'by hand: sam@desk promoted it' },
    });
    expect(here.shares).toEqual([0, 1, 51, 100]);
    expect(desired(here.lab)).toEqual({ 'claude-proxy-a': 0, 'claude-proxy-b': 4 });
    expect(lock(here)).toBeUndefined();
    expect(here.checker.broken).toEqual([]);
  });

  test.each([1, 51, 100])('goes back by itself when it is bad at a share of %s', async (percent) => {
    const bad = { at: `weight>=${percent}`, set: { 'canary.errorRate': '60%' } };
    const here = await place([bad], { change: slowBake });
    const rules = rulesOf(here);
    const up = await here.together(canary(here, here.laptop('robin@laptop')));
    const told =
      up?.left === undefined
        ? up
        : await here.together(ramp(here, here.laptop('sam@desk'), { promote: true }));
    expect(told).toMatchObject({ code: 10, ending: { outcome: 'rolledBack' } });
    expect(here.shares.at(-2)).toBe(percent);
    expect(after(here)).toEqual(home);
    expect(rulesOf(here)).toEqual(rules);
  });

  test('refuses where no canary stands, and with another plan', async () => {
    const here = await place();
    expect(await here.together(ramp(here, here.laptop('sam@desk')))).toMatchObject({
      code: 20,
      ending: { reason: expect.stringContaining('npx cutover canary') },
    });
    const { here: there } = await standing();
    const plan = { ...there.plan, service: 'another' };
    expect(await there.together(ramp(there, there.laptop('sam@desk'), { plan }))).toMatchObject({
      code: 20,
      ending: { reason: expect.stringContaining('another plan') },
    });
    expect(there.shares).toEqual([0, 1]);
  });

  test.each([
    ['Auto Scaling', { scaling: { minimum: 0, maximum: 8 } }],
    ['a sticky rule', { sticky: '1m', sessions: '1m' }],
    ['the default action of a listener', { at: 'listener' }],
    ['two rules', { secondRule: true }],
  ])('keeps to its order and leaves nothing behind, forward and back: %s', async (_title, production) => {
    const there = {
      change: (document: Document) => targets(document, production as object),
      more: { production },
    };
    const { here } = await standing([], there);
    const told = await here.together(ramp(here, here.laptop('sam@desk'), { promote: true }));
    expect(told).toMatchObject({ code: 0, ending: { outcome: 'promoted' } });
    const tasks = { 'claude-proxy-a': 0, 'claude-proxy-b': 4 };
    expect(after(here)).toEqual({ ...home, tasks, share: 100 });

    const { here: bad } = await standing([{ at: 'weight>=51', set: { 'canary.errorRate': '60%' } }], there);
    const back = await bad.together(ramp(bad, bad.laptop('sam@desk'), { intervalSeconds: 300 }));
    expect(back).toMatchObject({ code: 10 });
    expect(after(bad)).toEqual(home);
  });

  test('runs the functions of the state machine in its order', async () => {
    const { here } = await standing();
    await here.together(ramp(here, here.laptop('sam@desk'), { promote: true }));
    const machine = readFileSync(new URL('../../statemachine/cutover.asl.yml', import.meta.url), 'utf8');
    const inFile = [...JSON.stringify(parse(machine)).matchAll(/"Fn::GetAtt":\["(\w+)","Arn"\]/g)].map(
      ([, key]) => key,
    );
    // The guard looks from the first moment on, beside everything.
    const order = [...new Set(inFile)].filter((key) => key !== 'lookAtTriggers' && here.heard.has(key ?? ''));
    const heard = [...here.heard].filter((key) => key !== 'lookAtTriggers');
    // Of a rung the file has the shift before the hold, and the ramp begins with the hold.
    expect(heard).toEqual(order);
    expect(heard.length).toBeGreaterThan(15);
  });
});
