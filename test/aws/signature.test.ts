import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkSignature } from '../../aws/click/signature.ts';

const now = 1_531_420_618_000;
const sign = (raw: Buffer, timestamp: string, secret = 'secret') =>
  `v0=${createHmac('sha256', secret)
    .update(Buffer.concat([Buffer.from(`v0:${timestamp}:`), raw]))
    .digest('hex')}`;
const raw = Buffer.from([0x70, 0x3d, 0xff, 0xfe]);

test("Slack's own example", () => {
  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const request = {
    raw: Buffer.from(body),
    timestamp: '1531420618',
    signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  };
  expect(checkSignature(request, '8f742231b10e8888abcd99yyyzzz85a5', now)).toBe('ours');
});

test.each([
  ['now', 0, 'ours'],
  ['300 s old', -300, 'ours'],
  ['301 s old', -301, 'old'],
  ['300 s ahead', 300, 'ours'],
  ['301 s ahead', 301, 'old'],
])('%s', (_name, seconds, expected) => {
  const timestamp = String(now / 1000 + seconds);
  expect(checkSignature({ raw, timestamp, signature: sign(raw, timestamp) }, 'secret', now)).toBe(expected);
});

test('bytes that are no text are signed as they are', () => {
  const timestamp = String(now / 1000);
  const other = Buffer.from(raw.toString('utf8'));
  expect(checkSignature({ raw: other, timestamp, signature: sign(raw, timestamp) }, 'secret', now)).toBe(
    'forged',
  );
});

test('a secret that is empty signs nothing', () => {
  const timestamp = String(now / 1000);
  expect(checkSignature({ raw, timestamp, signature: sign(raw, timestamp, '') }, '', now)).toBe('forged');
});
