/**
 * Listener rules, read and written. A plan may name a listener's ARN and then means its default action, which the
 * API keeps elsewhere: ModifyListener instead of ModifyRule.
 */
import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  type Action as ElbAction,
  ModifyListenerCommand,
  ModifyRuleCommand,
  type Listener,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Action, writable } from '../../core/traffic/actions.ts';
import type { RuleCondition } from '../../core/traffic/door.ts';
import { inTurn } from '../turn.ts';
import { type Haste, patienceOf } from './patience.ts';
import type { World } from '../world.ts';

export interface ReadRule {
  readonly arn: string;
  readonly listenerArn: string;
  /** Absent for a default action. */
  readonly priority?: number;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
}

export function isListener(arn: string): boolean {
  return arn.includes(':listener/');
}

/** `…:listener-rule/app/n/id/listener/rule` → `…:listener/app/n/id/listener`. */
export function listenerOf(arn: string): string {
  return isListener(arn) ? arn : arn.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
}

/** Exactly the rules (or default actions) asked for, in that order. */
export async function readRules(
  world: World<'elbv2'>,
  arns: readonly string[],
  haste: Haste = 'ordinary',
): Promise<ReadRule[]> {
  const rules = arns.filter((arn) => !isListener(arn));
  const listeners = arns.filter(isListener);
  const found = new Map<string, ReadRule>();
  const patience = patienceOf(world, haste);
  const { elbv2 } = world.clients;
  if (rules.length > 0) {
    const describe = new DescribeRulesCommand({ RuleArns: rules });
    const { Rules = [] } = await inTurn(world, patience, () => elbv2.send(describe));
    for (const rule of Rules) found.set(rule.RuleArn ?? '', fromRule(rule, listenerOf(rule.RuleArn ?? '')));
  }
  if (listeners.length > 0) {
    const describe = new DescribeListenersCommand({ ListenerArns: listeners });
    const { Listeners = [] } = await inTurn(world, patience, () => elbv2.send(describe));
    for (const { ListenerArn: arn = '', DefaultActions } of Listeners) {
      found.set(arn, { arn, listenerArn: arn, conditions: [], actions: asActions(DefaultActions) });
    }
  }
  return arns.flatMap((arn) => found.get(arn) ?? []);
}

/** All rules of a balancer; a default action under its listener's ARN. */
export async function readAllRules(world: World<'elbv2'>, loadBalancerArn: string): Promise<ReadRule[]> {
  const rules: ReadRule[] = [];
  for (const { ListenerArn = '' } of await readListeners(world, loadBalancerArn))
    rules.push(...(await readRulesOf(world, ListenerArn)));
  return rules;
}

async function readListeners(world: World<'elbv2'>, LoadBalancerArn: string): Promise<Listener[]> {
  const listeners: Listener[] = [];
  let Marker: string | undefined;
  do {
    const describe = new DescribeListenersCommand({ LoadBalancerArn, ...(Marker && { Marker }) });
    const page = await inTurn(world, patienceOf(world), () => world.clients.elbv2.send(describe));
    listeners.push(...(page.Listeners ?? []));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return listeners;
}

export async function readRulesOf(world: World<'elbv2'>, listenerArn: string): Promise<ReadRule[]> {
  const rules: ReadRule[] = [];
  let Marker: string | undefined;
  do {
    const describe = new DescribeRulesCommand({ ListenerArn: listenerArn, ...(Marker && { Marker }) });
    const page = await inTurn(world, patienceOf(world), () => world.clients.elbv2.send(describe));
    for (const rule of page.Rules ?? []) rules.push(fromRule(rule, listenerArn));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return rules;
}

/** Replaces a rule's whole list of actions. */
export async function writeActions(
  world: World<'elbv2'>,
  arn: string,
  actions: readonly Action[],
): Promise<void> {
  const Actions = writable(actions) as unknown as ElbAction[];
  if (isListener(arn)) {
    await world.clients.elbv2.send(new ModifyListenerCommand({ ListenerArn: arn, DefaultActions: Actions }));
  } else {
    await world.clients.elbv2.send(new ModifyRuleCommand({ RuleArn: arn, Actions }));
  }
}

function fromRule(rule: Rule, listenerArn: string): ReadRule {
  const priority = Number(rule.Priority);
  return {
    arn: rule.IsDefault === true ? listenerArn : (rule.RuleArn ?? ''),
    listenerArn,
    ...(Number.isInteger(priority) && { priority }),
    conditions: rule.Conditions ?? [],
    actions: asActions(rule.Actions),
  };
}

function asActions(actions: readonly ElbAction[] | undefined): readonly Action[] {
  return actions ?? [];
}
