/** Whether a request is Slack's, and of now. https://docs.slack.dev/authentication/verifying-requests-from-slack */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  /** The bytes as they came: parsed and put together again they are others. */
  readonly raw: Buffer;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

const windowSeconds = 300;

export function checkSignature(
  { raw, timestamp = '', signature = '' }: SignedRequest,
  secret: string,
  nowMilliseconds: number,
): 'ours' | 'forged' | 'old' {
  if (secret === '' || !/^\d{1,12}$/.test(timestamp)) return 'forged';
  const base = Buffer.concat([Buffer.from(`v0:${timestamp}:`), raw]);
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(base).digest('hex')}`);
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  // After the signature: only what Slack has signed has a time.
  return Math.abs(nowMilliseconds / 1000 - Number(timestamp)) > windowSeconds ? 'old' : 'ours';
}
