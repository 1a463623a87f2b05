/** Follows a cutover to its end: its story line by line, and where it stands. Looking on changes nothing. */
import { clockTime } from '../draw/ramp.ts';
import { entryLine } from '../draw/wrapped.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { wall } from '../wall.ts';
import { type Entry, type ShownCutover, showOne } from './shown.ts';

export interface Following {
  readonly url: URL;
  readonly cutoverId: string;
  readonly everyMilliseconds: number;
  readonly json: boolean;
}

/** Lambda functions write the story side by side, each by its own clock: what is told late may stand before what was read. */
const overlapMilliseconds = 60_000;
/** So many unanswered looks in a row, and the way there is broken. */
const silencesMax = 12;

export async function follow(io: Terminal, following: Following): Promise<ExitCode> {
  const ending = new AbortController();
  const stop = () => ending.abort();
  process.once('SIGINT', stop);
  try {
    return await look(io, following, ending.signal);
  } finally {
    process.removeListener('SIGINT', stop);
    if (io.isWatched) io.progress('\r\u001b[2K');
  }
}

async function look(io: Terminal, following: Following, signal: AbortSignal): Promise<ExitCode> {
  const { url, cutoverId, everyMilliseconds, json } = following;
  const story = new Story(json ? () => undefined : (entry) => tell(io, entry));
  let silences = 0;
  while (!signal.aborted) {
    const { code, told, said } = await showOne(url, cutoverId, story.since());
    if (code === exitCodes.ok) {
      silences = 0;
      story.add(said.story ?? []);
      const shown = { cutoverId, live: false, percent: 0, told, ...said } satisfies ShownCutover;
      if (shown.ended !== undefined) return close(io, shown, story.entries, json);
      if (io.isWatched) io.progress(`\r\u001b[2K${told.slice(0, io.columns - 1)}`);
    } else {
      silences += 1;
      const isLost = code === exitCodes.badInput || silences > silencesMax;
      if (isLost || silences === 1) io.complain(isLost ? told : `${told}; trying again`);
      if (isLost) return code;
    }
    await pause(everyMilliseconds, signal);
  }
  io.complain(`\nit goes on without you; watch it again: npx cutover watch ${cutoverId}`);
  return exitCodes.interrupted;
}

/** Until it is time to look again, or nobody wants to any more. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const waiting = wall.after(milliseconds, resolve);
    signal.addEventListener('abort', () => {
      waiting.cancel();
      resolve();
    });
  });
}

/** Entries once each, as they come. */
class Story {
  readonly #tell: (entry: Entry) => void;
  readonly #seen = new Set<string>();
  readonly entries: Entry[] = [];

  constructor(tellOne: (entry: Entry) => void) {
    this.#tell = tellOne;
  }

  since(): string | undefined {
    const newest = this.entries.reduce((latest, { at }) => (at > latest ? at : latest), '');
    return newest === '' ? undefined : new Date(Date.parse(newest) - overlapMilliseconds).toISOString();
  }

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const key = JSON.stringify([entry.at, entry.actor, entry.text]);
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.entries.push(entry);
      this.#tell(entry);
    }
  }
}

function tell(io: Terminal, { at, text }: Entry): void {
  if (io.isWatched) io.progress('\r\u001b[2K');
  io.print(entryLine(`${clockTime(Date.parse(at))}${at.slice(16, 19)}`, text, io));
}

function close(io: Terminal, shown: ShownCutover, story: readonly Entry[], json: boolean): ExitCode {
  const { cutoverId, live, service, startedAt, ended } = shown;
  if (ended === undefined) return exitCodes.ourFault;
  const { outcome, reason } = ended;
  if (json)
    io.print(JSON.stringify({ cutoverId, live, service, startedAt, outcome, reason, story }, null, 2));
  else io.print(`${io.colors.bold(live ? outcome : `${outcome} (dry run)`)}: ${reason}`);
  return exitCodeOf(outcome);
}
