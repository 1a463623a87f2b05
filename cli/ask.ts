/** One signed question to a deployed function, and what its answer, or the lack of one, means for whoever typed it. */
import { NoCredentials, postSigned } from '../aws/signed.ts';
import type { HttpResponse } from '../aws/world.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export interface Heard<T> {
  readonly code: ExitCode;
  readonly does: string;
  readonly told: string;
  /** Whatever else the function said; empty where it said nothing. */
  readonly said: Partial<T>;
}

export interface Asked {
  /** The function's key, for whoever may not call it. */
  readonly of: 'takeCommand' | 'startCutover' | 'showCutover';
  /** What to do where no answer came. */
  readonly unheard: string;
}

export async function ask<T extends object>(
  url: URL,
  document: object,
  { of, unheard }: Asked,
): Promise<Heard<T>> {
  try {
    return understood(await postSigned(url, document), of);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof NoCredentials)
      return { code: exitCodes.badInput, does: 'nothing', told: `no AWS credentials (${why})`, said: {} };
    const told = `no answer from ${url.host} (${why}): ${unheard}`;
    return { code: exitCodes.ourFault, does: 'unknown', told, said: {} };
  }
}

function understood<T extends object>({ status, body }: HttpResponse, of: Asked['of']): Heard<T> {
  const said = documentOf(body) as Partial<T> & { does?: string; told?: string; Message?: string };
  const { does = 'nothing', told, Message } = said;
  if (told !== undefined)
    return { code: status === 200 ? exitCodes.ok : exitCodes.badInput, does, told, said };
  if (status === 403) {
    const needed = `its caller needs lambda:InvokeFunctionUrl and lambda:InvokeFunction on ${of}`;
    const refused = `AWS refused the call (${Message ?? 'Forbidden'}): ${needed}`;
    return { code: exitCodes.badInput, does, told: refused, said: {} };
  }
  const broke = `the function answered ${status}: ${printable(body.slice(0, 300))}`;
  return { code: exitCodes.ourFault, does, told: broke, said: {} };
}

function documentOf(body: string): object {
  try {
    const document: unknown = JSON.parse(body, (_key, value: unknown) =>
      typeof value === 'string' ? printable(value) : value,
    );
    return Object(document) as object;
  } catch {
    return {};
  }
}

/** What others wrote: in a terminal an escape sequence would clear, or write, what it likes. */
function printable(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** Where the function is; undefined where nobody has said so, which is complained of with `where`. */
export function urlOf(io: Terminal, given: string | undefined, where: string): URL | undefined {
  if (given !== undefined && URL.canParse(given)) return new URL(given);
  io.complain(`where is it deployed? ${where}${given === undefined ? '' : ` (${given} is no URL)`}`);
  return undefined;
}
