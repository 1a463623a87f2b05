import { GetObjectCommand } from '@aws-sdk/client-s3';
import { judgeTerraform } from '../../core/checks/terraform.ts';
import type { Verdict } from '../../core/verdict.ts';
import { isNamed } from '../failures.ts';
import type { Reader, Readers, Seen } from './reader.ts';

/** A plan of a thousand resources has a few MB; more would not fit beside it in a function's memory. */
const bytesMax = 32 * 1024 * 1024;

const readTerraform: Reader<'s3'> = async (world, { plan, now }) => {
  const { bucket = '', key = '', maxAgeSeconds = 0 } = plan.checks.terraform ?? {};
  const where = `s3://${bucket}/${key}`;
  try {
    const {
      Body,
      ContentLength = 0,
      LastModified,
    } = await world.clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (ContentLength > bytesMax)
      return failed('error', `${where} has ${ContentLength} bytes, and at most ${bytesMax} are read`);
    const document = parse((await Body?.transformToString()) ?? '');
    if (document === undefined)
      return failed('error', `${where} is no JSON: write it with terraform show -json`);
    const verdict = judgeTerraform({ document, writtenAt: LastModified?.getTime() ?? 0, now }, maxAgeSeconds);
    return { verdict, facts: { where, bytes: ContentLength, writtenAt: LastModified?.toISOString() } };
  } catch (error) {
    if (isNamed(error, 'NoSuchKey') || isNamed(error, 'NoSuchBucket'))
      return failed('fail', `there is no plan at ${where}`);
    throw error;
  }
};

function failed(outcome: Verdict['outcome'], reason: string): Seen {
  return { verdict: { outcome, reason } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the file, and the file may hold secrets.
    return undefined;
  }
}

export const terraformReaders: Readers<'s3'> = { terraform: readTerraform };
