import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly type: string;
  readonly text: string;
}

/** Keeps every text that is put, in order. Not modelled: versions, encryption, conditions, Object Lock, other bodies than text. */
export function putObject(stored: StoredObject[]) {
  return ({ Bucket = '', Key = '', ContentType = '', Body }: PutObjectRequest): PutObjectOutput => {
    stored.push({ bucket: Bucket, key: Key, type: ContentType, text: typeof Body === 'string' ? Body : '' });
    return {};
  };
}
