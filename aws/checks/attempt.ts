/** One check carried out: whatever it could not read becomes the verdict `error`, never a pass. */
import { idOf } from '../../core/checks/catalog.ts';
import type { Verdict } from '../../core/verdict.ts';
import { named } from '../failures.ts';
import type { Service, World } from '../world.ts';
import { askedFor, watched } from './asked-for.ts';
import type { Asked, Reader, Readers, Seen } from './reader.ts';

/** A sentence travels between the states: twenty of these are far below their 256 KB. */
const reasonLengthMax = 1_000;

export async function attempt<S extends Service>(
  world: World<S>,
  readers: Readers<S>,
  asked: Asked,
): Promise<Seen> {
  const reader: Reader<S> | undefined = readers[idOf(asked.name) ?? ''];
  if (reader === undefined)
    return { verdict: { outcome: 'error', reason: `no check is called ${asked.name} here` } };
  try {
    const seen = await reader(watched(world), asked);
    return { ...seen, verdict: { ...seen.verdict, reason: seen.verdict.reason.slice(0, reasonLengthMax) } };
  } catch (error) {
    const failure = named(error);
    if (failure.name === 'CloudBusy' && asked.isTriedAgain) throw busy(failure, askedFor(error));
    return { verdict: unread(failure, askedFor(error)) };
  }
}

/** What could not be read, and for a refusal which permission is missing. */
export function unread(failure: Error, action: string | undefined): Verdict {
  const isDenied = failure.name === 'CloudDenied';
  const missing = isDenied && action !== undefined ? `the role lacks ${action}` : '';
  const call = action === undefined ? '' : `${action} failed`;
  const why = [missing || call, failure.message].filter((part) => part !== '').join(': ');
  return { outcome: 'error', reason: `could not be read: ${why}`.slice(0, 600) };
}

/** What the state machine retries, and quotes where it gives up. */
function busy(failure: Error, action: string | undefined): Error {
  const error = new Error(unread(failure, action).reason, { cause: failure });
  error.name = failure.name;
  return error;
}
