/**
 * The moves of the code itself. An invocation is deterministic in what it was told, so it is a tree: at each node a
 * deployed function waits for the answer to one call, and each answer leads to a child. A node is found by really
 * running the function on the answers that lead there, once, however many schedules pass through it.
 */
import type { World } from '../../aws/world.ts';
import { connect } from '../../lab/cloud/wire/connect.ts';
import type { Caller } from '../../lab/cloud/wire/call.ts';
import type { Wire } from '../../lab/cloud/wire.ts';
import { functions } from '../../lab/functions.ts';
import { ledgerTable } from '../../lab/lab.ts';
import type { Service } from '../../aws/world.ts';
import type { Answer, Ask, Cloud } from './cloud.ts';
import { Interned } from './interned.ts';
import { snapshotOf } from './story.ts';

/** A function of the deployment with its input. */
export interface Program {
  readonly name: string;
  readonly event: unknown;
}

export type Ending = { readonly output: Readonly<Record<string, unknown>> } | { readonly error: Error };

export interface Exchange {
  readonly ask: Ask;
  readonly answer: Answer;
}

export interface Node {
  readonly program: Program;
  /** What it was told so far, in order. */
  readonly past: readonly Exchange[];
  /** The call that it waits for, or how it ended. */
  readonly ask?: number;
  readonly ending?: Ending;
}

/** Plays a code without one of its guards: another question than the code's, or an answer without asking. */
export type Tamper = (ask: Ask, past: readonly Exchange[]) => Ask | Answer;

const honest: Tamper = (ask) => ask;
const silent = { info: () => undefined, error: () => undefined };

export class Code {
  readonly #cloud: Cloud;
  readonly #tamper: Tamper;
  readonly #programs = new Interned<Program>();
  readonly #nodes: Node[] = [];
  readonly #roots = new Map<number, number>();
  readonly #children = new Map<string, number>();

  constructor(cloud: Cloud, tamper: Tamper = honest) {
    this.#cloud = cloud;
    this.#tamper = tamper;
  }

  node(number: number): Node {
    return this.#nodes[number] as Node;
  }

  get size(): number {
    return this.#nodes.length;
  }

  async start(program: Program): Promise<number> {
    const number = this.#programs.number(program);
    let root = this.#roots.get(number);
    if (root === undefined) this.#roots.set(number, (root = await this.#find(program, [])));
    return root;
  }

  async told(number: number, answer: number): Promise<number> {
    const key = `${number},${answer}`;
    let child = this.#children.get(key);
    if (child === undefined) {
      const { program, past, ask = 0 } = this.node(number);
      const exchange = { ask: this.#cloud.asks.value(ask), answer: this.#cloud.answers.value(answer) };
      this.#children.set(key, (child = await this.#find(program, [...past, exchange])));
    }
    return child;
  }

  async #find(program: Program, past: readonly Exchange[]): Promise<number> {
    const found = await replay(this.#cloud, program, past, this.#tamper);
    const end = 'ask' in found ? { ask: this.#cloud.asks.number(found.ask) } : { ending: found };
    return this.#nodes.push({ program, past, ...end }) - 1;
  }
}

/** Runs a function on the answers of the past, up to its next call or its end. */
function replay(
  cloud: Cloud,
  program: Program,
  past: readonly Exchange[],
  tamper: Tamper,
): Promise<{ readonly ask: Ask } | Ending> {
  const told: Exchange[] = [];
  return new Promise((resolve) => {
    const call = (_caller: Caller, service: Service, action: string, input: unknown): Promise<object> => {
      const ask: Ask = { service, action, input: structuredClone(input) as Ask['input'] };
      if (!isExplored(ask)) return given(quiet(cloud, ask));
      const asked = tamper(ask, told);
      if (!('service' in asked)) return given(asked);
      const next = past[told.length];
      if (next === undefined) {
        resolve({ ask: asked });
        return new Promise(() => undefined);
      }
      told.push(next);
      return given(next.answer);
    };
    const handler = functions[program.name];
    if (handler === undefined) throw new Error(`there is no function ${program.name}`);
    const world = worldOf(cloud, { call } as unknown as Wire);
    void handler(program.event, { world }).then(
      (output) => resolve({ output: output as Readonly<Record<string, unknown>> }),
      (error: Error) => resolve({ error }),
    );
  });
}

function worldOf(cloud: Cloud, wire: Wire): World<Service> {
  let now = cloud.ground.lab.clock.now();
  return {
    clients: connect(wire)({ id: '', functionName: '', alive: true, crash: () => undefined }),
    http: () => Promise.reject(new Error('nothing that moves weights asks over HTTP')),
    clock: {
      now: () => now,
      // Others may move whenever this one calls: a sleep between two calls gives them nothing more.
      sleep: (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
    random: { hex: (bytes) => '0'.repeat(2 * bytes) },
    settings: { ledgerTable },
    log: silent,
  };
}

function given(answer: Answer): Promise<object> {
  return 'error' in answer ? Promise.reject(answer.error) : Promise.resolve(structuredClone(answer.output));
}

function keyOf({ input }: Ask): string {
  const { Key, Item } = input as { Key?: { pk?: string }; Item?: { pk?: string } };
  return Key?.pk ?? Item?.pk ?? '';
}

/** What weights depend on: the lock row and the rules. Everything else is answered at once. */
export function isExplored(ask: Ask): boolean {
  if (ask.service === 'dynamodb') return keyOf(ask).startsWith('LOCK#');
  return /^(DescribeRules|Modify)/.test(ask.action);
}

/** The record is what the snapshot made it, the story is not read, and everybody is healthy. */
function quiet(cloud: Cloud, ask: Ask): Answer {
  if (ask.service === 'elbv2')
    return { output: cloud.ground.health[String(ask.input['TargetGroupArn'])] ?? {} };
  if (!ask.input['Key']) return { output: {} };
  const snapshot = snapshotOf(cloud.ground, keyOf(ask).slice('CUTOVER#'.length));
  const record = { ...cloud.ground.record, snapshot };
  return { output: { Item: record, Attributes: record } };
}
