/** What DynamoDB refuses in an update before it looks at any item. */
import { validation } from './errors.ts';
import type { Scope } from './expressions/scope.ts';
import type { Term, Update } from './expressions/syntax.ts';
import type { Path } from './path.ts';
import { type TypeName, typeOf } from './value.ts';

export function checkUpdate(update: Update, scope: Scope, keyNames: readonly string[]): void {
  for (const { value } of update.add) requireType('ADD', typeOf(scope.value(value)), ['N', 'SS', 'NS', 'BS']);
  for (const { value } of update.delete)
    requireType('DELETE', typeOf(scope.value(value)), ['SS', 'NS', 'BS']);
  for (const { to } of update.set) checkTerm(to, scope);
  const paths = [...update.set, ...update.add, ...update.delete].map(({ path }) => scope.path(path));
  const all = [...paths, ...update.remove.map((path) => scope.path(path))];
  for (const [name] of all) {
    if (!keyNames.includes(String(name))) continue;
    throw validation(
      `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
    );
  }
  requireApart(all);
}

/** No two paths where one lies within the other, or where they disagree about what lies between them. */
function requireApart(paths: readonly Path[]): void {
  for (const [index, one] of paths.entries()) {
    for (const two of paths.slice(index + 1)) {
      const fork = one.findIndex((segment, depth) => segment !== two[depth]);
      const within = fork === -1 || fork >= two.length;
      if (within) throw refusal('overlap with each other', one, two);
      if (typeof one[fork] !== typeof two[fork]) throw refusal('conflict with each other', one, two);
    }
  }
}

function refusal(how: string, one: Path, two: Path): Error {
  const paths = `path one: ${shown(one)}, path two: ${shown(two)}`;
  return validation(
    `Invalid UpdateExpression: Two document paths ${how}; must remove or rewrite one of these paths; ${paths}`,
  );
}

function shown(path: Path): string {
  return `[${path.map((segment) => (typeof segment === 'number' ? `[${segment}]` : segment)).join(', ')}]`;
}

function checkTerm(term: Term, scope: Scope): void {
  if (term.kind === 'path' || term.kind === 'value') return;
  if (term.kind === 'if_not_exists') return checkTerm(term.otherwise, scope);
  const allowed = term.kind === 'list_append' ? 'L' : 'N';
  for (const side of [term.left, term.right]) {
    if (side.kind !== 'value') checkTerm(side, scope);
    else if (typeOf(scope.value(side.name)) !== allowed)
      throw incorrect(`operator or function: ${term.kind}, operand type: ${typeOf(scope.value(side.name))}`);
  }
}

/** ADD and DELETE say the type in a long word, the functions of SET in a short one. */
const words: Readonly<Record<TypeName, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};

function requireType(operator: 'ADD' | 'DELETE', type: TypeName, allowed: readonly TypeName[]): void {
  if (allowed.includes(type)) return;
  throw incorrect(
    `operator: ${operator}, operand type: ${words[type]}, typeSet: ALLOWED_FOR_${operator}_OPERAND`,
  );
}

function incorrect(what: string): Error {
  return validation(`Invalid UpdateExpression: Incorrect operand type for operator or function; ${what}`);
}
