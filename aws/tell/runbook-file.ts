/** The runbook as GitHub's contents come and go: as bytes, so that a file in another encoding stays what it is. */
import { mapping } from './sent.ts';

export type RunbookFile = { readonly bytes: Buffer; readonly sha: string } | { readonly why: string };

/** Undefined where half of the answer is missing. https://docs.github.com/en/rest/repos/contents */
export function fileOf(body: string): RunbookFile | undefined {
  // A list is what stands in a folder.
  if (body.trimStart().startsWith('[')) return { why: 'is a folder' };
  const { type, encoding, content, sha } = mapping(body) ?? {};
  if (typeof type !== 'string' || typeof sha !== 'string') return undefined;
  if (type !== 'file') return { why: `is a ${type} and no file` };
  if (encoding === 'none') return { why: 'is over 1 MB, which GitHub does not give' };
  if (typeof content !== 'string' || encoding !== 'base64') return undefined;
  return { bytes: Buffer.from(content, 'base64'), sha };
}

/** Undefined where the section stands there already. Lines end as the file's do. */
export function withSection(file: Buffer, section: string, mark: string): Buffer | undefined {
  if (file.includes(mark)) return undefined;
  const gap = file.length === 0 ? '' : file.at(-1) === 0x0a ? '\n' : '\n\n';
  const added = `${gap}${section}\n\n${mark}\n`;
  const lines = file.includes('\r\n') ? added.replaceAll('\n', '\r\n') : added;
  return Buffer.concat([file, Buffer.from(lines)]);
}
