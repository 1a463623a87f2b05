/** Members that several operations share, with the constraints of the service's own model. */
import { integer, list, required, structure, text } from './members.ts';

export const arn = text({ min: 1, max: 256 });
export const longArn = text({ min: 1, max: 2000 });
export const name = text({ min: 1, max: 80 });
export const definition = text({ min: 1, max: 1_048_576, isSecret: true });
/** Inputs, outputs, variables: JSON text. */
export const data = text({ max: 262_144, isSecret: true });
export const error = text({ max: 256, isSecret: true });
export const cause = text({ max: 32_768, isSecret: true });
export const taskToken = text({ min: 1, max: 2048, isSecret: true });
// oxlint-disable-next-line no-control-regex -- \p{ASCII} in the model
export const traceHeader = text({ max: 256, pattern: /^[\u0000-\u007f]*$/ });
export const pageSize = integer({ min: 0, max: 1000 });
export const pageToken = text({ min: 1, max: 1024 });
export const tags = list(
  structure({ key: required(text({ min: 1, max: 128 })), value: required(text({ max: 256 })) }),
);
export const tagKeys = list(text({ min: 1, max: 128 }));
