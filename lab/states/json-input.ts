/** JSON texts that come in through the API, within the service's limit. */

import * as errors from './errors.ts';
import { exceedsPayload, PAYLOAD_BYTES_MAX } from './limits.ts';

export function parseInput(text: string): unknown {
  if (exceedsPayload(text)) throw tooLong('input');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw errors.invalidExecutionInput((error as Error).message);
  }
}

export function parseOutput(text: string): unknown {
  if (exceedsPayload(text)) throw tooLong('output');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw errors.invalidOutput((error as Error).message);
  }
}

function tooLong(member: string): Error {
  return errors.validationException(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${PAYLOAD_BYTES_MAX}`,
  );
}
