import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { clientConfig } from './config.ts';

export const cloudfront = (): CloudFrontClient => new CloudFrontClient(clientConfig);
