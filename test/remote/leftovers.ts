/** `npm run remote:leftovers`: deletes what contract runs that died have left in the account of your credentials. */
import { dynamodb } from '../../aws/clients/dynamodb.ts';
import { isRemote, prefix, removeLeftovers } from './table.ts';

if (isRemote) {
  const removed = await removeLeftovers(dynamodb(), Date.now(), console.log);
  if (removed.length === 0)
    console.log(`Nothing older than an hour is named ${prefix}… and tagged as a run's.`);
} else {
  console.error(
    'This deletes tables in the account of your credentials. Say so: REMOTE=1 npm run remote:leftovers',
  );
  process.exitCode = 2;
}
