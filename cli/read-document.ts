/** Reads a YAML or JSON file of people's as plain values: bounded, one document, no doubled key. Never throws. */
import { readFile, stat } from 'node:fs/promises';
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { type LineOf, linesOf } from './lines.ts';
import type { Problem } from '../core/plan/problem.ts';

/** StartExecution takes at most 262,144 bytes of input, so no larger file can be a plan. Refused before it is read. */
const bytesMax = 256 * 1024;
/** Anchors are welcome, bombs made of them are not. */
const aliasesMax = 20;

export type ReadDocument =
  | { readonly document: unknown; readonly lineOf: LineOf }
  | { readonly problems: readonly Problem[] };

/** A YAML or JSON file as plain values. `path` is where its problems belong, `name` how they call it. */
export async function readDocument(file: string, path: string, name: string = file): Promise<ReadDocument> {
  const read = await readText(file);
  if ('says' in read) return { problems: [problemAt(path, name, read.says)] };
  const parsed = documentIn(read.text);
  if ('document' in parsed) return parsed;
  return { problems: parsed.says.map((message) => problemAt(path, name, message)) };
}

async function readText(file: string): Promise<{ readonly text: string } | { readonly says: string }> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) return { says: 'is not a file' };
    if (facts.size > bytesMax) {
      return {
        says: `is ${facts.size} bytes long, and ${bytesMax} is the most that an execution can be started with`,
      };
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    return text.trim() === '' ? { says: 'is empty' } : { text };
  } catch (error) {
    return { says: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES') return 'may not be read by you';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not text in UTF-8';
  return `cannot be read (${String(code ?? error)})`;
}

/** JSON is YAML, so one parser reads both, and finds the doubled key that `JSON.parse` would swallow. */
function documentIn(
  text: string,
): { readonly document: unknown; readonly lineOf: LineOf } | { readonly says: readonly string[] } {
  const lines = new LineCounter();
  try {
    // The parser's own search for doubled keys takes seconds for a file of keys alone.
    const parsed = parseDocument(text, { uniqueKeys: false, lineCounter: lines, logLevel: 'error' });
    const says = [...faultsOf(parsed), ...doubledKeys(parsed, lines)];
    if (says.length > 0) return { says: says.slice(0, faultsToldMax) };
    const document: unknown = parsed.toJS({ maxAliasCount: aliasesMax });
    return { document, lineOf: linesOf(parsed, lines) };
  } catch (error) {
    return { says: [unreadable(error)] };
  }
}

const faultsToldMax = 3;

function unreadable(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('call stack')) return 'is nested too deeply to be read';
  if (message.includes('alias count')) return `uses aliases more than ${aliasesMax} times`;
  return `is not sound YAML or JSON: ${message}`;
}

function faultsOf({ errors, warnings }: Document): string[] {
  const faults = [...errors, ...warnings];
  const endless = faults.find(({ message }) => message.includes('call stack'));
  if (endless !== undefined) return [unreadable(endless)];
  return faults.map(({ code, message, linePos }) => {
    if (code === 'MULTIPLE_DOCS') return 'holds several YAML documents: a plan is one';
    const [first = ''] = message.split('\n');
    const says = first.replace(/ at line \d+, column \d+:?$/, '');
    const where = linePos === undefined ? '' : `line ${linePos[0].line}, column ${linePos[0].col}: `;
    return `is not sound YAML or JSON: ${where}${says}`;
  });
}

function doubledKeys(parsed: Document, lines: LineCounter): string[] {
  const says: string[] = [];
  visit(parsed, {
    Map(_key, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const { line, col } = lines.linePos(key.range?.[0] ?? 0);
        if (seen.has(name))
          says.push(`has the key ${JSON.stringify(name.slice(0, 80))} twice: line ${line}, column ${col}`);
        seen.add(name);
      }
    },
  });
  return says;
}

export function problemAt(path: string, value: string, message: string): Problem {
  return { path, value, message };
}
