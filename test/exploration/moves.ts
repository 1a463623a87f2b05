/** What can happen next in a state, and what it leads to. */
import type { Answer, Cloud } from './cloud.ts';
import type { Code } from './code.ts';
import { cutoverId } from './ground.ts';
import { type Machine, outcomes, told } from './machine.ts';
import { mutating } from '../../lab/cloud/wire/call.ts';
import { timeoutError } from '../../lab/cloud/wire/errors.ts';
import { firstRow } from '../../aws/ledger/lock.ts';
import { describe, toldIn } from './sentences.ts';
import {
  type Flight,
  type Invocation,
  nextId,
  type Runner,
  spending,
  type Stand,
  type State,
  withRunner,
} from './state.ts';
import { nameOf, nextAloneId, nextId as nextCutover, programOf, releaseOf, type Story } from './story.ts';

export interface Explored {
  readonly cloud: Cloud;
  readonly code: Code;
  readonly machine: Machine;
  readonly story: Story;
}

/** A call that arrived: for the properties. */
export interface Effect {
  readonly runner: number;
  readonly ask: number;
  /** The invocation that is told; absent where nobody is. */
  readonly node?: number;
}

export interface Move {
  readonly text: () => string;
  /** The invocation that ended by it. */
  readonly ended?: number;
  readonly effect?: Effect;
  readonly to: State;
}

const noAnswer: Answer = { error: timeoutError(5_000) };

export class Moves {
  readonly #all: Explored;
  readonly #noAnswer: number;
  readonly #found: Move[] = [];

  constructor(all: Explored) {
    this.#all = all;
    this.#noAnswer = all.cloud.answers.number(noAnswer);
  }

