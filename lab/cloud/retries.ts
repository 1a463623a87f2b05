/**
 * The SDK's standard retry mode, played in virtual time: the middleware of the wire stands before the SDK's own
 * retries, which would sleep on the real clock. What is worth a retry, and the bases of the delays, are the SDK's.
 * Not modelled: the retry quota (500 tokens a client), which only an outage of many calls exhausts.
 */
import { isThrottlingError, isTransientError, MAXIMUM_RETRY_DELAY, Retry } from '@smithy/core/retry';
import type { Random } from '../random.ts';
import type { Metadata, SdkError } from './wire/errors.ts';

export interface RetryPolicy {
  readonly attempts: number;
  /** Base of the exponential backoff for errors that are not throttling. */
  readonly baseMilliseconds: number;
}

/** DynamoDB's client starts lower: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
export function policyOf(service: string, attempts: number): RetryPolicy {
  return { attempts, baseMilliseconds: service === 'dynamodb' ? 25 : Retry.delay() };
}

export interface RetryHost {
  sleep(milliseconds: number): Promise<void>;
  readonly random: Random;
}

/** Calls until it succeeds, is not worth a retry, or has had its attempts. The error thrown is the last one. */
export async function withRetries<T>(
  host: RetryHost,
  policy: RetryPolicy,
  call: (attempt: number) => Promise<T>,
): Promise<{ readonly answer: T; readonly metadata: Metadata }> {
  let totalRetryDelay = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return { answer: await call(attempt), metadata: { attempts: attempt, totalRetryDelay } };
    } catch (thrown) {
      const error = thrown as SdkError;
      if (attempt >= policy.attempts || !isRetryable(error)) {
        error.$metadata = { ...error.$metadata, attempts: attempt, totalRetryDelay };
        throw error;
      }
      const delay = backoff(error, attempt - 1, policy, host.random);
      totalRetryDelay += delay;
      await host.sleep(delay);
    }
  }
}

export function isRetryable(error: SdkError): boolean {
  return isThrottlingError(error as never) || isTransientError(error as never);
}

/** Full jitter: anything from nothing to the exponential bound. */
function backoff(error: SdkError, retries: number, policy: RetryPolicy, random: Random): number {
  const base = isThrottlingError(error as never) ? Retry.throttlingDelay() : policy.baseMilliseconds;
  return Math.floor(random.next() * Math.min(base * 2 ** retries, MAXIMUM_RETRY_DELAY));
}
