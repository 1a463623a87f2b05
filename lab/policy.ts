/** The lab's own policy: the sample's target in all its variants, and the people who live here. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Channels } from '../core/messages/channels.ts';
import { problemText } from '../core/plan/problem.ts';
import { parsePolicy } from '../core/policy/parse.ts';

let policy: unknown;

export function labPolicy(): unknown {
  return (policy ??= parse(readFileSync(new URL('policy.yml', import.meta.url), 'utf8')));
}

let channels: Channels | undefined;

/** Where the lab's cutovers are told: to the lab's own Slack. */
export function labChannels(): Channels {
  return (channels ??= read());
}

function read(): Channels {
  const parsed = parsePolicy(labPolicy());
  if ('problems' in parsed) throw new Error(`lab/policy.yml: ${parsed.problems.map(problemText).join('; ')}`);
  return parsed.policy.channels;
}

/** Who starts every rehearsal, as AWS reports the caller. */
export const labStarter = 'arn:aws:sts::123456789012:assumed-role/releases/robin';
