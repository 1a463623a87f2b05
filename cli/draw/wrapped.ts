/** A sentence behind its time: on a terminal it goes on below itself, and no word is cut in two. Into a pipe it is one line. */
import type { Terminal } from '../terminal.ts';

/** `22:00:00  `. */
const indent = 10;
/** Narrower than this, lines of a word or two are harder to read than the terminal's own. */
const textMin = 30;

export function entryLine(
  time: string,
  text: string,
  { colors, wrapsAt }: Pick<Terminal, 'colors' | 'wrapsAt'>,
  paint: (line: string) => string = (line) => line,
): string {
  const lines =
    wrapsAt === undefined || wrapsAt - indent < textMin ? [text] : wrapped(text, wrapsAt - indent);
  return `${colors.dim(time)}  ${lines.map(paint).join(`\n${' '.repeat(indent)}`)}`;
}

/** At spaces alone: what is longer than a line (a digest, an address) stays whole, to be copied. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push(word);
  }
  return lines;
}
