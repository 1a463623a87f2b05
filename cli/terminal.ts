/** Where a command writes: results to standard output, progress and complaints to standard error. */
import { createInterface } from 'node:readline';
import { createColors } from 'picocolors';

export interface Terminal {
  /** Of standard output; no colour where it is not a terminal. */
  readonly colors: ReturnType<typeof createColors>;
  /** Whether a person watches standard error. */
  readonly isWatched: boolean;
  readonly columns: number;
  /** Where long lines go on below; absent where standard output is no terminal. */
  readonly wrapsAt?: number;
  print(text: string): void;
  complain(text: string): void;
  progress(text: string): void;
  /** Asks whoever sits there, for one line; absent where nobody does. Rejects with `Interrupted` at Ctrl-C. */
  readonly question?: (text: string, signal?: AbortSignal) => Promise<string>;
}

/** Ctrl-C, or Ctrl-D, in answer to a question. */
export class Interrupted extends Error {}

export function terminal(io: NodeJS.Process): Terminal {
  const plain = io.env['NO_COLOR'] !== undefined || io.env['TERM'] === 'dumb';
  const isTerminal = io.stdout.isTTY && !plain;
  return {
    colors: createColors(isTerminal),
    isWatched: io.stderr.isTTY && !plain,
    columns: io.stdout.columns || 80,
    ...(io.stdout.isTTY && { wrapsAt: io.stdout.columns || 80 }),
    print: (text) => void io.stdout.write(`${text}\n`),
    complain: (text) => void io.stderr.write(`${text}\n`),
    progress: (text) => void io.stderr.write(text),
    // Whoever pipes something in, or on, wants no questions.
    ...(io.stdin.isTTY && io.stdout.isTTY && io.stderr.isTTY && { question: questioner(io) }),
  };
}

function questioner({ stdin, stderr }: NodeJS.Process): NonNullable<Terminal['question']> {
  return (text, signal) => {
    const lines = createInterface({ input: stdin, output: stderr });
    const asked = new Promise<string>((resolve, reject) => {
      lines.once('SIGINT', () => reject(new Interrupted()));
      lines.once('close', () => reject(signal?.aborted === true ? signal.reason : new Interrupted()));
      signal?.addEventListener('abort', () => lines.close(), { once: true });
      lines.question(text, resolve);
    });
    return asked.finally(() => lines.close());
  };
}
