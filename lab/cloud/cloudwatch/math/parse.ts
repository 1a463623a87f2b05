/** Reads an expression of metric math into something that runs. Kinds are checked here, so that running cannot fail. */
import { fillWords, functions } from './functions.ts';
import { negate, operate } from './operators.ts';
import { Tokens } from './tokens.ts';
import type { Node } from './value.ts';

/** What an expression may name. */
export interface Names {
  /** The query of that id, metric or expression; undefined where there is none. */
  node(id: string): Node | undefined;
  /** The ids of all queries that are metrics. */
  readonly metrics: readonly string[];
}

export function parse(expression: string, names: Names): Node {
  const tokens = new Tokens(expression);
  const node = new Parser(tokens, names).whole();
  if (tokens.next !== '') throw tokens.refusal(`unexpected '${tokens.next}'`);
  return node;
}

const synonyms: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };

/** The loosest first. */
const levels = [
  ['OR', '||'],
  ['AND', '&&'],
  ['<', '>', '<=', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
];

class Parser {
  readonly #tokens: Tokens;
  readonly #names: Names;

  constructor(tokens: Tokens, names: Names) {
    this.#tokens = tokens;
    this.#names = names;
  }

  whole(level = 0): Node {
    const symbols = levels[level];
    if (symbols === undefined) return this.#signed();
    let left = this.whole(level + 1);
    for (;;) {
      const symbol = this.#tokens.accept(...symbols);
      if (symbol === undefined) return left;
      left = this.#operate(symbol, left, this.whole(level + 1));
    }
  }

  #signed(): Node {
    if (this.#tokens.accept('-') !== undefined) return negate(this.#signed());
    const base = this.#one();
    return this.#tokens.accept('^') === undefined ? base : this.#operate('^', base, this.#signed());
  }

  #operate(symbol: string, left: Node, right: Node): Node {
    const node = operate(synonyms[symbol] ?? symbol, left, right);
    if (node === undefined) throw this.#tokens.refusal(`unsupported operand types for ${symbol}`);
    return node;
  }

  #one(): Node {
    const first = this.#tokens.take();
    if (first === '(') return this.#closed(this.whole(), ')');
    if (first === '[') return this.#array();
    if (/^[\d.]/.test(first)) return { kind: 'scalar', run: () => Number(first) };
    if (/^[a-z]/.test(first)) return this.#named(first);
    if (/^[A-Z]/.test(first)) return this.#call(first);
    throw this.#tokens.refusal(first === '' ? 'it ends too early' : `unexpected '${first}'`);
  }

  #closed(node: Node, bracket: string): Node {
    this.#tokens.expect(bracket);
    return node;
  }

  #named(id: string): Node {
    const node = this.#names.node(id);
    if (node === undefined) throw this.#tokens.refusal(`undefined identifier '${id}'`);
    return node;
  }

  #array(): Node {
    const nodes = this.#list().map((node) => {
      if (node.kind === 'scalar') throw this.#tokens.refusal('an array holds time series, not scalars');
      return node;
    });
    this.#tokens.expect(']');
    const run = (node: (typeof nodes)[number], scope: Parameters<Node['run']>[0]) =>
      node.kind === 'series' ? [node.run(scope)] : node.run(scope);
    return { kind: 'array', run: (scope) => nodes.flatMap((node) => run(node, scope)) };
  }

  #list(): Node[] {
    const nodes = [this.whole()];
    while (this.#tokens.accept(',') !== undefined) nodes.push(this.whole());
    return nodes;
  }

  #call(name: string): Node {
    this.#tokens.expect('(');
    if (name === 'METRICS') return this.#metrics();
    const build = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (build === undefined)
      throw this.#tokens.refusal(
        `the lab has no function ${name}; it has ${[...Object.keys(functions), 'METRICS'].join(', ')}`,
      );
    const given = [this.whole()];
    let word: string | undefined;
    while (this.#tokens.accept(',') !== undefined) {
      if (name === 'FILL' && fillWords.has(this.#tokens.next)) word = this.#tokens.take();
      else given.push(this.whole());
    }
    this.#tokens.expect(')');
    const node = build(given, word);
    if (node === undefined) throw this.#tokens.refusal(`unsupported arguments for ${name}`);
    return node;
  }

  /** All metrics of the request, or those whose id contains a text. */
  #metrics(): Node {
    const text = /^["']/.test(this.#tokens.next) ? this.#tokens.take().slice(1, -1) : '';
    this.#tokens.expect(')');
    const ids = this.#names.metrics.filter((id) => id.includes(text));
    if (ids.length === 0) throw this.#tokens.refusal(`METRICS("${text}") finds no metric`);
    return { kind: 'array', run: (scope) => ids.map((id) => scope.points(id)) };
  }
}
