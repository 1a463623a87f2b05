/** CloudWatch's refusals as the SDK throws them. */
import { CloudWatchServiceException } from '@aws-sdk/client-cloudwatch';

/** The service's general `ValidationError`, for which the SDK has no class. */
export function invalid(message: string): CloudWatchServiceException {
  return new CloudWatchServiceException({
    name: 'ValidationError',
    $fault: 'client',
    message,
    $metadata: {},
  });
}
