/** Update expressions: SET, REMOVE, ADD and DELETE, each at most once, in any order. */
import type { Reader } from './reader.ts';
import type { Term, Update } from './syntax.ts';

type Section = 'SET' | 'REMOVE' | 'ADD' | 'DELETE';

type Writable = { -readonly [K in keyof Update]: Update[K] };

export function parseUpdate(reader: Reader): Update {
  const update: Writable = { set: [], remove: [], add: [], delete: [] };
  const seen = new Set<Section>();
  while (reader.peek() !== '') {
    const section = reader.peek().toUpperCase() as Section;
    if (!['SET', 'REMOVE', 'ADD', 'DELETE'].includes(section)) throw reader.misplaced();
    reader.next();
    if (seen.has(section))
      throw reader.refusal(`The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    readSection(reader, section, update);
  }
  return update;
}

function readSection(reader: Reader, section: Section, update: Writable): void {
  if (section === 'SET') update.set = reader.list(() => assignment(reader));
  else if (section === 'REMOVE') update.remove = reader.list(() => reader.path());
  else if (section === 'ADD') update.add = reader.list(() => change(reader));
  else update.delete = reader.list(() => change(reader));
}

function assignment(reader: Reader): Update['set'][number] {
  const path = reader.path();
  reader.expect('=');
  return { path, to: sum(reader) };
}

function change(reader: Reader): Update['add'][number] {
  const path = reader.path();
  return { path, value: reader.value() };
}

/** One plus or minus at most. */
function sum(reader: Reader): Term {
  const left = term(reader);
  if (reader.accept('+')) return { kind: '+', left, right: term(reader) };
  if (reader.accept('-')) return { kind: '-', left, right: term(reader) };
  return left;
}

function term(reader: Reader): Term {
  if (reader.peek().startsWith(':')) return { kind: 'value', name: reader.value() };
  if (reader.accept('(')) return closed(reader, sum(reader));
  if (reader.isNext('(', 1)) return call(reader);
  return { kind: 'path', path: reader.path() };
}

function call(reader: Reader): Term {
  const name = reader.next();
  reader.expect('(');
  if (name === 'if_not_exists') {
    const path = reader.path();
    reader.expect(',');
    return closed(reader, { kind: name, path, otherwise: term(reader) });
  }
  if (name === 'list_append') {
    const left = term(reader);
    reader.expect(',');
    return closed(reader, { kind: name, left, right: term(reader) });
  }
  throw reader.refusal(`Invalid function name; function: ${name}`);
}

function closed(reader: Reader, inside: Term): Term {
  reader.expect(')');
  return inside;
}
