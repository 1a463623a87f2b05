import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { clientConfig } from './config.ts';

export const cloudwatch = (): CloudWatchClient => new CloudWatchClient(clientConfig);
