import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Content, Html, html } from '../../web/html.ts';

const written = (value: Content) => String(html`<p title="${value}">${value}</p>`);
const parts = /^<p title="(.*)">(.*)<\/p>$/s;
const unescape = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
/** What no page can show, and what would turn the text around it. */
const unseen = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe('a value in a gap', () => {
  const evil = fc.stringMatching(/^[<>"'&;a-z/=!-]{0,30}$/);

  test('never ends the text or the attribute that it stands in, and is read as it was', () => {
    fc.assert(
      fc.property(fc.oneof(evil, fc.string({ unit: 'grapheme' })), (value) => {
        fc.pre(!unseen.test(value));
        const [, inAttribute = '', inText = ''] = parts.exec(written(value)) ?? [];
        for (const found of [inAttribute, inText]) {
          expect(found).not.toMatch(/[<>"']/);
          expect(found.replaceAll(/&(lt|gt|amp|quot|#39);/g, '')).not.toContain('&');
          expect(unescape(found)).toBe(value);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('cannot turn the direction of the page, nor hide a control character', () => {
    expect(written('2.4.0\u202e0.4.2\u0000')).toBe(
      '<p title="2.4.0\ufffd0.4.2\ufffd">2.4.0\ufffd0.4.2\ufffd</p>',
    );
  });

  test.each<[Content, string]>([
    [undefined, ''],
    [false, ''],
    [0, '0'],
    [['<', html`<b>${'<'}</b>`], '&lt;<b>&lt;</b>'],
  ])('%s', (value, expected) => {
    expect(String(html`${value}`)).toBe(expected);
  });
});

describe('a template', () => {
  const x = 'x';
  test.each([
    ['an attribute without quotes', () => html`<p class=${x}>`],
    ['an attribute in single quotes', () => html`<p class='${x}'>`],
    ['a name', () => html`<${x}>`],
    ['an attribute of text', () => html`<p ${x}>`],
    ['half an attribute', () => html`<p a="b" c=${html`x`}>`],
    ['an address from its beginning', () => html`<a href="${x}">`],
    ['an address of another site', () => html`<a href="//${x}">`],
    ['a handler', () => html`<p onclick="${x}">`],
    ['a style', () => html`<p style="${x}">`],
    ['a refresh', () => html`<meta content="${x}">`],
    ['a script', () => html`<script>${x}</script>`],
    ['a style sheet', () => html`<style>${x}</style>`],
    ['a comment', () => html`<!-- ${x} -->`],
  ])('takes no gap as %s', (_where, make) => {
    expect(make).toThrow(/may stand/);
  });

  test('takes what another template made between attributes', () => {
    expect(String(html`<input name="a"${html` checked`}${false}>`)).toBe('<input name="a" checked>');
  });

  test('takes a style sheet whole, but none that could end', () => {
    expect(String(Html.style('a > b { color: red; }'))).toBe('<style>a > b { color: red; }</style>');
    expect(() => Html.style('</style><script>')).toThrow('no <');
  });
});
