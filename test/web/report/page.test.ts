import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportMarkdown } from '../../../core/report/markdown.ts';
import { reportPage } from '../../../web/report/page.ts';
import { aReport, rehearsed } from './a-report.ts';

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>*{display:none}',
  '</title><meta http-equiv="refresh" content="0;url=//evil">',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  '\u202egnp.exe\u0000',
];
const page = (text: string) => reportPage(aReport(text), rehearsed(text));
/** Every tag with its attributes' names, and their values but for the labels that say what a picture shows. */
const skeleton = (html: string) =>
  html
    .match(/<[a-z!/](?:[^"'>]|"[^"]*")*>/gi)
    ?.map((tag) => tag.replaceAll(/aria-label="[^"]*"/g, 'aria-label'));

describe('whatever others write', () => {
  test.each(hostile)('%s stays text', (text) => {
    expect(skeleton(page(text))).toEqual(skeleton(page('calm')));
  });

  test('stays text, whatever it is', () => {
    const evil = fc.stringMatching(/^[<>"'&;a-z/=!-]{0,30}$/);
    fc.assert(
      fc.property(fc.oneof(evil, fc.string({ unit: 'grapheme' })), (text) => {
        // Where there is no text there is no full stop either: the tags are the same.
        expect(skeleton(page(`x${text}`))).toEqual(skeleton(page('calm')));
      }),
      { numRuns: 100 },
    );
  });

  test('cannot begin a heading, a row, a link or a tag in Markdown, nor call anybody', () => {
    const text = '\n# now\n| a | b |\n[click](http://evil) <img src=x> @everyone `code` **bold**';
    const written = reportMarkdown(aReport(text));
    const calm = reportMarkdown(aReport('calm'));
    expect(written.split('\n')).toHaveLength(calm.split('\n').length);
    expect(written).not.toMatch(/@[a-z]|(?<!\\)\[click|(?<!\\)<img|(?<!\\)\*\*bold/);
    expect(written.match(/^#/gm)).toHaveLength(calm.match(/^#/gm)?.length ?? 0);
  });
});

test('a page asks nobody for anything', () => {
  const made = page('calm');
  expect(made).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|src=|href=/);
  expect(made).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
});
