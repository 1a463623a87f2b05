/** What became of something that was sent over HTTP. Whether it got there matters: what may be there is looked for before it is sent again. */
import { attempt } from '../attempt.ts';
import type { HttpRequest, HttpResponse, World } from '../world.ts';

export type Sent =
  /** It is there. The receipt is what the other side calls it. */
  | { readonly does: 'sent'; readonly receipt: string }
  /** Another try changes nothing. */
  | Refused
  | Later;

export interface Refused {
  readonly does: 'refused';
  readonly why: string;
  /** What the other side answered, where it did. */
  readonly refusal?: HttpResponse;
}

/** `isDoubtful`: it may be there all the same. */
export interface Later {
  readonly does: 'later';
  readonly why: string;
  readonly isDoubtful: boolean;
  /** What the other side asks for. */
  readonly afterSeconds?: number;
}

/** An answer to go on with, or why there is none. */
export type Answer = { readonly response: HttpResponse } | Exclude<Sent, { does: 'sent' }>;

const timeoutMilliseconds = 8_000;

/** 4xx but 408, 409, 425 and 429 are refusals for good: https://www.rfc-editor.org/rfc/rfc9110#section-15.5 */
const passing = [408, 409, 425, 429];

export async function ask(
  world: Pick<World, 'http'>,
  request: Omit<HttpRequest, 'timeoutMilliseconds'>,
): Promise<Answer> {
  const tried = await attempt(() => world.http({ timeoutMilliseconds, ...request }));
  if ('error' in tried) return { does: 'later', why: tried.error, isDoubtful: !neverLeft(tried.error) };
  const { status, headers = {} } = tried.seen;
  const why = `answered ${status}`;
  if (status === 429 || isLimited(status, headers))
    return { does: 'later', why, isDoubtful: false, ...retryAfter(headers['retry-after']) };
  if (status >= 500) return { does: 'later', why, isDoubtful: true, ...retryAfter(headers['retry-after']) };
  if (passing.includes(status)) return { does: 'later', why, isDoubtful: true };
  if (status < 200 || status >= 300) return { does: 'refused', why, refusal: tried.seen };
  return { response: tried.seen };
}

/** The other side has not seen a byte of it. */
function neverLeft(error: string): boolean {
  return /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/.test(error);
}

/** GitHub says 403 to who asks too often: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isLimited(status: number, headers: Readonly<Record<string, string>>): boolean {
  return status === 403 && ('retry-after' in headers || headers['x-ratelimit-remaining'] === '0');
}

/** In seconds; a date is not worth the code: we try again anyway. */
function retryAfter(header: string | undefined): { readonly afterSeconds?: number } {
  return header !== undefined && /^\d{1,6}$/.test(header) ? { afterSeconds: Number(header) } : {};
}

/** Undefined where it is no JSON mapping: half an answer says nothing. */
export function mapping(body: string): Readonly<Record<string, unknown>> | undefined {
  const value = json(body);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** Undefined where it is no JSON. */
export function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
