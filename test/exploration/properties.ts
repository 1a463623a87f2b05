/** What must hold in every state, after every move, and of every invocation whatever it is told. */
import type { Division } from '../../core/traffic/division.ts';
import { canaryPercentOf } from '../../core/traffic/division.ts';
import type { Ask } from './cloud.ts';
import { type Exchange, isExplored, type Node } from './code.ts';
import { cutoverId, type Row } from './ground.ts';
import { outcomes } from './machine.ts';
import type { Explored, Move } from './moves.ts';
import { describe } from './sentences.ts';
import type { State } from './state.ts';
import { nameOf, nothing } from './story.ts';

type Rule<T> = (all: Explored, what: T) => string | undefined;

/** A name and what breaks it, in a sentence. */
export interface Broken {
  readonly property: string;
  readonly why: string;
}

export interface Step {
  readonly from: State;
  readonly move: Move;
}

/** Longer than any function calls: whoever gets here goes round in circles. */
const callsMax = 60;

const ofNodes: Readonly<Record<string, Rule<Node>>> = {
  everyFunctionEnds: (_all, { past }) =>
    past.length > callsMax ? `${past.length} calls and no end` : undefined,

  confirmedIsWhatWasRead: ({ cloud }, { past, ask, program }) => {
    const confirmed = valueSet(ask === undefined ? undefined : cloud.asks.value(ask), 'confirmed');
    if (confirmed === undefined) return undefined;
    const cutover = (program.event as { cutover: { id: string } }).cutover.id;
    if (cutover !== cutoverId) return undefined;
    const written = past.findLastIndex(({ ask: { action } }) => action === 'ModifyRule');
    const read = past.findLast(({ ask: { action } }, index) => action === 'DescribeRules' && index > written);
    const rules = read === undefined ? [] : rulesOf(cloud, read);
    const seen = rules.length > 0 && cloud.means(cloud.rules.number(rules), confirmed);
    return seen ? undefined : `${program.name} stores ${confirmed} as confirmed and has not read it back`;
  },

  supersededStopsWriting: ({ cloud }, { past, ask, program }) => {
    const write = ask === undefined ? undefined : cloud.asks.value(ask);
    if (write?.action !== 'ModifyRule') return undefined;
    const lost = past.findIndex(
      (one) => isWeightWrite(one.ask) && told(one, 'ConditionalCheckFailedException'),
    );
    if (lost === -1) return undefined;
    const row = past.findLast(({ ask: { action } }, index) => action === 'GetItem' && index > lost);
    const intended = row === undefined ? undefined : itemOf(row)?.intended;
    const isRestoring = intended !== undefined && gives(cloud, write, intended);
    return isRestoring ? undefined : `${program.name} was superseded and then calls ${describe(write)}`;
  },

  supersededFails: (_all, { past, ending, program }) => {
    const lost = past.some((one) => isWeightWrite(one.ask) && told(one, 'ConditionalCheckFailedException'));
    // The way back goes on whatever the ledger says of its confirmation: what counts is the rule.
    if (!lost || ending === undefined || 'error' in ending || program.name === 'rollBack') return undefined;
    return `${program.name} was superseded and reports success`;
  },
};

const ofSteps: Readonly<Record<string, Rule<Step>>> = {
  homeForGood: ({ cloud }, { move: { to } }) => {
    const isOurs = rowOf(cloud, to)?.cutoverId === cutoverId;
    const share = cloud.share(to.rules);
    return to.isHome && isOurs && share > 0
      ? `the canary has ${share} % after the rollback was confirmed`
      : undefined;
  },

  oneDirection: ({ cloud }, { from, move: { to } }) => {
    const [was, is] = [rowOf(cloud, from), rowOf(cloud, to)];
    if (was === null || is === null || was.cutoverId !== is.cutoverId) return undefined;
    if (is.epoch < was.epoch) return `the epoch went from ${was.epoch} to ${is.epoch}`;
    return was.phase === is.phase || was.phase === 'releasing'
      ? undefined
      : `the ledger went from ${was.phase} to ${is.phase}`;
  },

  oneWins: (_all, { move: { to } }) => {
    const ends = to.runners.filter((one) => one.cutover === cutoverId).map(({ at }) => at);
    return ends.includes('promoted') && ends.includes('rolledBack')
      ? 'one runner has promoted and another has rolled back'
      : undefined;
  },

  undoneByItself: ({ cloud, story }, { from, move: { to } }) => {
    const isOver = to.runners.some(
      (runner, index) =>
        from.runners[index]?.at === 'Wait out stragglers' && runner.at !== 'Wait out stragglers',
    );
    const share = cloud.share(to.rules);
    // Whoever still runs here is about to time out.
    const isCalm = from.invocations.length === 0 && isUndisturbed(story.budget, from.left);
    const isOurs = rowOf(cloud, to)?.cutoverId === cutoverId;
    return isOver && isCalm && isOurs && share > 0
      ? `nobody died and no call was late, and after the straggler bound the canary has ${share} %`
      : undefined;
  },

  neverOnForeignRules: ({ cloud, story }, { from, move: { effect } }) => {
    if (effect === undefined || cloud.asks.value(effect.ask).action !== 'ModifyRule') return undefined;
    const [writer, next] = [from.runners[effect.runner], from.runners.at(-1)];
    if (writer === next || nameOf(story, from.runners.length - 1) !== 'next cutover') return undefined;
    const isOthers = next !== undefined && next.at !== 'asleep' && next.at !== 'Hold';
    return isOthers
      ? `${nameOf(story, effect.runner)} writes rules that another cutover has locked`
      : undefined;
  },

  endsAsTold: ({ cloud }, { move: { to } }) => {
    const ends = to.runners.filter((one) => one.cutover === cutoverId).map(({ at }) => at);
    const isRest = to.invocations.length === 0 && to.wire.length === 0;
    const share = cloud.share(to.rules);
    return isRest && ends.includes('promoted') && share < 100 && rowOf(cloud, to)?.cutoverId === cutoverId
      ? `promoted, and the canary has ${share} %`
      : undefined;
  },
};

