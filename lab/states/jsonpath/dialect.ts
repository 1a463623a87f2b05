/** How states written in JSONPath read their fields: InputPath, Parameters, ResultSelector, ResultPath, OutputPath. */

import type { Compilation, Definition } from '../compile.ts';
import type { Dialect, Flow, Reader } from '../dialect.ts';
import { runtimeProblem } from '../failure.ts';
import type { Visit } from '../visit.ts';
import { compileIntrinsic } from './intrinsic.ts';
import { isReference, type Path, parsePath } from './path.ts';
import { missing, readPath } from './read.ts';
import { compileRule } from './rule.ts';
import { compilePayload } from './template.ts';
import { writePath } from './write.ts';

export const jsonPathDialect: Dialect = {
  language: 'JSONPath',

  flow(definition, compilation) {
    const input = filter(definition, 'InputPath', compilation);
    const parameters = compilePayload(definition['Parameters'], 'Parameters', compilation);
    return {
      enter: (visit) => {
        const root = visit.inspect('afterInputPath', input(visit, visit.input));
        return visit.inspect('afterParameters', parameters === undefined ? root : parameters(visit, root));
      },
      leave: leaving(definition, compilation),
    };
  },

  /** For a catcher `$` in Assign is the error output, and there is no OutputPath. */
  caught: (definition, compilation) =>
    leaving({ ResultPath: definition['ResultPath'], Assign: definition['Assign'] }, compilation),

  reader(definition, name, compilation) {
    const literal = definition[name];
    if (literal !== undefined) return () => literal;
    const text = definition[`${name}Path`];
    if (typeof text !== 'string') return () => undefined;
    return pathOrIntrinsic(text, `${name}Path`, compilation);
  },

  template: (definition, name, compilation) => compilePayload(definition[name], name, compilation),

  rule: compileRule,

  wrongValue(name, value, definition, kind) {
    const path = `${name}Path`;
    const given = JSON.stringify(definition[path] ?? '$');
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    const source = `${String(definition[path])} == ${shown}`;
    if (kind === 'negative' && name !== 'Seconds') return runtimeProblem(`${name} cannot be negative.`);
    if (kind === 'negative')
      return runtimeProblem(`The ${path} parameter references a negative value: ${source}`);
    if (kind === 'timestamp') {
      return runtimeProblem(
        `The ${path} parameter does not reference a valid ISO-8601 extended offset date-time format string: ${source}`,
      );
    }
    if (kind === 'array') {
      return runtimeProblem(`Reference path ${given} must point to array.`);
    }
    if (value === undefined) {
      return runtimeProblem(
        `The ${path} parameter does not reference an input value: ${String(definition[path])}`,
      );
    }
    if (name === 'Seconds') {
      return runtimeProblem(`The ${path} parameter cannot be parsed as a long value: ${source}`);
    }
    return runtimeProblem(
      `The ${path} field refers to value "${shown}" which is not a valid ${kind === 'number' ? 'float' : 'integer'}: ${String(definition[path])}`,
    );
  },
};

/** InputPath and OutputPath: the whole by default, nothing for null. */
function filter(definition: Definition, name: string, compilation: Compilation): Reader {
  const text = definition[name];
  if (text === undefined || text === '$') return (_visit, root) => root;
  if (text === null) return () => ({});
  const path = parse(text, name, compilation);
  return (visit, root) => {
    const value = readPath(path, visit, root);
    if (value === undefined) throw runtimeProblem(missing(path, visit, root));
    return value;
  };
}

function leaving(definition: Definition, compilation: Compilation): Flow['leave'] {
  const selector = compilePayload(definition['ResultSelector'], 'ResultSelector', compilation);
  const place = resultPlace(definition['ResultPath'], compilation);
  const output = filter(definition, 'OutputPath', compilation);
  const assign = compilePayload(definition['Assign'], 'Assign', compilation);
  return (visit, raw) => {
    const selected = selector === undefined ? raw : selector(visit, raw);
    const result = visit.inspect('afterResultSelector', selected);
    return {
      assigned: assign?.(visit, result) as Readonly<Record<string, unknown>> | undefined,
      output: output(visit, visit.inspect('afterResultPath', place(visit, result))),
    };
  };
}

/** ResultPath: instead of the input by default, nowhere for null. */
function resultPlace(text: unknown, compilation: Compilation): (visit: Visit, result: unknown) => unknown {
  if (text === undefined || text === '$') return (_visit, result) => result;
  if (text === null) return (visit) => visit.input;
  const path = parse(text, 'ResultPath', compilation);
  if (!isReference(path))
    compilation.problem(`Value is not a Reference Path`, `${compilation.at}/ResultPath`);
  return (visit, result) => writePath(path, visit.input, result);
}

function pathOrIntrinsic(text: string, name: string, compilation: Compilation): Reader {
  if (text.startsWith('States.')) return compileIntrinsic(text, name, compilation);
  const path = parse(text, name, compilation);
  return (visit, root) => readPath(path, visit, root);
}

function parse(text: unknown, name: string, compilation: Compilation): Path {
  const path = typeof text === 'string' ? parsePath(text) : undefined;
  if (path !== undefined) return path;
  compilation.problem(`Value is not a Reference Path`, `${compilation.at}/${name}`);
  return { text: String(text), root: '$', steps: [], isDefinite: true };
}
