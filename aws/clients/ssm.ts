import { SSMClient } from '@aws-sdk/client-ssm';
import { clientConfig } from './config.ts';

export const ssm = (): SSMClient => new SSMClient(clientConfig);
