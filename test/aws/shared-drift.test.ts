/** Rules that one guard reads for all: good news is taken on trust, somebody's hand is seen with one's own eyes. */
import { expect, test } from 'vitest';
import { readSharedDrift } from '../../aws/drift.ts';
import { readRules } from '../../aws/balancer/rules.ts';
import type { Snapshot } from '../../core/record.ts';
import { balancerArns } from '../../lab/cloud/elbv2/ground.ts';
import { ledgerTable } from '../../lab/lab.ts';
import { aLab, pass, play, refuse } from './lab-world.ts';

const { rule, listener, groups } = balancerArns;
const fence = { intended: 'snapshot', confirmed: 'snapshot' } as const;

const side = (name: 'a' | 'b') => ({
  name,
  targetGroupArn: groups[name],
  taskDefinition: '',
  desiredCount: 4,
});
const gone = (index: number) => rule.replace(/\w{4}$/, String(1000 + index));

async function setUp() {
  const { lab, world } = aLab();
  const [found] = await play(lab, readRules(world, [rule]));
  const snapshot: Snapshot = {
    takenAt: '',
    loadBalancer: '',
    rules: [{ arn: rule, listenerArn: listener, conditions: [], actions: found?.actions ?? [] }],
    stable: side('a'),
    canary: side('b'),
  };
  const asked: string[][] = [];
  lab.wire.onCall(({ action, input }) => {
    if (action === 'DescribeRules') asked.push((input as { RuleArns: string[] }).RuleArns);
  });
  const look = (of: Parameters<typeof readSharedDrift>[2] = fence) =>
    play(lab, readSharedDrift(world, snapshot, of));
  const somebodyReads = () =>
    lab.ledger.seed(ledgerTable, { pk: 'SHARED_TURN', sk: 'rules', turnUntil: lab.clock.now() + 10_000 });
  const somebodyMoves = () =>
    lab.production.services.elbv2.actions.ModifyRule({
      RuleArn: rule,
      Actions: [{ Type: 'forward', TargetGroupArn: groups.b }],
    });
  return { lab, asked, look, somebodyReads, somebodyMoves };
}

test('what somebody has read within 15 s is not read again while it is as it should be', async () => {
  const { lab, asked, look } = await setUp();
  expect(await look()).toBeUndefined();
  await pass(lab, 14_000);
  expect(await look()).toBeUndefined();
  expect(asked).toEqual([[rule]]);
  await pass(lab, 14_000);
  expect(await look()).toBeUndefined();
  expect(asked).toEqual([[rule], [rule]]);
});

test('what somebody has read before our own write is no drift: whoever sees it so looks himself', async () => {
  const { lab, asked, look, somebodyMoves } = await setUp();
  await look();
  await pass(lab, 5_000);
  somebodyMoves();
  expect(await look({ intended: 'canary alone', confirmed: 'canary alone' })).toBeUndefined();
  expect(asked).toHaveLength(2);
});

test("somebody's hand is found once what is kept is old, and never later than a look of one's own", async () => {
  const { lab, look, somebodyMoves } = await setUp();
  await look();
  somebodyMoves();
  await pass(lab, 16_000);
  expect(await look()).toBe(rule);
});

test('while another reads, what is at most a minute old will do; after that each looks himself', async () => {
  const { lab, asked, look, somebodyReads } = await setUp();
  await look();
  await pass(lab, 50_000);
  somebodyReads();
  expect(await look()).toBeUndefined();
  expect(asked).toHaveLength(1);
  await pass(lab, 20_000);
  somebodyReads();
  expect(await look()).toBeUndefined();
  expect(asked).toHaveLength(2);
});

test('a rule that is gone fails only those that are read with it', async () => {
  const { lab, asked, look } = await setUp();
  for (let index = 0; index < 25; index++)
    lab.ledger.seed(ledgerTable, {
      pk: 'SHARED#rules',
      sk: gone(index),
      wantedUntil: lab.clock.now() + 60_000,
    });
  expect(await look()).toBeUndefined();
  expect(asked.map((arns) => arns.length)).toEqual([1, 20, 5]);
});

test('rules that cannot be read are no good news, however many wait for their turn', async () => {
  const { lab, look } = await setUp();
  refuse(lab, 'ThrottlingException', 'elbv2');
  const before = lab.clock.now();
  await expect(look()).rejects.toThrow('ThrottlingException');
  expect(lab.clock.now() - before).toBeLessThan(5_000);
});
