/** From a definition to a graph that can run, with every problem on the way. */

import { type Compilation, type Definition, within } from './compile.ts';
import type { Dialect } from './dialect.ts';
import { isRecord } from './document.ts';
import type { Behaviour, Catcher, CompiledState, Graph, MachineType } from './graph.ts';
import { jsonataDialect } from './jsonata/dialect.ts';
import { jsonPathDialect } from './jsonpath/dialect.ts';
import type { Problem } from './problems.ts';
import type { Retrier } from './retry.ts';
import { checkMachine, checkStateName, type Place } from './schema/check-machine.ts';
import { checkScopes } from './schema/check-scopes.ts';
import { checkState } from './schema/check-state.ts';
import { records } from './schema/values.ts';
import { checkTransitions } from './transitions.ts';
import { compileChoice } from './types/choice.ts';
import { compileFail } from './types/fail.ts';
import { compileMap } from './types/map.ts';
import { compileParallel } from './types/parallel.ts';
import { compilePass } from './types/pass.ts';
import { compileSucceed } from './types/succeed.ts';
import { compileTask } from './types/task.ts';
import { compileWait } from './types/wait.ts';

const TYPES: Readonly<Record<string, (definition: Definition, compilation: Compilation) => Behaviour>> = {
  Choice: compileChoice,
  Fail: compileFail,
  Map: compileMap,
  Parallel: compileParallel,
  Pass: compilePass,
  Succeed: compileSucceed,
  Task: compileTask,
  Wait: compileWait,
};

const RETRIABLE = new Set(['Task', 'Parallel', 'Map']);

/** The graph is only worth running where `problems` stays empty. */
export function compileMachine(definition: unknown, problems: Problem[], type: MachineType): Graph {
  const language = isRecord(definition) ? definition['QueryLanguage'] : undefined;
  checkScopes(definition, (message, location) => {
    problems.push({ code: 'SCHEMA_VALIDATION_FAILED', message, location });
  });
  return new Compiler(problems, type, language === 'JSONata' ? 'JSONata' : 'JSONPath').graph(definition, '');
}

class Compiler {
  readonly #problems: Problem[];
  readonly #type: MachineType;
  readonly #language: Dialect['language'];
  readonly #names = new Set<string>();

  constructor(problems: Problem[], type: MachineType, language: Dialect['language']) {
    this.#problems = problems;
    this.#type = type;
    this.#language = language;
  }

  graph(definition: unknown, at: string): Graph {
    const states = new Map<string, CompiledState>();
    if (!checkMachine(definition, placeOf(at), at, this.#tell)) return { startAt: '', states };
    for (const [name, state] of Object.entries(definition['States'] as object)) {
      const where = `${at}/States/${name}`;
      checkStateName(name, where, this.#names, this.#tell);
      const compiled = this.#state(name, state, where);
      if (compiled !== undefined) states.set(name, compiled);
    }
    checkTransitions(definition, at, this.#tell);
    return { startAt: String(definition['StartAt']), states };
  }

  #state(name: string, definition: unknown, at: string): CompiledState | undefined {
    const type = isRecord(definition) ? String(definition['Type']) : '';
    const compile = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
    if (!isRecord(definition) || compile === undefined) {
      this.#tell('SCHEMA_VALIDATION_FAILED', `Value is not a known state type: ${type}`, `${at}/Type`);
      return undefined;
    }
    const compilation = this.#compilation(this.#languageOf(definition, at), at);
    checkState(definition, type, this.#type, compilation);
    return {
      name,
      type,
      isRetriable: RETRIABLE.has(type),
      retriers: records(definition['Retry']) as unknown as readonly Retrier[],
      catchers: records(definition['Catch']).map((catcher, index) =>
        compileCatcher(catcher, within(compilation, `Catch[${index}]/`)),
      ),
      label: typeof definition['Label'] === 'string' ? definition['Label'] : undefined,
      ...compile(definition, compilation),
    };
  }

  #compilation(language: Dialect['language'], at: string): Compilation {
    return {
      dialect: language === 'JSONata' ? jsonataDialect : jsonPathDialect,
      at,
      prefix: '',
      problem: (message, where = at, code = 'SCHEMA_VALIDATION_FAILED') => {
        this.#tell(code, message, where);
      },
      // A nested machine has the language of the whole, not of the state around it.
      graph: (inner, where) => this.graph(inner, where),
    };
  }

  #languageOf({ QueryLanguage: own }: Definition, at: string): Dialect['language'] {
    if (own === undefined) return this.#language;
    if (own === 'JSONPath' && this.#language === 'JSONata') {
      this.#tell(
        'SCHEMA_VALIDATION_FAILED',
        "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
        at,
      );
    }
    return own === 'JSONPath' ? 'JSONPath' : 'JSONata';
  }

  readonly #tell = (code: string, message: string, location: string): void => {
    this.#problems.push({ code, message, location });
  };
}

function placeOf(at: string): Place {
  if (at === '') return 'machine';
  return /\/(?:ItemProcessor|Iterator)$/.test(at) ? 'processor' : 'branch';
}

function compileCatcher(definition: Definition, compilation: Compilation): Catcher {
  const { ErrorEquals: errors, Next: next } = definition;
  return {
    errorEquals: Array.isArray(errors) ? errors.map(String) : [],
    next: String(next),
    leave: compilation.dialect.caught(definition, compilation),
  };
}
