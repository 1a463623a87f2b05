/** What a mutation run leaves alive, against the list of what may be. Pure: files are read and written in main.ts. */
import { z } from 'zod';

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** Of Stryker's report, what is read here: https://github.com/stryker-mutator/mutation-testing-elements. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** A change that no test noticed, in words that outlive other lines coming and going. */
export interface Survivor {
  readonly file: string;
  readonly lineNumber: number;
  /** The code on which the change begins. */
  readonly line: string;
  /** `what stands there → what was put there` */
  readonly change: string;
}

const changes = z.union([z.literal('any'), z.array(z.string()).min(1)]);
const group = z.strictObject({
  reason: z.string().min(20),
  /** A test outside of those that were run, which notices. */
  heldBy: z.string().optional(),
  at: z.record(z.string(), changes),
});

/** By file: why, and on which lines of code which changes. */
export const acceptedSchema = z.record(z.string(), z.array(group));
export type Accepted = z.infer<typeof acceptedSchema>;

export interface Counted {
  readonly tried: number;
  readonly noticed: number;
  /** Of each file, in the report's order. */
  readonly survivors: readonly Survivor[];
}

const alive = ['Survived', 'NoCoverage'];
const noticed = ['Killed', 'Timeout'];

export function count({ files }: Report): Counted {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const of = (statuses: readonly string[]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  return {
    tried: of([...alive, ...noticed]),
    noticed: of(noticed),
    survivors: changesOf({ files }, alive),
  };
}

function changesOf({ files }: Report, statuses: readonly string[]): Survivor[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.filter(({ status }) => statuses.includes(status)).map((mutant) => survivor(file, source, mutant)),
  );
}

export interface Compared {
  readonly unlisted: readonly Survivor[];
  /** Lines of the list that nothing survives on any more, of the files that were mutated. */
  readonly needless: readonly { readonly file: string; readonly line: string; readonly change: string }[];
}

export function compare({ files }: Report, accepted: Accepted): Compared {
  const survivors = changesOf({ files }, alive);
  // One that took too long may have survived on a machine with less to do.
  const perhaps = [...survivors, ...changesOf({ files }, ['Timeout'])];
  const listed = Object.entries(accepted).flatMap(([file, groups]) =>
    groups.flatMap(({ at }) =>
      Object.entries(at).flatMap(([line, which]) =>
        (which === 'any' ? ['any'] : which).map((change) => ({ file, line, change })),
      ),
    ),
  );
  const covers = (entry: (typeof listed)[number], one: Survivor) =>
    entry.file === one.file &&
    entry.line === one.line &&
    (entry.change === 'any' || entry.change === one.change);
  return {
    unlisted: survivors.filter((one) => !listed.some((entry) => covers(entry, one))),
    needless: listed.filter(
      (entry) => files[entry.file] !== undefined && !perhaps.some((one) => covers(entry, one)),
    ),
  };
}

/** In the list's own form, for whoever has looked at each and writes down why. */
export function asList(survivors: readonly Survivor[]): Accepted {
  const byFile = Map.groupBy(survivors, ({ file }) => file);
  return Object.fromEntries(
    [...byFile].map(([file, own]) => {
      const byLine = Map.groupBy(own, ({ line }) => line);
      const at = [...byLine].map(([line, many]) => [line, [...new Set(many.map(({ change }) => change))]]);
      return [file, [{ reason: 'TODO: why may it survive?', at: Object.fromEntries(at) }]];
    }),
  );
}

function survivor(
  file: string,
  source: string,
  { location: { start, end }, replacement = '' }: Mutant,
): Survivor {
  const lines = source.split('\n');
  const first = lines[start.line - 1] ?? '';
  const isOneLine = start.line === end.line;
  const was = first.slice(start.column - 1, isOneLine ? end.column - 1 : undefined).trim();
  return {
    file,
    lineNumber: start.line,
    line: first.trim(),
    change: `${isOneLine ? was : `${was} …`} → ${short(replacement)}`,
  };
}

/** A function that is emptied, or a call that is taken apart, is told by its beginning. */
function short(code: string): string {
  const [first = '', ...rest] = code.split('\n');
  return rest.length === 0 ? first.trim() : `${first.trim()} …`;
}
