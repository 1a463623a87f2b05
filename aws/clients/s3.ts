import { S3Client } from '@aws-sdk/client-s3';
import { clientConfig } from './config.ts';

export const s3 = (): S3Client => new S3Client(clientConfig);
