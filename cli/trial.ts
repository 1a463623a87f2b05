/** What was tried by hand, told like the lines of a checklist: for people, as JSON, as JUnit. */
import { writeFile } from 'node:fs/promises';
import type { CheckResult } from '../core/checks/judge-checklist.ts';
import type { Problem } from '../core/plan/problem.ts';
import { drawTrial } from './draw/trial.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { junit } from './junit.ts';
import { complainOf } from './problems.ts';
import type { Terminal } from './terminal.ts';

export interface TrialOptions {
  readonly json?: boolean;
  readonly junit?: string;
}

export type TrialLine = Pick<CheckResult, 'id' | 'verdict' | 'isUntried' | 'evidence'>;

/** 0 where all passed, 20 where something did not: a pipeline stops there. What was not tried was not asked for. */
export async function tellTrial(
  io: Terminal,
  {
    what,
    lines,
    more = {},
  }: { readonly what: string; readonly lines: readonly TrialLine[]; readonly more?: object },
  options: TrialOptions,
): Promise<ExitCode> {
  const checks = lines.map((line) => ({ ...line, waived: false }));
  if (options.junit !== undefined) await writeFile(options.junit, junit(what, checks));
  const isUntried = lines.every((line) => line.isUntried === true);
  const isGo = lines.every(({ verdict }) => verdict === 'pass');
  const decision = isUntried ? 'untried' : isGo ? 'go' : 'stop';
  const facts = { target: what, decision, checks, ...more };
  io.print(options.json === true ? JSON.stringify(facts, null, 2) : drawTrial(what, lines, io.colors));
  return decision === 'stop' ? exitCodes.refused : exitCodes.ok;
}

/** What people wrote stands behind an option, not in a file. */
export function complainOfOptions(
  io: Terminal,
  command: string,
  problems: readonly Problem[],
  options: Readonly<Record<string, string>>,
): ExitCode {
  const named = problems.map((problem) => ({ ...problem, path: options[problem.path] ?? problem.path }));
  complainOf(io, `cutover ${command}`, named);
  return exitCodes.badInput;
}
