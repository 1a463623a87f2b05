/** What the deployed cutover shows to those who look on: `aws/show.ts`. */
import type { CutoverOutcome } from '../../core/record.ts';
import type { Report } from '../../core/report/report.ts';
import { ask, type Heard } from '../ask.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export interface ShownCutover {
  readonly cutoverId: string;
  readonly live: boolean;
  readonly service?: string;
  readonly startedAt?: string;
  readonly percent: number;
  readonly told: string;
  readonly ended?: { readonly outcome: CutoverOutcome; readonly reason: string };
}

export interface Entry {
  readonly at: string;
  readonly actor: string;
  readonly text: string;
}

export const where =
  'set CUTOVER_SHOW_URL, or give --url, to the stack output ShowCutoverLambdaFunctionUrl (aws cloudformation describe-stacks)';

const about = { of: 'showCutover', unheard: 'nothing was changed; ask again' } as const;

export function showAll(url: URL): Promise<Heard<{ cutovers: readonly ShownCutover[] }>> {
  return ask(url, {}, about);
}

/** A link by which others look on. */
export function shareOne(url: URL, cutoverId: string): Promise<Heard<{ link: string; until: string }>> {
  return ask(url, { cutoverId, share: true }, about);
}

/** Without a report as long as it is not over. */
export function reportOne(url: URL, cutoverId: string): Promise<Heard<{ report: Report }>> {
  return ask(url, { cutoverId, report: true }, about);
}

/** The one that is meant where none is named: the newest that runs, or the newest. */
export async function newestOf(
  url: URL,
): Promise<{ readonly cutoverId: string } | { readonly code: ExitCode; readonly told: string }> {
  const { code, told, said } = await showAll(url);
  const { cutovers = [] } = said;
  const newest = cutovers.find(({ ended }) => ended === undefined) ?? cutovers[0];
  if (newest !== undefined) return newest;
  if (code !== exitCodes.ok) return { code, told };
  return { code: exitCodes.badInput, told: 'there is no cutover yet' };
}

export function showOne(
  url: URL,
  cutoverId: string,
  since?: string,
): Promise<Heard<ShownCutover & { story: readonly Entry[] }>> {
  return ask(url, { cutoverId, ...(since !== undefined && { since }) }, about);
}
