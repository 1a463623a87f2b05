/**
 * The fence with one guard at a time switched off, from outside: what leaves a function is changed on its way, or a
 * question is answered without being asked. No flag in the code that is deployed.
 */
import type { Answer, Ask } from './cloud.ts';
import type { Exchange, Tamper } from './code.ts';
import type { Defect } from './explore.ts';
import type { Story } from './story.ts';

/** A guard that is off, where it is missed, and which property says so. */
export interface Planted {
  readonly name: string;
  readonly defect: Defect;
  readonly story: Omit<Story, 'title'>;
  readonly finds: string;
}

const text = (ask: Ask, part: string) => (ask.input[part] as string | undefined) ?? '';
const stores = (ask: Ask, field: string) => text(ask, 'UpdateExpression').startsWith(`SET ${field} =`);
const isRefused = ({ answer }: Exchange) =>
  'error' in answer && answer.error.name === 'ConditionalCheckFailedException';

/** Asks with other expressions, and without the values that these do not name. */
function rewritten(ask: Ask, parts: Readonly<Record<string, string>>): Ask {
  const input: Record<string, unknown> = { ...ask.input, ...parts };
  const named = `${String(input['UpdateExpression'])} ${String(input['ConditionExpression'])}`;
  const values = Object.entries(input['ExpressionAttributeValues'] as object);
  input['ExpressionAttributeValues'] = Object.fromEntries(
    values.filter(([name]) => new RegExp(`${name}\\b`).test(named)),
  );
  return { ...ask, input };
}

function withCondition(field: string, condition: string): Tamper {
  return (ask) => (stores(ask, field) ? rewritten(ask, { ConditionExpression: condition }) : ask);
}

/** Rollback sends everybody home and tells nobody: writers go on under their old pass. */
const unmoved: Tamper = (ask) =>
  text(ask, 'UpdateExpression').includes('ADD epoch')
    ? rewritten(ask, { UpdateExpression: 'SET intended = :home' })
    : ask;

const unconditionalRollback: Tamper = (ask) =>
  text(ask, 'UpdateExpression').includes('ADD epoch')
    ? rewritten(ask, { ConditionExpression: 'cutoverId = :id' })
    : ask;

/** Whoever is superseded looks for what to restore, and finds no lock. */
const unrestored: Tamper = (ask, past) => {
  const isSuperseded = past.some((one) => stores(one.ask, 'confirmed') && isRefused(one));
  return ask.action === 'GetItem' && isSuperseded ? { output: {} } : ask;
};

/** After a write, the rules are taken to say what was written. */
const unread: Tamper = (ask, past) => {
  const last = past.at(-1);
  if (ask.action !== 'DescribeRules' || last?.ask.action !== 'ModifyRule') return ask;
  return (last.answer as { output: Answer & object }).output ? last.answer : ask;
};

const ours = 'cutoverId = :id';
const shift = { percent: 1, release: ['Shift traffic'] } as const;
const finish = { percent: 100, release: ['Stop watching', 'Promote'] } as const;

export const planted: readonly Planted[] = [
  {
    name: 'a shift is intended whatever the epoch and the phase are',
    defect: { tamper: withCondition('intended', ours) },
    story: { ...shift, budget: { trigger: 1 } },
    finds: 'undoneByItself',
  },
  {
    name: 'a shift is confirmed whatever the epoch and the phase are',
    defect: { tamper: withCondition('confirmed', ours) },
    story: { ...shift, budget: { trigger: 1 } },
    finds: 'undoneByItself',
  },
  {
    name: 'whoever is superseded restores nothing',
    defect: { tamper: unrestored },
    story: { ...shift, budget: { trigger: 1 } },
    finds: 'undoneByItself',
  },
  {
    name: 'nothing is read back',
    defect: { tamper: unread },
    story: { ...shift, budget: {} },
    finds: 'confirmedIsWhatWasRead',
  },
  {
    name: 'a rollback moves neither the epoch nor the phase',
    defect: { tamper: unmoved },
    story: { ...shift, budget: { trigger: 1 } },
    finds: 'undoneByItself',
  },
  {
    name: 'a rollback does not ask for the phase',
    defect: { tamper: unconditionalRollback },
    story: { ...finish, budget: { trigger: 1 } },
    finds: 'oneDirection',
  },
  {
    name: 'watching ends whatever the phase is',
    defect: { tamper: withCondition('phase', ours) },
    story: { ...finish, budget: { trigger: 1 } },
    finds: 'oneDirection',
  },
  {
    name: 'a rollback is over when stragglers have been waited for, without a second look',
    defect: { machine: { afterWait: 'rolledBack' } },
    story: { ...shift, budget: { trigger: 1, crash: 1 } },
    finds: 'homeForGood',
  },
  {
    name: 'stragglers are not waited for',
    defect: { machine: { waitsLongEnough: false } },
    story: { ...shift, budget: { trigger: 1 } },
    finds: 'homeForGood',
  },
];
