/** The quotas of Standard workflows that an execution can run into. */

export const PAYLOAD_BYTES_MAX = 262_144;
export const HISTORY_EVENTS_MAX = 25_000;
export const EXPRESS_SECONDS_MAX = 300;
/** TimeoutSeconds and HeartbeatSeconds at most. */
export const LIMIT_SECONDS_MAX = 99_999_999;
/** A longer Wait does not fit the service's counter of seconds. */
export const WAIT_SECONDS_MAX = 2 ** 31 - 1;

export function exceedsPayload(text: string): boolean {
  // No UTF-16 unit takes more than three bytes, so short texts need not be measured.
  return text.length * 3 > PAYLOAD_BYTES_MAX && Buffer.byteLength(text) > PAYLOAD_BYTES_MAX;
}
