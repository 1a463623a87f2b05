/** Which cutovers the stream's records are about. Everything else of them is on the ledger, and newer there. */
import { gateNames } from '../gate/gate.ts';

export interface StreamKeys {
  readonly pk: string;
  readonly sk: string;
}

const gateEnd = new RegExp(`\\.(${gateNames.join('|')})(-\\d+)?$`);

/** Undefined for rows that nobody is told of: dry runs, locks, alarms. */
export function cutoverOf({ pk, sk }: StreamKeys): string | undefined {
  if (pk.startsWith('CUTOVER#') && (sk.startsWith('STORY#') || sk === 'REPORT'))
    return pk.slice('CUTOVER#'.length);
  if (!pk.startsWith('APPROVAL#') || sk !== 'RECORD') return undefined;
  const gateId = pk.slice('APPROVAL#'.length);
  return gateEnd.test(gateId) ? gateId.replace(gateEnd, '') : undefined;
}
