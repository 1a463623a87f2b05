/** What a long sweep keeps in a file, so that it can be stopped and gone on with: which seeds ran, and their sum. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { canonicalJson } from '../../core/plan/canonical-json.ts';
import type { Base } from '../../lab/sweep/recipe.ts';
import type { CaseResult } from '../../lab/sweep/run-case.ts';
import { addCase, emptyTally, type Tally } from '../../lab/sweep/sweep.ts';
import type { SeedRange } from './range.ts';

/** So much work is lost at most where the machine stops, beside what the cores were at. */
const keepEverySeeds = 100;

/** What comes of a seed depends on nothing but these. */
export interface SweepKey {
  readonly seeds: SeedRange;
  /** Of the code that runs, and of the plan and scenario. */
  readonly digest: string;
}

interface Document extends SweepKey {
  readonly kind: typeof kind;
  /** The seeds that ran, as ranges in order. */
  readonly ran: readonly (readonly [from: number, to: number])[];
  readonly tally: Tally;
}

const kind = 'a sweep of cutover, to go on with';
const home = fileURLToPath(new URL('../../', import.meta.url));
const sources = '{core,aws,functions,lab,statemachine,infra}/**/*.{ts,yml,json}';

/** Of all that a case is made of. Files that no case reads are among them: better anew once too often. */
export function digestOf(base: Base): string {
  const hash = createHash('sha256').update(canonicalJson(base));
  const files = globSync([sources, 'policy.yml', 'package-lock.json'], { cwd: home }).toSorted();
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(home, file)));
  return hash.digest('hex');
}

export class Kept {
  readonly #file: string | undefined;
  readonly #key: SweepKey;
  readonly #ran: Set<number>;
  #tally: Tally;
  #unsaved = 0;

  private constructor(
    file: string | undefined,
    key: SweepKey,
    ran: Set<number> = new Set(),
    tally: Tally = emptyTally,
  ) {
    this.#file = file;
    this.#key = key;
    this.#ran = ran;
    this.#tally = tally;
  }

  /** A sweep that keeps nothing. */
  static nowhere(seeds: SeedRange): Kept {
    return new Kept(undefined, { seeds, digest: '' });
  }

  /** What the file keeps of the same sweep, or a new one; in words, why it can be neither. */
  static open(file: string, key: SweepKey): Kept | string {
    const text = textOf(file);
    if (text === undefined) return writable(new Kept(file, key));
    const document = documentOf(text);
    if (document === undefined)
      return `${file} is not what a sweep has kept. Name another file, or one that does not exist yet.`;
    const { from, to } = document.seeds;
    if (from !== key.seeds.from || to !== key.seeds.to)
      return `${file} keeps the seeds ${from}..${to}: write --seeds ${from}..${to}, or name another file.`;
    if (document.digest !== key.digest)
      return `${file} was kept with other code, another plan or another scenario; seeds do not mean the same any more. Go back to that commit, or name another file and begin anew.`;
    return writable(new Kept(file, key, new Set(document.ran.flatMap(seedsOf)), document.tally));
  }

  get tally(): Tally {
    return this.#tally;
  }

  has(seed: number): boolean {
    return this.#ran.has(seed);
  }

  add(result: CaseResult): void {
    this.#ran.add(result.seed);
    this.#tally = addCase(this.#tally, result);
    this.#unsaved += 1;
    if (this.#unsaved >= keepEverySeeds) this.save();
  }

  /** Whole or not at all: a half-written file would lose what was run. */
  save(): void {
    this.#unsaved = 0;
    if (this.#file === undefined) return;
    const document: Document = { kind, ...this.#key, ran: rangesOf(this.#ran), tally: this.#tally };
    writeFileSync(`${this.#file}.new`, JSON.stringify(document));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** Tried at once: who sweeps for a night wants to know now. */
function writable(kept: Kept): Kept | string {
  try {
    kept.save();
    return kept;
  } catch (error) {
    return `nothing can be kept there: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return '';
  }
}

function documentOf(text: string): Document | undefined {
  try {
    const document = JSON.parse(text) as Partial<Document> | null;
    return document?.kind === kind ? (document as Document) : undefined;
  } catch {
    return undefined;
  }
}

function seedsOf([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function rangesOf(seeds: ReadonlySet<number>): (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const seed of [...seeds].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === seed - 1) last[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges;
}
