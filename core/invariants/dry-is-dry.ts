import type { Broken } from './observed.ts';

/** `live: false` makes no mutating call; its own story and report, under the dry prefix, are all it may write. */
export function dryIsDry(call: {
  readonly name: string;
  readonly mutating: boolean;
  readonly ledgerKey: string | undefined;
}): Broken {
  if (!call.mutating || call.ledgerKey?.startsWith('DRY#') === true) return undefined;
  return `a dry run called ${call.name}`;
}
