/** What the release leans on: secrets, queues, calendars. */
import { readCalendar } from './calendar.ts';
import { readQueue } from './queue.ts';
import type { Readers } from './reader.ts';
import { readSecrets } from './secrets.ts';

export const dependencyReaders: Readers<'secretsmanager' | 'ssm' | 'sqs'> = {
  secrets: readSecrets,
  queue: readQueue,
  calendar: readCalendar,
};
