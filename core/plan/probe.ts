/** `triggers.probe`: requests of our own through the canary's door. Off unless the plan has it. */
import { type Fields, fields, items, type Say } from './between.ts';
import { count, quantity, section, text } from './fields.ts';
import type { SmokeTest } from './plan.ts';
import type { ProbeRule } from '../triggers/probe.ts';
import { pathAllowed, pathPattern } from './smoke.ts';
import { latency } from './units.ts';

export const probe = section(
  'A canary that is dead at any traffic: a GET through its door, again and again.',
  {
    path: text(
      'What is asked for; left out, what the first plain GET of smoke asks for.',
      pathPattern,
      pathAllowed,
    ).optional(),
    status: count(
      'What a canary that is alive answers; anything below 500 that is not it says nothing.',
      200,
      499,
    ).optional(),
    within: quantity(latency, {
      about: 'A request that is answered later counts as not answered.',
      min: 100,
      max: 2_000,
      because: 'two after each other must fit between two rounds',
    }).prefault('2s'),
  },
).optional();

interface ProbeFile {
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  readonly within: number;
}

export function probeOf({ path, status, within }: ProbeFile, smoke: readonly SmokeTest[]): ProbeRule {
  const plain = smoke.find(isPlain);
  const of = path === undefined && plain !== undefined ? plain : { path: path ?? '/health', status: 200 };
  return {
    path: of.path,
    ...('headers' in of && of.headers !== undefined && { headers: of.headers }),
    status: status ?? of.status,
    withinMilliseconds: within,
  };
}

/** One that a probe can repeat: it changes nothing, and its first answer is its last. */
function isPlain({
  method = 'GET',
  body,
  redirects = 0,
  status,
}: Omit<SmokeTest, 'path' | 'withinMilliseconds'>): boolean {
  return method === 'GET' && body === undefined && redirects === 0 && status < 500;
}

/** Without a path of its own it needs a smoke test that it can repeat. */
export function probeRules({ triggers, smoke }: Fields, say: Say): void {
  const { probe: own } = fields(triggers);
  if (own === undefined || fields(own)['path'] !== undefined) return;
  const all = items(smoke);
  const couldBe = all.some(
    (test) => typeof test !== 'object' || isPlain(fields(test) as unknown as SmokeTest),
  );
  if (all.length === 0 || couldBe) return;
  say(
    ['triggers', 'probe'],
    'must say its path: no smoke test is a GET without redirects whose answer could be repeated',
  );
}
