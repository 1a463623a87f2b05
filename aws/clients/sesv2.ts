import { SESv2Client } from '@aws-sdk/client-sesv2';
import { clientConfig } from './config.ts';

export const sesv2 = (): SESv2Client => new SESv2Client(clientConfig);
