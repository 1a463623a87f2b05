/**
 * What shows that a request goes on where a link was opened. Nothing of it is stored: the cookie holds the link's secret,
 * of which the ledger has the hash, and a form is signed with that secret, so that only its reader can send it.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { World } from '../world.ts';

/** As `aws/gate/secrets.ts` makes them. */
const secret = /^[0-9a-f]{64}$/;

/** How long an opened page can decide. After that the link opens it again. */
export const sessionSeconds = 30 * 60;

export function isSecret(text: string | undefined): text is string {
  return text !== undefined && secret.test(text);
}

/** One for each gate: somebody may have several open. `__Host-`: no other site of the domain can plant it. */
export function cookieName(gateId: string): string {
  return `__Host-gate-${createHash('sha256').update(gateId).digest('hex').slice(0, 16)}`;
}

export function cookie(gateId: string, value: string): string {
  return `${cookieName(gateId)}=${value}; Path=/; Max-Age=${sessionSeconds}; Secure; HttpOnly; SameSite=Strict`;
}

/** What a form is made for, besides its reader. */
interface Bound {
  readonly gateId: string;
  readonly digest: string;
}

/** A new one for every page that is drawn. */
export function makeSlip(world: Pick<World, 'clock' | 'random'>, session: string, bound: Bound): string {
  // Whole milliseconds: a fraction would bring a dot of its own.
  const nonce = `${Math.floor(world.clock.now()).toString(36)}.${world.random.hex(8)}`;
  return `${nonce}.${sign(session, bound, nonce)}`;
}

export function checkSlip(
  world: Pick<World, 'clock'>,
  session: string,
  bound: Bound,
  slip: string,
): 'ours' | 'old' | 'forged' {
  const [at = '', random = '', signature = ''] = slip.split('.');
  const expected = Buffer.from(sign(session, bound, `${at}.${random}`));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return world.clock.now() - Number.parseInt(at, 36) > sessionSeconds * 1000 ? 'old' : 'ours';
}

function sign(session: string, { gateId, digest }: Bound, nonce: string): string {
  return createHmac('sha256', session)
    .update(JSON.stringify([gateId, digest, nonce]))
    .digest('hex');
}
