/** What goes wrong before an operation is reached, and how every error looks on the wire: AWS JSON 1.0. */
import { StatesApiError } from '../states/errors.ts';

/** Errors of AWS's protocol layer; those of Step Functions itself are StatesApiErrors. */
export class ProtocolFault extends Error {
  readonly status: number;
  readonly type: string;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

const coral = 'com.amazon.coral.service#';

export const serializationException = (message: string) =>
  new ProtocolFault(`${coral}SerializationException`, message);

export const unknownOperation = () => new ProtocolFault(`${coral}UnknownOperationException`, '');

export const tooLarge = (bytesMax: number) =>
  new ProtocolFault(
    `${coral}RequestEntityTooLargeException`,
    `The request is longer than ${bytesMax} bytes`,
    413,
  );

export interface WireError {
  readonly status: number;
  readonly body: { readonly __type: string; readonly message?: string };
}

/** Anything that is not an error of AWS's is one of ours: a 500, as AWS answers its own. */
export function wireError(error: unknown): WireError {
  if (error instanceof ProtocolFault)
    return {
      status: error.status,
      body: { __type: error.type, ...(error.message !== '' && { message: error.message }) },
    };
  if (error instanceof StatesApiError) {
    const space =
      error.name === 'ValidationException'
        ? 'com.amazon.coral.validate#'
        : 'com.amazonaws.swf.service.v2.model#';
    return { status: 400, body: { __type: `${space}${error.name}`, message: error.message } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: { __type: `${coral}InternalFailure`, message: `lab: ${message}` } };
}
