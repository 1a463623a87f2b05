/** The SDK's exceptions of ECS. */
import type { ECSServiceException } from '@aws-sdk/client-ecs';

type Made<E extends ECSServiceException> = new (options: {
  message: string;
  $metadata: Record<string, never>;
}) => E;

export function refuse<E extends ECSServiceException>(kind: Made<E>, message: string): E {
  return new kind({ message, $metadata: {} });
}
