import { ECRClient } from '@aws-sdk/client-ecr';
import { clientConfig } from './config.ts';

export const ecr = (): ECRClient => new ECRClient(clientConfig);
