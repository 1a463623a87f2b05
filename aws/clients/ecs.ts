import { ECSClient } from '@aws-sdk/client-ecs';
import { clientConfig } from './config.ts';

export const ecs = (): ECSClient => new ECSClient(clientConfig);
