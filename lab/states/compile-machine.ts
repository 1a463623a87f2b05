/** From a definition to a graph that can run, with every problem on the way. */

import type { Compilation, Definition } from './compile.ts';
import type { Dialect } from './dialect.ts';
import { isRecord } from './document.ts';
import type { Behaviour, Catcher, CompiledState, Graph } from './graph.ts';
import { jsonataDialect } from './jsonata/dialect.ts';
import { jsonPathDialect } from './jsonpath/dialect.ts';
import { checkState, checkTransitions } from './problems.ts';
import type { Retrier } from './retry.ts';
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
export function compileMachine(definition: unknown, problems: string[]): Graph {
  const language = isRecord(definition) ? definition['QueryLanguage'] : undefined;
  return new Compiler(problems).graph(definition, '', language === 'JSONata' ? 'JSONata' : 'JSONPath');
}

class Compiler {
  readonly #problems: string[];

  constructor(problems: string[]) {
    this.#problems = problems;
  }

  graph(definition: unknown, at: string, language: Dialect['language']): Graph {
    const states = new Map<string, CompiledState>();
    if (!isRecord(definition) || !isRecord(definition['States'])) {
      this.#problem('SCHEMA_VALIDATION_FAILED: States are missing', at);
      return { startAt: '', states };
    }
    for (const [name, state] of Object.entries(definition['States'])) {
      const compiled = this.#state(name, state, `${at}/States/${name}`, language);
      if (compiled !== undefined) states.set(name, compiled);
    }
    checkTransitions(definition, at, (text, where) => {
      this.#problem(text, where);
    });
    return { startAt: String(definition['StartAt']), states };
  }

  #state(
    name: string,
    definition: unknown,
    at: string,
    outer: Dialect['language'],
  ): CompiledState | undefined {
    const type = isRecord(definition) ? String(definition['Type']) : '';
    const compile = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
    if (!isRecord(definition) || compile === undefined) {
      this.#problem(`SCHEMA_VALIDATION_FAILED: Value is not a known state type: ${type}`, `${at}/Type`);
      return undefined;
    }
    const language = definition['QueryLanguage'] === undefined ? outer : definition['QueryLanguage'];
    const compilation: Compilation = {
      dialect: language === 'JSONata' ? jsonataDialect : jsonPathDialect,
      at,
      problem: (text, where) => {
        this.#problem(text, where ?? at);
      },
      // A nested machine has the language of the whole, not of the state around it.
      graph: (inner, where) => this.graph(inner, where, outer),
    };
    checkState(definition, type, compilation);
    return {
      name,
      type,
      isRetriable: RETRIABLE.has(type),
      retriers: records(definition['Retry']) as unknown as readonly Retrier[],
      catchers: records(definition['Catch']).map((catcher) => compileCatcher(catcher, compilation)),
      ...compile(definition, compilation),
    };
  }

  #problem(text: string, at: string): void {
    this.#problems.push(`${text} at ${at === '' ? '/' : at}`);
  }
}

function records(value: unknown): Definition[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function compileCatcher(definition: Definition, compilation: Compilation): Catcher {
  const { ErrorEquals: errors, Next: next } = definition;
  return {
    errorEquals: Array.isArray(errors) ? errors.map(String) : [],
    next: String(next),
    leave: compilation.dialect.caught(definition, compilation),
  };
}
