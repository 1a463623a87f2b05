/** Who decides in a rehearsal: somebody at this terminal or in a browser, or nobody from outside the lab. */
import type { RehearsalOptions } from '../../lab/rehearsal.ts';
import type { Pacer } from '../pace.ts';
import { Interrupted, type Terminal } from '../terminal.ts';
import { atTerminal } from './at-terminal.ts';
import { inBrowser } from './in-browser.ts';

export interface Wanted {
  readonly ask: boolean;
  readonly approveInBrowser?: boolean;
  readonly json?: boolean;
}

export function asksGuests(io: Terminal, { ask, approveInBrowser, json }: Wanted): boolean {
  // Where a document is wanted, a program reads.
  return approveInBrowser === true || (ask && json !== true && io.question !== undefined);
}

/** Undefined where Ctrl-C answered a question. */
export async function withGuests<T>(
  io: Terminal,
  wanted: Wanted,
  pace: Pacer | undefined,
  run: (options: Pick<RehearsalOptions, 'guests' | 'pageUrl'>) => Promise<T>,
): Promise<T | undefined> {
  const served = wanted.approveInBrowser === true ? await inBrowser(io, pace) : undefined;
  const { question } = io;
  const isAsked = served === undefined && question !== undefined && asksGuests(io, wanted);
  try {
    return await run(served ?? (isAsked ? { guests: atTerminal({ ...io, question }, pace) } : {}));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    io.complain('\nEnded before its end. Nothing outside this process was touched.');
    return undefined;
  } finally {
    await served?.close();
  }
}
