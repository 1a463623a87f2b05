/** The lab's own policy: the sample's target in all its variants, and the people who live here. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

let policy: unknown;

export function labPolicy(): unknown {
  return (policy ??= parse(readFileSync(new URL('policy.yml', import.meta.url), 'utf8')));
}

/** Who starts every rehearsal, as AWS reports the caller. */
export const labStarter = 'arn:aws:sts::123456789012:assumed-role/releases/robin';
