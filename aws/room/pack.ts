import { gzipSync } from 'node:zlib';

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Packed for whoever can unpack it: a function URL does not do it by itself, and a phone on a train is glad of it. Not for
 * pages with a secret in them, which packing beside a stranger's words would let out letter by letter.
 */
export function packed<A extends Answer>(
  answer: A,
  accepts = '',
): A & { readonly isBase64Encoded?: boolean } {
  if (!/\bgzip\b/.test(accepts) || answer.body.length < 1_000) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body: gzipSync(answer.body).toString('base64'),
    isBase64Encoded: true,
  };
}
