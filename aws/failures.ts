/** Translates the SDK's errors into a few names that the state machine matches. */

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html and each service's own spelling. */
const busy =
  /Throttl|TooManyRequests|LimitExceeded|RequestLimit|ServiceUnavailable|InternalServer|InternalFailure|Timeout|ServerException|ProvisionedThroughput|TransactionConflict|TransactionInProgress|TransactionCanceled|ConcurrentUpdate|socket|SlowDown/i;
/** Node's own codes, as whole words: `ResourceNotFoundException` is no `ENOTFOUND`. */
const unreachable = /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;
const denied =
  /AccessDenied|Unauthorized|NotAuthorized|ExpiredToken|UnrecognizedClient|InvalidClientTokenId/i;

const calls = new WeakMap<object, string>();

/** The SDK's errors do not say which call failed, and people who read "throttled" want to know what was. */
export function noteCall(error: unknown, call: string): void {
  if (error instanceof Error) calls.set(error, call);
}

/**
 * `CloudBusy` is worth a retry, `CloudDenied` names the missing permission, `CloudRefused` is final. The message
 * says which call failed, where that is known, and whose it was.
 */
export function named(error: unknown, caller?: string): Error {
  if (!(error instanceof Error)) return named(new Error(String(error)));
  const call = calls.get(error);
  if (call !== undefined && caller !== undefined) calls.set(error, `${call} of ${caller}`);
  const fault = (error as { $fault?: unknown; $metadata?: { httpStatusCode?: number } }) ?? {};
  const fromAws = fault.$metadata !== undefined || fault.$fault !== undefined;
  const code = (error as { code?: unknown }).code;
  const words = `${error.name} ${typeof code === 'string' ? code : ''}`;
  const isBusy = busy.test(words) || words.split(' ').some((word) => unreachable.test(word));
  if (!fromAws && !isBusy) return error;
  if (isBusy || (fault.$metadata?.httpStatusCode ?? 0) >= 500) return rename(error, 'CloudBusy');
  if (denied.test(words)) return rename(error, 'CloudDenied');
  return rename(error, 'CloudRefused');
}

function rename(error: Error, name: string): Error {
  const call = calls.get(error);
  const what = call === undefined ? '' : `${call} failed: `;
  const renamed = new Error(`${what}${error.name}: ${error.message}`, { cause: error });
  renamed.name = name;
  return renamed;
}

/** Whether an error carries the name that a service gives it, also once it has crossed a bundle. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
