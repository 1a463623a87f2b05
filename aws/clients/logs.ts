import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig } from './config.ts';

export const logs = (): CloudWatchLogsClient => new CloudWatchLogsClient(clientConfig);
