/** The quotas of Standard workflows that an execution can run into. */

export const PAYLOAD_BYTES_MAX = 262_144;
/** All variables that a state can see. */
export const VARIABLES_BYTES_MAX = 10 * 1024 * 1024;
export const HISTORY_EVENTS_MAX = 25_000;
export const EXPRESS_SECONDS_MAX = 300;
/** TimeoutSeconds and HeartbeatSeconds at most. */
export const LIMIT_SECONDS_MAX = 99_999_999;
/** A longer Wait does not fit the service's counter of seconds. */
export const WAIT_SECONDS_MAX = 2 ** 31 - 1;

/** About how long the value's JSON is; never more. Stops looking where it is longer than a payload may be. */
export function sizeOf(value: unknown): number {
  return PAYLOAD_BYTES_MAX - measure(value, PAYLOAD_BYTES_MAX);
}

/** What is left of the room; negative where there is too little. */
function measure(value: unknown, room: number): number {
  if (typeof value === 'string') return room - value.length - 2;
  if (typeof value !== 'object' || value === null) return room - 1;
  let left = room - 2;
  for (const [key, child] of Object.entries(value)) {
    left = measure(child, Array.isArray(value) ? left - 1 : left - key.length - 4);
    if (left < 0) return left;
  }
  return left;
}

export function exceedsPayload(text: string): boolean {
  // No UTF-16 unit takes more than three bytes, so short texts need not be measured.
  return text.length * 3 > PAYLOAD_BYTES_MAX && Buffer.byteLength(text) > PAYLOAD_BYTES_MAX;
}