  async from(state: State): Promise<readonly Move[]> {
    this.#found.length = 0;
    for (const one of state.invocations) await this.#ofInvocation(state, one);
    for (const flight of state.wire) this.#ofFlight(state, flight);
    for (const index of state.runners.keys()) await this.#ofRunner(state, index);
    this.#ofWorld(state);
    return [...this.#found];
  }

  async #ofInvocation(state: State, one: Invocation): Promise<void> {
    const { cloud, code } = this.#all;
    const ask = code.node(one.node).ask ?? 0;
    const { service, action } = cloud.asks.value(ask);
    const name = () => `${this.#nameOf(state, one)}: ${describe(cloud.asks.value(ask))}`;
    const writes = mutating(service, action);
    const fails = state.isDown && service === 'dynamodb';
    const answered = fails ? { ...state, answer: this.#noAnswer } : cloud.serve(state, ask);
    const { row, rules, answer } = answered;
    await this.#tell({ ...state, row, rules }, one, answer, {
      text: () =>
        `${name()} → ${fails ? 'no answer (the ledger is down)' : toldIn(cloud.answers.value(answer))}`,
      ...(!fails && { effect: { runner: one.runner, ask, node: one.node } }),
    });
    const flights = writes && !fails ? [...state.wire, { id: one.id, runner: one.runner, ask }] : state.wire;
    const sent = writes && !fails ? 'still on the wire' : 'without effect';
    if (state.left.late > 0 && !fails) {
      const text = () => `${name()} → told TimeoutError, ${sent}`;
      await this.#tell({ ...spending(state, 'late'), wire: flights }, one, this.#noAnswer, { text });
    }
    if (state.left.again > 0 && writes && !fails)
      this.#add(
        { ...spending(state, 'again'), wire: flights },
        () => `${name()} → slow: the SDK sends it again`,
      );
    if (state.left.crash > 0) {
      const gone = { ...spending(state, 'crash'), wire: flights };
      const text = () => `${name()} → the function dies, ${sent}`;
      await this.#end(gone, one, { error: errorNamed('Runtime.ExitError') }, { text });
    }
  }

  #ofFlight(state: State, flight: Flight): void {
    const { cloud } = this.#all;
    const { row, rules } = cloud.serve(state, flight.ask);
    const wire = state.wire.filter((one) => one !== flight);
    this.#found.push({
      text: () =>
        `the wire: ${describe(cloud.asks.value(flight.ask))} of ${this.#runnerName(flight.runner)} arrives late`,
      effect: { runner: flight.runner, ask: flight.ask },
      to: { ...state, row, rules, wire },
    });
  }

  async #ofRunner(state: State, index: number): Promise<void> {
    const { story } = this.#all;
    const runner = state.runners[index] as Runner;
    const who = this.#runnerName(index);
    const isNext = who === 'next cutover';
    const next = releaseOf(story, index)[runner.done];
    const releasing = runner.at === 'Hold' || runner.at === 'Shift traffic' || runner.at === 'Stop watching';
    if (runner.at === 'Hold' && next !== undefined) {
      // Promotion follows at once; everything else follows minutes later.
      const aged = next === 'Promote' ? state : await this.#age(state, nextId(state));
      await this.#go(
        aged,
        index,
        { ...(aged.runners[index] as Runner), at: next },
        () => `${who}: goes on to ${next}`,
      );
    }
    if (releasing && state.left.trigger > 0 && !isNext) {
      const text = () => `${who}: a trigger rings`;
      await this.#go(spending(state, 'trigger'), index, { ...runner, at: 'Roll back', retries: 0 }, text);
    }
    if (runner.at === 'Wait out stragglers') await this.#afterWait(state, index);
    if (runner.at === 'asleep') await this.#wake(state, index);
    if (index === 0 && state.left.stop > 0 && !outcomes.includes(runner.at)) {
      const stopped = withRunner(state, index, { ...runner, at: 'stopped', waitsFor: -1 });
      this.#add(spending(stopped, 'stop'), () => 'somebody: stops the execution');
    }
    const waiting = state.invocations.find((one) => one.id === runner.waitsFor);
    if (waiting !== undefined && state.left.twice > 0) {
      const error = errorNamed('Lambda.ServiceException');
      await this.#inform(
        spending(state, 'twice'),
        index,
        { error },
        {
          text: () => `${who}: is told Lambda.ServiceException while its function runs on`,
        },
      );
    }
  }

  async #afterWait(state: State, index: number): Promise<void> {
    const { machine } = this.#all;
    const { before } = state.runners[index] as Runner;
    const aged = machine.waitsLongEnough ? await this.#age(state, before) : state;
    const text = () => `${this.#runnerName(index)}: has waited out stragglers`;
    if (this.#isReconciler(index)) return this.#bringHome(aged, index, machine.afterWait, text);
    await this.#go(aged, index, { ...(aged.runners[index] as Runner), at: machine.afterWait }, text);
  }

  async #wake(state: State, index: number): Promise<void> {
    const machine = state.runners[0] as Runner;
    const text = () => `${this.#runnerName(index)}: finds the execution dead`;
    if (!this.#isReconciler(index)) this.#takeOver(state, index);
    else if (machine.at === 'stopped') await this.#bringHome(state, index, 'Roll back', text);
  }

  /** What the reconciler decides by the lock row: see core/release/homeward.ts. Without a ledger it knows of nothing. */
  async #bringHome(state: State, index: number, whenBack: Stand, text: () => string): Promise<void> {
    if (state.isDown) return;
    const runner = state.runners[index] as Runner;
    const row = this.#all.cloud.rows.value(state.row);
    if (row === null || row.cutoverId !== runner.cutover)
      return this.#go(state, index, { ...runner, at: 'gaveUp' }, text);
    const at = { promoting: 'Promote', releasing: 'Roll back', rollingBack: whenBack } as const;
    await this.#go(state, index, { ...runner, epoch: row.epoch, at: at[row.phase] }, text);
  }

  /** A snapshot is refused where traffic is split; the lock is refused while the execution runs. */
  #takeOver(state: State, index: number): void {
    const { cloud } = this.#all;
    const [machine, runner] = [state.runners[0] as Runner, state.runners[index] as Runner];
    if (!outcomes.includes(machine.at) || state.isDown || cloud.share(state.rules) > 0) return;
    const id = cloud.means(state.rules, 'snapshot') ? nextCutover : nextAloneId;
    const taken = { ...firstRow({ id, live: true }, 'arn:next', cloud.ground.lab.clock.now()) };
    const { pk, sk } = cloud.ground.row as unknown as { pk: string; sk: string };
    const row = cloud.rows.number({ pk, sk, ...taken });
    const woken = withRunner({ ...state, row }, index, { ...runner, cutover: id, at: 'Hold' });
    this.#add(woken, () => `${this.#runnerName(index)}: takes the lock over and its snapshot`);
  }

  #ofWorld(state: State): void {
    const { cloud } = this.#all;
    // What somebody else does after the last look is nothing that we could see.
    const isEnding = state.runners.some(({ at }) => at === 'Confirm rollback' || at === 'rolledBack');
    if (state.left.drift > 0 && !isEnding) {
      const rules = cloud.drifted(state, 50);
      this.#add({ ...spending(state, 'drift'), rules }, () => 'somebody: sets the weights to 50 %');
    }
    if (state.isDown) this.#add({ ...state, isDown: false }, () => 'the ledger: answers again');
    else if (state.left.outage > 0)
      this.#add({ ...spending(state, 'outage'), isDown: true }, () => 'the ledger: goes down');
  }

  /** Everything older is dead, and what it had on the wire has arrived or never will. */
  async #age(state: State, before: number): Promise<State> {
    const gone = state.invocations.filter((one) => one.id < before);
    let aged: State = { ...state, wire: state.wire.filter((one) => one.id >= before) };
    for (const one of gone) {
      aged = { ...aged, invocations: aged.invocations.filter((other) => other.id !== one.id) };
      const waiting = aged.runners.findIndex((runner) => runner.waitsFor === one.id);
      if (waiting >= 0) aged = await this.#informed(aged, waiting, { error: errorNamed('Sandbox.Timedout') });
    }
    return aged;
  }

  async #tell(state: State, one: Invocation, answer: number, how: Omit<Move, 'to'>): Promise<void> {
    const node = await this.#all.code.told(one.node, answer);
    const { ending } = this.#all.code.node(node);
    if (ending !== undefined) return this.#end(state, one, ending, { ...how, ended: node });
    const invocations = state.invocations.map((other) => (other.id === one.id ? { ...one, node } : other));
    this.#found.push({ ...how, to: { ...state, invocations } });
  }

  async #end(
    state: State,
    one: Invocation,
    ending: Parameters<typeof told>[2],
    how: Omit<Move, 'to'>,
  ): Promise<void> {
    const invocations = state.invocations.filter((other) => other.id !== one.id);
    const ended = 'error' in ending ? ending.error.name : 'done';
    const without = { ...state, invocations };
    const text = () => `${how.text()}; ${this.#nameOf(state, one)} ends: ${ended}`;
    const waiting = state.runners.findIndex((runner) => runner.waitsFor === one.id);
    if (waiting < 0) this.#found.push({ ...how, text, to: without });
    else await this.#inform(without, waiting, ending, { ...how, text });
  }

  async #inform(
    state: State,
    index: number,
    ending: Parameters<typeof told>[2],
    how: Omit<Move, 'to'>,
  ): Promise<void> {
    this.#found.push({ ...how, to: await this.#informed(state, index, ending) });
  }

  async #informed(state: State, index: number, ending: Parameters<typeof told>[2]): Promise<State> {
    const isReconciler = this.#isReconciler(index);
    const runner = told(this.#all.machine, state.runners[index] as Runner, ending, { isReconciler });
    const before = runner.at === 'Wait out stragglers' ? nextId(state) : runner.before;
    return this.#started(withRunner(state, index, { ...runner, before }), index);
  }

  async #go(state: State, index: number, runner: Runner, text: () => string): Promise<void> {
    this.#found.push({
      text,
      to: await this.#started(withRunner(state, index, { ...runner, waitsFor: -1 }), index),
    });
  }

  /** With the function of the runner's state running, where it has one. */
  async #started(state: State, index: number): Promise<State> {
    const { cloud, code, story } = this.#all;
    const runner = state.runners[index] as Runner;
    const isHome = state.isHome || (runner.at === 'rolledBack' && runner.cutover === cutoverId);
    const program = programOf(cloud.ground, story, runner);
    if (program.name === '') return { ...state, isHome };
    const id = nextId(state);
    const node = await code.start(program);
    const invocations = [...state.invocations, { id, runner: index, node }];
    return { ...withRunner(state, index, { ...runner, waitsFor: id }), invocations };
  }

  #add(to: State, text: () => string): void {
    this.#found.push({ text, to });
  }

  #isReconciler(index: number): boolean {
    return this.#runnerName(index).startsWith('reconciler');
  }

  #runnerName(index: number): string {
    return nameOf(this.#all.story, index);
  }

  #nameOf(state: State, one: Invocation): string {
    const { name } = this.#all.code.node(one.node).program;
    const isZombie = state.runners.every((runner) => runner.waitsFor !== one.id);
    return `${this.#runnerName(one.runner)}'s ${name}${isZombie ? ' (nobody waits for it)' : ''}`;
  }
}

function errorNamed(name: string): Error {
  return Object.assign(new Error(name), { name });
}
