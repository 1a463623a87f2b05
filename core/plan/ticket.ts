/** Whose ticket is told. Where the tickets are, the policy says: a plan can lead no token to another place. */
import { text } from './fields.ts';

export const ticket = text(
  'The ticket that is told of the cutover: closed when it is promoted, reopened when it goes back.',
  /^([A-Z][A-Z0-9_]{1,20}-)?\d{1,10}$/,
  "a key of Jira's such as OPS-123, or the number of an issue on GitHub in quotes",
).optional();
