/** Where the new version is tried before production. */
import { notBuiltYet, section } from './fields.ts';
import { origin } from './target.ts';

export const staging = section('Validation on staging: the smoke tests must pass there.', {
  url: origin('Where the new version runs on staging'),
  load: notBuiltYet('a load test on staging.'),
}).optional();