const ofRest: Readonly<Record<string, Rule<State>>> = {
  everybodyEnds: (_all, { runners }) => {
    const waiting = runners.find(({ at }) => !outcomes.includes(at) && at !== 'Hold' && at !== 'asleep');
    return waiting === undefined ? undefined : `somebody stays in "${waiting.at}" for ever`;
  },

  rollbackWins: ({ cloud }, state) => {
    const row = rowOf(cloud, state);
    const share = cloud.share(state.rules);
    const isBack = row?.cutoverId === cutoverId && row.phase === 'rollingBack';
    return isBack && share > 0 ? `the ledger says rollingBack and the canary keeps ${share} %` : undefined;
  },
};

export const properties = [ofNodes, ofSteps, ofRest].flatMap((rules) => Object.keys(rules));

export class Properties {
  readonly #all: Explored;
  readonly #nodes = new Map<number, Broken | undefined>();

  constructor(all: Explored) {
    this.#all = all;
  }

  broken(step: Step): Broken | undefined {
    const { to, ended } = step.move;
    const nodes = to.invocations.map(({ node }) => node);
    for (const node of ended === undefined ? nodes : [...nodes, ended]) {
      const found = this.#ofNode(node);
      if (found !== undefined) return found;
    }
    return firstBroken(ofSteps, this.#all, step);
  }

  /** Of a state in which nothing can happen any more. */
  atRest(state: State): Broken | undefined {
    return firstBroken(ofRest, this.#all, state);
  }

  #ofNode(node: number): Broken | undefined {
    if (!this.#nodes.has(node))
      this.#nodes.set(node, firstBroken(ofNodes, this.#all, this.#all.code.node(node)));
    return this.#nodes.get(node);
  }
}

function firstBroken<T>(
  rules: Readonly<Record<string, Rule<T>>>,
  all: Explored,
  what: T,
): Broken | undefined {
  for (const [property, rule] of Object.entries(rules)) {
    const why = rule(all, what);
    if (why !== undefined) return { property, why };
  }
  return undefined;
}

/** Twins, triggers and a stopped execution disturb nobody's own restoring. */
function isUndisturbed(given: Explored['story']['budget'], left: State['left']): boolean {
  const start = { ...nothing, ...given };
  return (['late', 'again', 'crash', 'drift', 'outage'] as const).every((one) => left[one] === start[one]);
}

function rowOf(cloud: Explored['cloud'], state: State): Row | null {
  return cloud.rows.value(state.row);
}

function valueSet(ask: Ask | undefined, field: 'confirmed' | 'intended'): Division | undefined {
  if (ask?.action !== 'UpdateItem' || ask.service !== 'dynamodb') return undefined;
  const found = new RegExp(`\\b${field} = (:\\w+)`).exec(String(ask.input['UpdateExpression']));
  const values = ask.input['ExpressionAttributeValues'] as Record<string, Division> | undefined;
  return found?.[1] === undefined ? undefined : values?.[found[1]];
}

/** Storing what is about to be written or was seen; moving the epoch or the phase is another thing. */
function isWeightWrite(ask: Ask): boolean {
  const isOne = valueSet(ask, 'confirmed') !== undefined || valueSet(ask, 'intended') !== undefined;
  return isOne && !String(ask.input['UpdateExpression']).includes('phase');
}

function told({ answer }: Exchange, error: string): boolean {
  return 'error' in answer && answer.error.name === error;
}

function itemOf({ answer }: Exchange): Row | undefined {
  return 'output' in answer ? (answer.output as { Item?: Row }).Item : undefined;
}

function rulesOf(cloud: Explored['cloud'], { answer }: Exchange) {
  const rules =
    'output' in answer ? (answer.output as { Rules?: { RuleArn: string; Actions: [] }[] }).Rules : [];
  return cloud.ground.snapshot.rules.map(
    ({ arn }) => rules?.find((rule) => rule.RuleArn === arn)?.Actions ?? [],
  );
}

/** Whether a ModifyRule gives the canary the share that a division means. */
function gives(cloud: Explored['cloud'], write: Ask, division: Division): boolean {
  const actions = [write.input['Actions'] as never];
  return isExplored(write) && cloud.share(cloud.rules.number(actions)) === canaryPercentOf(division);
}
