import type { ZodType } from 'zod';
import { nearestKey } from '../../core/plan/nearest-key.ts';
import type { Setting } from './scenario.ts';
import { values } from './values.ts';

const versionKeys = {
  errorRate: 'errorRatePercent',
  p50: 'p50Milliseconds',
  p95: 'p95Milliseconds',
  errorLines: 'errorLinesPerMinute',
  newErrorLines: 'newErrorLinesPerMinute',
  healthy: 'healthyPercent',
  startsIn: 'startsInSeconds',
  starts: 'starts',
} as const;

/** `set`'s names, such as `canary.errorRate`, with what each sets and how its value is read. */
const settable = new Map<string, { readonly of: string; readonly key: string; readonly schema: ZodType }>([
  ['users.requestsPerSecond', { of: 'users', key: 'requestsPerSecond', schema: values.requestsPerSecond }],
  ['queue.depth', { of: 'queue', key: 'depth', schema: values.depth }],
  ['queue.growsPerMinute', { of: 'queue', key: 'growsPerMinute', schema: values.growsPerMinute }],
  ...['stable', 'canary'].flatMap((of) =>
    Object.entries(versionKeys).map(
      ([name, key]) =>
        [`${of}.${name}`, { of, key, schema: values[name as keyof typeof versionKeys] }] as const,
    ),
  ),
]);

/** Reads one `set`, or says which of its names cannot be set so. */
export function readSettings(set: Readonly<Record<string, unknown>>) {
  const settings: Setting[] = [];
  const problems: { readonly name: string; readonly message: string }[] = [];
  for (const [name, value] of Object.entries(set)) {
    const known = settable.get(name);
    if (known === undefined) {
      const nearest = nearestKey(name, [...settable.keys()]);
      problems.push({ name, message: `is nothing that a scenario can set; the nearest is ${nearest}` });
      continue;
    }
    const read = known.schema.safeParse(value);
    if (read.success) settings.push({ of: known.of, key: known.key, value: read.data } as Setting);
    else problems.push({ name, message: read.error.issues[0]?.message ?? 'is not allowed' });
  }
  return { settings, problems };
}
