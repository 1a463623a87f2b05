/** One reader for all guards: few calls, nothing old, and nobody who depends on somebody else. */
import { expect, test } from 'vitest';
import { readShared } from '../../aws/shared.ts';
import { sharedAlarms } from '../../aws/team-alarms.ts';
import { ledgerTable } from '../../lab/lab.ts';
import { aLab, pass, play, refuse } from './lab-world.ts';

function setUp() {
  const { lab, world } = aLab();
  const called: string[][] = [];
  lab.wire.onCall(({ action, input }) => {
    if (action === 'DescribeAlarms') called.push((input as { AlarmNames: string[] }).AlarmNames);
  });
  const look = (...names: string[]) => play(lab, readShared(world, sharedAlarms, names));
  const lookAll = (names: readonly string[]) =>
    play(lab, Promise.all(names.map((name) => readShared(world, sharedAlarms, [name]))));
  return { lab, called, look, lookAll };
}

const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `team-${index}`);

/** Everybody has asked once, and what they saw is old by now. */
async function settled(count: number) {
  const all = setUp();
  for (const name of namesOf(count)) await all.look(name);
  await pass(all.lab, 20_000);
  all.called.length = 0;
  return all;
}

test('whoever finds it old reads for everybody, and the others go by that', async () => {
  const { called, look } = await settled(120);
  for (const name of namesOf(120)) expect(await look(name)).toMatchObject([{ name, state: 'OK' }]);
  expect(called.map((names) => names.length)).toEqual([1, 100, 19]);
});

test('many who look at one instant ask once for all', async () => {
  const { called, lookAll } = await settled(40);
  const seen = await lookAll(namesOf(40));
  expect(seen.flat().map(({ name, state }) => [name, state])).toEqual(
    namesOf(40).map((name) => [name, 'OK']),
  );
  expect(called.map((names) => names.length)).toEqual([1, 39]);
});

test('what rings is known to everybody by their next look after it is old', async () => {
  const { lab, look } = await settled(3);
  await look('team-0');
  lab.production.alarms.setState('team-2', 'ALARM', 'too slow');
  await pass(lab, 16_000);
  await look('team-0');
  expect(await look('team-2')).toMatchObject([{ state: 'ALARM', reason: 'too slow' }]);
});

test('a reader that dies in its turn costs the others a moment: they read themselves', async () => {
  const { lab, called, look } = await settled(3);
  const now = lab.clock.now();
  lab.ledger.seed(ledgerTable, { pk: 'SHARED_TURN', sk: 'alarms', turnUntil: now + 10_000 });
  expect(await look('team-1')).toMatchObject([{ name: 'team-1', state: 'OK' }]);
  expect(called).toEqual([['team-1']]);
  expect(lab.clock.now() - now).toBeLessThan(3_000);
});

test('what nobody has asked for yet is read at once, whoever has the turn', async () => {
  const { lab, called, look } = await settled(1);
  await look('team-0');
  const now = lab.clock.now();
  expect(await look('team-new')).toMatchObject([{ name: 'team-new' }]);
  expect(called.at(-1)).toEqual(['team-new']);
  expect(lab.clock.now() - now).toBeLessThan(1_000);
});

test('an alarm that is gone is missing for everybody, and never as it was', async () => {
  const { lab, look } = await settled(2);
  lab.ledger.seed(ledgerTable, {
    pk: 'SHARED#alarms',
    sk: 'cutover-gone',
    value: { name: 'cutover-gone', state: 'OK', isSilenced: false },
    seenAt: lab.clock.now() - 16_000,
  });
  expect(await look('cutover-gone')).toMatchObject([{ state: 'missing' }]);
});

test('without a ledger the alarms are read all the same; without CloudWatch nothing is made up', async () => {
  const { lab, look } = await settled(1);
  refuse(lab, 'ThrottlingException', 'dynamodb');
  expect(await look('team-0')).toMatchObject([{ state: 'OK' }]);
  refuse(lab, 'ThrottlingException', 'cloudwatch');
  await pass(lab, 20_000);
  await expect(look('team-0')).rejects.toThrow('ThrottlingException');
});
