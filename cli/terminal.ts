/** Where a command writes: results to standard output, progress and complaints to standard error. */
import { createColors } from 'picocolors';

export interface Terminal {
  /** Of standard output; no colour where it is not a terminal. */
  readonly colors: ReturnType<typeof createColors>;
  /** Whether a person watches standard error. */
  readonly isWatched: boolean;
  readonly columns: number;
  print(text: string): void;
  complain(text: string): void;
  progress(text: string): void;
}

export function terminal(io: NodeJS.Process): Terminal {
  const plain = io.env['NO_COLOR'] !== undefined || io.env['TERM'] === 'dumb';
  const isTerminal = io.stdout.isTTY && !plain;
  return {
    colors: createColors(isTerminal),
    isWatched: io.stderr.isTTY && !plain,
    columns: io.stdout.columns || 80,
    print: (text) => void io.stdout.write(`${text}\n`),
    complain: (text) => void io.stderr.write(`${text}\n`),
    progress: (text) => void io.stderr.write(text),
  };
}
