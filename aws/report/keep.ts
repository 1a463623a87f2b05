/** Keeps a cutover's report as files in the team's bucket. The same key again is the same file: nothing has to be looked for. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { ReportArchive } from '../../core/messages/channels.ts';
import type { Report } from '../../core/report/report.ts';
import { findReport } from '../ledger/report.ts';
import type { World } from '../world.ts';

/** A file of it: its name, its type, and how it is written. Pages lie above this folder. */
export interface ReportFile {
  readonly name: string;
  readonly type: string;
  readonly write: (report: Report) => string;
}

/** Throws what S3 or the ledger refuses: whoever called comes again. A report that is gone by now needs no files. */
export async function keepReport(
  world: World<'dynamodb' | 's3'>,
  { bucket, prefix }: ReportArchive,
  cutoverId: string,
  files: readonly ReportFile[],
): Promise<void> {
  const report = await findReport(world, { id: cutoverId, live: true });
  if (report === undefined) return;
  for (const { name, type, write } of files) {
    await world.clients.s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `${prefix}${cutoverId}/${name}`,
        ContentType: type,
        Body: write(report),
      }),
    );
  }
}
