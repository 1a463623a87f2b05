/** State machines by ARN: made, changed and deleted as the API does it. */

import { compileMachine } from './compile-machine.ts';
import { isRecord } from './document.ts';
import * as errors from './errors.ts';
import type { Machine, MachineType } from './graph.ts';
import type { StatesHost } from './host.ts';
import { checkName } from './names.ts';
import type { Problem } from './problems.ts';

export interface NewMachine {
  readonly name: string;
  /** JSON text or its value. */
  readonly definition: unknown;
  readonly roleArn?: string;
  readonly type?: MachineType;
}

export class Machines {
  readonly #host: StatesHost;
  readonly #machines = new Map<string, Machine>();

  constructor(host: StatesHost) {
    this.#host = host;
  }

  /** The same definition again is the machine that is there already; another one under its name is refused. */
  create(input: NewMachine): Machine {
    checkName(input.name);
    const { region, account, clock } = this.#host;
    const arn = `arn:aws:states:${region}:${account}:stateMachine:${input.name}`;
    const type = input.type ?? 'STANDARD';
    const compiled = compiledDefinition(input.definition, type);
    const known = this.#machines.get(arn);
    if (known !== undefined) {
      if (known.type === type && isSameText(known.definition, compiled.definition)) return known;
      throw errors.stateMachineAlreadyExists(arn);
    }
    const machine: Machine = {
      arn,
      name: input.name,
      type,
      roleArn: input.roleArn ?? `arn:aws:iam::${account}:role/${input.name}`,
      ...compiled,
      creationDate: clock.now(),
      revisionId: undefined,
    };
    this.#machines.set(arn, machine);
    return machine;
  }

  /** Executions that run already keep what they were started with. */
  update(input: { stateMachineArn: string; definition?: unknown; roleArn?: string }): {
    updateDate: number;
    revisionId: string;
  } {
    const known = this.find(input.stateMachineArn);
    const compiled = input.definition === undefined ? {} : compiledDefinition(input.definition, known.type);
    const revisionId = this.#host.uuid();
    this.#machines.set(known.arn, {
      ...known,
      ...compiled,
      ...(input.roleArn === undefined ? {} : { roleArn: input.roleArn }),
      revisionId,
    });
    return { updateDate: this.#host.clock.now(), revisionId };
  }

  delete(arn: string): void {
    this.#machines.delete(arn);
  }

  find(arn: string): Machine {
    const machine = this.#machines.get(arn);
    if (machine === undefined) throw errors.stateMachineDoesNotExist(arn);
    return machine;
  }

  list(): Machine[] {
    return [...this.#machines.values()];
  }
}

/** Throws InvalidDefinition with every problem. */
export function compiledDefinition(text: unknown, type: MachineType) {
  const { definition, graph, problems } = examine(text, type);
  if (problems.length > 0) throw new errors.InvalidDefinition(problems);
  const { TimeoutSeconds: timeout } = definition as { TimeoutSeconds?: number };
  return { definition, graph, timeoutSeconds: timeout };
}

/** A definition and what is wrong with it. */
export function examine(text: unknown, type: MachineType) {
  const problems: Problem[] = [];
  const definition = typeof text === 'string' ? parsed(text, problems) : text;
  if (problems.length === 0 && !isRecord(definition)) {
    problems.push({
      code: 'INVALID_JSON_DESCRIPTION',
      message: 'Definition must be a JSON object',
      location: '/',
    });
  }
  const graph = problems.length > 0 ? undefined : compiledUnlessTooDeep(definition, problems, type);
  return { definition, graph: graph ?? { startAt: '', states: new Map<string, never>() }, problems };
}

/** JSON can be nested deeper than any stack. */
function compiledUnlessTooDeep(definition: unknown, problems: Problem[], type: MachineType) {
  try {
    return compileMachine(definition, problems, type);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'The definition is nested too deeply';
    problems.push({ code: 'SCHEMA_VALIDATION_FAILED', message, location: '/' });
    return undefined;
  }
}

/** Throws InvalidDefinition where the text is no JSON. */
export function parsedDefinition(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  const problems: Problem[] = [];
  const definition = parsed(text, problems);
  if (problems.length > 0) throw new errors.InvalidDefinition(problems);
  return definition;
}

function parsed(text: string, problems: Problem[]): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    problems.push({ code: 'INVALID_JSON_DESCRIPTION', message: (error as Error).message, location: '/' });
    return undefined;
  }
}

function isSameText(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
