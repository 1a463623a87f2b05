/** Translates the SDK's errors into a few names that the state machine matches. */

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html and each service's own spelling. */
const busy =
  /Throttl|TooManyRequests|LimitExceeded|RequestLimit|ServiceUnavailable|InternalServer|InternalFailure|Timeout|ServerException|ProvisionedThroughput|TransactionConflict|TransactionInProgress|TransactionCanceled|ConcurrentUpdate|socket/i;
/** Node's own codes, as whole words: `ResourceNotFoundException` is no `ENOTFOUND`. */
const unreachable = /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;
const denied =
  /AccessDenied|Unauthorized|NotAuthorized|ExpiredToken|UnrecognizedClient|InvalidClientTokenId/i;

/** `CloudBusy` is worth a retry, `CloudDenied` names the missing permission, `CloudRefused` is final. */
export function named(error: unknown): Error {
  if (!(error instanceof Error)) return named(new Error(String(error)));
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
  const renamed = new Error(`${error.name}: ${error.message}`, { cause: error });
  renamed.name = name;
  return renamed;
}

/** Whether an error carries the name that a service gives it, also once it has crossed a bundle. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
