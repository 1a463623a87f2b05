import { readFileSync } from 'node:fs';

/** Names in a zip's central directory: signature, 46 fixed bytes, then the name. */
export function entries(zip: string): string[] {
  const bytes = readFileSync(zip);
  const names: string[] = [];
  for (let at = bytes.indexOf('PK\u0001\u0002'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 46)) {
    names.push(bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28)));
  }
  return names.toSorted();
}
