/** Reads a plan file and inlines its task definition. Whatever is wrong with a file comes back as problems. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { parsePlan } from '../core/plan/parse.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Problem } from '../core/plan/problem.ts';

/** `document` is what StartExecution takes: the file's content with the task definition inlined. */
export type ReadPlan =
  | { readonly plan: Plan; readonly document: Readonly<Record<string, unknown>> }
  | { readonly problems: readonly Problem[] };

/** StartExecution takes at most 262,144 bytes of input, so no larger file can be a plan. Refused before it is read. */
const bytesMax = 256 * 1024;
/** Anchors are welcome, bombs made of them are not. */
const aliasesMax = 20;
/** The runbook's own name for it. */
const usualTaskDefinition = 'rendered_task_def.json';

export async function readPlan(file: string): Promise<ReadPlan> {
  const read = await readDocument(file, '');
  if ('problems' in read) return read;
  const { document } = read;
  if (!isMapping(document)) return parseOrExplain(document);
  const inlined = await inlineTaskDefinition(document, dirname(resolve(file)));
  const parsed = parsePlan(inlined.document);
  if ('plan' in parsed && inlined.problems.length === 0)
    return { plan: parsed.plan, document: inlined.document };
  const found = 'problems' in parsed ? parsed.problems : [];
  // A file that could not be read is told once, by its own problem.
  const isTold = ({ path }: Problem) => inlined.problems.some((told) => told.path === path);
  return { problems: [...found.filter((one) => !isTold(one)), ...inlined.problems] };
}

function parseOrExplain(document: unknown): ReadPlan {
  const parsed = parsePlan(document);
  return 'problems' in parsed ? parsed : { problems: [problemAt('', 'the file', 'must be a mapping')] };
}

interface Inlined {
  readonly document: Record<string, unknown>;
  readonly problems: readonly Problem[];
}

async function inlineTaskDefinition(document: Record<string, unknown>, folder: string): Promise<Inlined> {
  const release = document['release'] ?? {};
  if (!isMapping(release)) return { document, problems: [] };
  const name = release['taskDefinition'] ?? usualTaskDefinition;
  if (typeof name !== 'string') return { document, problems: [] };
  const read = await readDocument(resolve(folder, name), 'release.taskDefinition', name);
  if ('problems' in read) return { document, problems: read.problems };
  if (isMapping(read.document)) {
    return {
      document: { ...document, release: { ...release, taskDefinition: read.document } },
      problems: [],
    };
  }
  const message = 'must be a JSON file with the input of register-task-definition';
  return { document, problems: [problemAt('release.taskDefinition', name, message)] };
}

export type ReadDocument = { readonly document: unknown } | { readonly problems: readonly Problem[] };

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
function documentIn(text: string): { readonly document: unknown } | { readonly says: readonly string[] } {
  const lines = new LineCounter();
  try {
    // The parser's own search for doubled keys takes seconds for a file of keys alone.
    const parsed = parseDocument(text, { uniqueKeys: false, lineCounter: lines, logLevel: 'error' });
    const says = [...faultsOf(parsed), ...doubledKeys(parsed, lines)];
    if (says.length > 0) return { says: says.slice(0, faultsToldMax) };
    return { document: parsed.toJS({ maxAliasCount: aliasesMax }) as unknown };
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

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problemAt(path: string, value: string, message: string): Problem {
  return { path, value, message };
}
