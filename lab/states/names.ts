/** The names that the API accepts for machines, executions and activities. */

import { invalidName } from './errors.ts';

// oxlint-disable-next-line no-control-regex -- the API names them
const NAME = /^[^\s[\]{}<>?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/;

export function checkName(name: string): void {
  if (!NAME.test(name)) throw invalidName(name);
}
