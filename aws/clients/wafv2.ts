import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { clientConfig } from './config.ts';

export const wafv2 = (): WAFV2Client => new WAFV2Client(clientConfig);
