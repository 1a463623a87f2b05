/** Reads a plan file and inlines its task definition. Whatever is wrong with a file comes back as problems. */
import { dirname, resolve } from 'node:path';
import { parsePlan } from '../core/plan/parse.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Problem } from '../core/plan/problem.ts';
import type { LineOf } from './lines.ts';
import { problemAt, readDocument } from './read-document.ts';

/** `document` is what StartExecution takes: the file's content with the task definition inlined. */
export type ReadPlan =
  | { readonly plan: Plan; readonly document: Readonly<Record<string, unknown>>; readonly lineOf: LineOf }
  | { readonly problems: readonly Problem[] };

/** The runbook's own name for it. */
const usualTaskDefinition = 'rendered_task_def.json';

export async function readPlan(file: string): Promise<ReadPlan> {
  const read = await readDocument(file, '');
  if ('problems' in read) return read;
  const { document, lineOf } = read;
  if (!isMapping(document)) return { problems: whyNot(document) };
  const inlined = await inlineTaskDefinition(document, dirname(resolve(file)));
  const parsed = parsePlan(inlined.document);
  if ('plan' in parsed && inlined.problems.length === 0)
    return { plan: parsed.plan, document: inlined.document, lineOf };
  const found = 'problems' in parsed ? parsed.problems : [];
  // A file that could not be read is told once, by its own problem.
  const isTold = ({ path }: Problem) => inlined.problems.some((told) => told.path === path);
  return { problems: placed([...found.filter((one) => !isTold(one)), ...inlined.problems], lineOf) };
}

/** Each with its line, where the file has one for it. */
export function placed(problems: readonly Problem[], lineOf: LineOf): Problem[] {
  return problems.map((problem) => {
    const line = lineOf(problem.path);
    return line === undefined ? problem : { ...problem, line };
  });
}

function whyNot(document: unknown): readonly Problem[] {
  const parsed = parsePlan(document);
  return 'problems' in parsed ? parsed.problems : [problemAt('', 'the file', 'must be a mapping')];
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

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
