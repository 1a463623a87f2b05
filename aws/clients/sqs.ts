import { SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from './config.ts';

export const sqs = (): SQSClient => new SQSClient(clientConfig);
