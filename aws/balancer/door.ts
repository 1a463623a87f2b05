/** The canary's door: on the ledger before it is made, found again by a retry, removed by whoever ends the cutover. */
import {
  CreateRuleCommand,
  DeleteRuleCommand,
  type RuleCondition as ElbCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { Failure } from '../../core/failures.ts';
import type { DoorArmed, Snapshot } from '../../core/record.ts';
import { takenPriorities } from '../../core/release/snapshot.ts';
import { headersThatMeet, planDoor } from '../../core/traffic/door.ts';
import { isNamed } from '../failures.ts';
import { type CutoverRecord, note } from '../ledger/record.ts';
import type { CutoverRef } from '../ledger/story.ts';
import type { World } from '../world.ts';
import { type ReadRule, readRules, readRulesOf, writeActions } from './rules.ts';

type Needs = 'dynamodb' | 'elbv2';
type Opened = CutoverRecord & { readonly snapshot: Snapshot };

/** 128 bits: nobody outside guesses it within the hours that the door stands. */
const secretBytes = 16;

export async function openOwnDoor(
  world: World<Needs>,
  cutover: CutoverRef,
  record: Opened,
  headerName: string,
): Promise<string> {
  const planned: DoorArmed = { headers: { [headerName]: world.random.hex(secretBytes) } };
  const { door = planned } = await note(world, cutover, { door: planned }, { once: true });
  if (door.ruleArn !== undefined) return "The canary's door is open";
  const { listenerArn, conditions, priority } = record.snapshot.rules[0] ?? {
    listenerArn: '',
    conditions: [],
  };
  const rules = await readRulesOf(world, listenerArn);
  const value = door.headers[headerName] ?? '';
  const ruleArn =
    rules.find((rule) => asksFor(rule, value))?.arn ??
    (await createRule(world, cutover, record.snapshot, listenerArn, { priority, conditions }, rules, {
      name: headerName,
      value,
    }));
  await note(world, cutover, { door: { ...door, ruleArn } });
  return `Opened the canary's door: requests with the header ${headerName} and this cutover's secret meet the canary`;
}

async function createRule(
  world: World<'elbv2'>,
  cutover: CutoverRef,
  snapshot: Snapshot,
  listenerArn: string,
  production: Parameters<typeof planDoor>[0],
  rules: readonly ReadRule[],
  header: { readonly name: string; readonly value: string },
): Promise<string> {
  const door = planDoor(production, takenPriorities(rules, listenerArn), header);
  if ('refusal' in door) throw new Failure('WorldRejected', door.refusal);
  const { Rules = [] } = await world.clients.elbv2.send(
    new CreateRuleCommand({
      ListenerArn: listenerArn,
      Priority: door.priority,
      Conditions: door.conditions as unknown as ElbCondition[],
      Actions: [{ Type: 'forward', TargetGroupArn: snapshot.canary.targetGroupArn }],
      Tags: [{ Key: 'cutover', Value: cutover.id }],
    }),
  );
  return Rules[0]?.RuleArn ?? '';
}

function asksFor(rule: ReadRule, value: string): boolean {
  return rule.conditions.some((condition) => condition.HttpHeaderConfig?.Values?.includes(value) ?? false);
}

/** Points a team's own test rule at the canary, after writing down what it did before. */
export async function openTestRule(
  world: World<Needs>,
  cutover: CutoverRef,
  record: Opened,
  arn: string,
): Promise<string> {
  const [rule] = await readRules(world, [arn]);
  if (rule === undefined) throw new Failure('WorldRejected', `the test rule ${arn} does not exist`);
  const met = headersThatMeet(rule.conditions);
  if ('refusal' in met) throw new Failure('WorldRejected', met.refusal);
  await note(
    world,
    cutover,
    { door: { headers: met.headers, testRule: { arn, actions: rule.actions } } },
    { once: true },
  );
  await writeActions(world, arn, [
    { Type: 'forward', TargetGroupArn: record.snapshot.canary.targetGroupArn },
  ]);
  return `Pointed the test rule ${arn} at the canary`;
}

/** Removes our own rule, or gives a borrowed one back. What is gone already is done. */
export async function closeDoor(world: World<Needs>, snapshot: Snapshot, door: DoorArmed): Promise<string> {
  if (door.testRule !== undefined) {
    await writeActions(world, door.testRule.arn, door.testRule.actions);
    return `Gave the test rule ${door.testRule.arn} back`;
  }
  const value = Object.values(door.headers)[0] ?? '';
  const rules = await readRulesOf(world, snapshot.rules[0]?.listenerArn ?? '');
  for (const rule of rules.filter((candidate) => asksFor(candidate, value)))
    await deleteRule(world, rule.arn);
  return "Closed the canary's door";
}

async function deleteRule(world: World<'elbv2'>, arn: string): Promise<void> {
  try {
    await world.clients.elbv2.send(new DeleteRuleCommand({ RuleArn: arn }));
  } catch (error) {
    if (!isNamed(error, 'RuleNotFoundException')) throw error;
  }
}
