import { type Problem, problemText } from '../core/plan/problem.ts';
import type { Terminal } from './terminal.ts';

/** All problems of a file, one a line, on standard error. */
export function complainOf(io: Terminal, file: string, problems: readonly Problem[]): void {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  io.complain(`${file} has ${count}; nothing was done:`);
  for (const problem of problems) io.complain(`  ${placeText(problem)}${problemText(problem)}`);
}

function placeText({ line }: Problem): string {
  return line === undefined ? '' : `line ${line}: `;
}
