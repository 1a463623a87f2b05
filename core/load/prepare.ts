import type { K6Load, Plan } from '../plan/plan.ts';
import { durationText } from '../plan/units.ts';
import { untried, type Verdict } from '../verdict.ts';
import { type K6Definition, type K6Task, startOf } from './k6.ts';

export type K6Prepared =
  | { readonly task: K6Task; readonly container: string; readonly timeoutSeconds: number }
  | { readonly verdict: Verdict };

/** What may be missing before the first request and after the last: pulling an image, and k6's own summary. */
const marginSeconds = 600;

/** A dry run starts nothing, and says what it would start. */
export async function prepareK6(
  { staging }: Plan,
  cutover: { readonly id: string; readonly live: boolean },
  read: (load: K6Load) => Promise<K6Definition | { readonly unread: string }>,
): Promise<K6Prepared> {
  if (staging?.load?.engine !== 'k6') return error('the plan has no staging.load of k6');
  const { url, load } = staging;
  const definition = await read(load);
  if ('unread' in definition) return error(`its task definition could not be read: ${definition.unread}`);
  const start = startOf(load, definition, url, cutover.id);
  if ('verdict' in start) return start;
  if (cutover.live) return { ...start, timeoutSeconds: load.seconds + marginSeconds };
  const would = `run ${load.taskDefinition} in ${load.cluster} against ${url} for ${durationText(load.seconds)}`;
  return { verdict: untried(would) };
}

function error(why: string): K6Prepared {
  return { verdict: { outcome: 'error', reason: `k6 could not be started: ${why}` } };
}
