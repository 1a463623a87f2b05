import { timeText } from '../checks/findings.ts';
import type { SmokeTest } from '../plan/plan.ts';

export type SmokeCheck = SmokeTest;

export interface SmokeAnswer {
  readonly passed: boolean;
  /** One sentence: who was asked what, and what came. */
  readonly text: string;
  /** It could not be judged, which is no finding about whoever was asked. */
  readonly isUnread?: true;
}

/** Between one try and the next. */
export const smokePauseMilliseconds = 1_000;

/** The answer, or why there was none. */
export type SmokeSeen = SmokeResponse | { readonly unanswered: string };

export interface SmokeResponse {
  readonly status: number;
  /** All of it, redirects included. */
  readonly tookMilliseconds: number;
  readonly body?: string;
  /** How long all of it was, where it was not kept whole. */
  readonly wholeBodyBytes?: number;
  /** What the condition came to; `wrong` where it could not be worked out. */
  readonly condition?: boolean | { readonly wrong: string };
  /** Absent where the connection was not encrypted. */
  readonly tls?: { readonly protocol: string; readonly validTo: number };
}

/** `now` is for the certificate's age, `tries` for how often it took. */
export function judgeSmoke(
  who: string,
  check: SmokeCheck,
  seen: SmokeSeen,
  { now = 0, tries = 1 }: { readonly now?: number; readonly tries?: number } = {},
): SmokeAnswer {
  const asked = `${who}: ${check.method ?? 'GET'} ${check.path}`;
  const expected = `expected ${check.status} within ${check.withinMilliseconds} ms`;
  const after = tries > 1 ? ` at try ${tries}` : '';
  if ('unanswered' in seen)
    return { passed: false, text: `${asked} got no answer (${seen.unanswered})${after}, ${expected}` };
  const took = Math.round(seen.tookMilliseconds);
  const isExpected = seen.status === check.status && seen.tookMilliseconds <= check.withinMilliseconds;
  const wrong = [...(isExpected ? [] : [expected]), ...wrongBody(check, seen), ...wrongTls(check, seen, now)];
  const got = `${asked} answered ${seen.status} in ${took} ms${after}`;
  const text = [got, ...wrong].join(', ');
  const isUnread = wrong.length > 0 && isExpected && isCutShort(check, seen);
  return { passed: wrong.length === 0, text, ...(isUnread && { isUnread }) };
}

export function cutText(wholeBodyBytes: number): string {
  return `its body has ${wholeBodyBytes} bytes, and only the beginning was read`;
}

/** Whether it was about the body, and what was missing may stand in what was not read. */
function isCutShort({ contains, condition }: SmokeCheck, { body = '', wholeBodyBytes }: SmokeResponse) {
  if (wholeBodyBytes === undefined) return false;
  return condition !== undefined || (contains !== undefined && !body.includes(contains));
}

/** An answer that is already wrong says nothing more by its body. */
function wrongBody({ status, contains, condition }: SmokeCheck, seen: SmokeResponse): string[] {
  if (seen.status !== status) return [];
  const wrong: string[] = [];
  if (contains !== undefined && !(seen.body ?? '').includes(contains)) {
    const cut = seen.wholeBodyBytes === undefined ? '' : ` (${cutText(seen.wholeBodyBytes)})`;
    wrong.push(`and its body does not contain ${JSON.stringify(contains.slice(0, 80))}${cut}`);
  }
  if (condition === undefined || seen.condition === true) return wrong;
  const outcome =
    typeof seen.condition === 'object'
      ? `and its condition could not be worked out: ${seen.condition.wrong}`
      : `and its condition is not true: ${condition}`;
  return [...wrong, outcome];
}

function wrongTls({ tls }: SmokeCheck, seen: SmokeResponse, now: number): string[] {
  if (tls === undefined) return [];
  if (seen.tls === undefined) return ['and the connection was not encrypted'];
  const { protocol, validTo } = seen.tls;
  // TLSv1 < TLSv1.1 < TLSv1.2 < TLSv1.3, also as text; SSLv3 and unknown ones are none of them.
  const isOld = !protocol.startsWith('TLSv1') || protocol < tls.atLeast;
  const old = isOld ? [`and the connection was ${protocol}, not ${tls.atLeast} or newer`] : [];
  if (Number.isNaN(validTo)) return [...old, 'and its certificate does not say how long it is valid'];
  if (validTo >= now + tls.validForSeconds * 1000) return old;
  return [
    ...old,
    `and its certificate ends at ${timeText(validTo)}, less than ${tls.validForSeconds / 3600} h from now`,
  ];
}
