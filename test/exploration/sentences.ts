/** Calls in words, for schedules that people read. */
import type { Answer, Ask } from './cloud.ts';

export function describe({ action, input }: Ask): string {
  if (action === 'ModifyRule') return `ModifyRule ${weights(input)}`;
  if (action === 'UpdateItem') return `UpdateItem ${updated(input)}`;
  return action === 'GetItem'
    ? 'reads the lock row'
    : action === 'DescribeRules'
      ? 'reads the rules'
      : action;
}

function weights(input: Ask['input']): string {
  const actions = input['Actions'] as {
    ForwardConfig?: { TargetGroups?: { TargetGroupArn: string; Weight: number }[] };
  }[];
  const groups = actions.flatMap((action) => action.ForwardConfig?.TargetGroups ?? []);
  const rule = String(input['RuleArn']).slice(-4);
  return `…${rule} to ${groups.map((group) => `${/targetgroup\/([^/]+)/.exec(group.TargetGroupArn)?.[1]} ${group.Weight}`).join(' / ')}`;
}

function updated(input: Ask['input']): string {
  const values = Object.entries((input['ExpressionAttributeValues'] ?? {}) as Record<string, unknown>);
  const fill = (expression: unknown) =>
    values
      .toSorted(([a], [b]) => b.length - a.length)
      .reduce((text, [name, value]) => text.replaceAll(name, JSON.stringify(value)), String(expression));
  return `${fill(input['UpdateExpression'])} if ${fill(input['ConditionExpression'])}`;
}

export function toldIn(answer: Answer): string {
  return 'error' in answer ? `told ${answer.error.name}` : 'told so';
}
