/** The recorded cases that differ, as docs/lab.md lists them for people: case → why. A case that heals must leave the list. */

import { readFileSync } from 'node:fs';

const heading = '### Cases that differ';

export function knownDifferences(): ReadonlyMap<string, string> {
  const page = readFileSync(new URL('../../../../docs/lab.md', import.meta.url), 'utf8');
  const section = page.slice(page.indexOf(heading)).split(/^##/m).slice(0, 3).join('');
  const rows = section.matchAll(/^\| `(.+?)` \| (.+) \|$/gm);
  return new Map([...rows].map(([, name, why]) => [String(name), String(why)]));
}

/** A case as the list calls it. */
export function titleOf(id: string): string {
  return id.replace(/^.*::/, '');
}
