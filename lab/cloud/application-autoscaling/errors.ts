import { ValidationException } from '@aws-sdk/client-application-auto-scaling';

export function invalid(message: string): ValidationException {
  return new ValidationException({ message, $metadata: {} });
}
