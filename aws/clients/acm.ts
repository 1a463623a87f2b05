import { ACMClient } from '@aws-sdk/client-acm';
import { clientConfig } from './config.ts';

export const acm = (): ACMClient => new ACMClient(clientConfig);
