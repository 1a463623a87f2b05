/**
 * HTML that is safe by construction: what stands in a template's gaps is escaped, unless a template made it. A gap is
 * only taken where escaping is enough, in text and between double quotes; anywhere else the template is refused when
 * it is first used. Our own, since the libraries that escape by default either take gaps anywhere or bring a runtime.
 */

export type Content = Html | string | number | false | undefined | readonly Content[];

export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static of(strings: TemplateStringsArray, contents: readonly Content[]): Html {
    const gaps = gapsOf(strings);
    const filled = contents.map((content, index) => {
      const isMade = content instanceof Html || content === false || content === undefined;
      if (gaps[index] === 'tag' && !isMade)
        throw new Error(`only what a template made may stand in a tag: ${strings[index]?.slice(-60)}…`);
      return render(content);
    });
    return new Html(strings.map((part, index) => part + (filled[index] ?? '')).join(''));
  }

  /** A style sheet of ours: CSS has quotes and brackets of its own, so it is not escaped but refused where it could end. */
  static style(css: string): Html {
    if (css.includes('<')) throw new Error('a style sheet has no <');
    return new Html(`<style>${css}</style>`);
  }

  /** A script of ours, whole: nothing is ever put into one. */
  static script(code: string): Html {
    if (/<[/!]/.test(code)) throw new Error('a script has no tag and no comment of HTML in it');
    return new Html(`<script>${code}</script>`);
  }

  toString(): string {
    return this.#text;
  }
}

export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return Html.of(strings, contents);
}

function render(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Html) return content.toString();
  if (typeof content === 'object') return content.map(render).join('');
  return escape(String(content));
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters have no place in a page, and neither have those that turn the direction of what follows. */
function escape(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
      /[\t\n\r]/.test(character) ? character : '\ufffd',
    )
    .replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
}

type Gap = 'text' | 'attribute' | 'tag';

const known = new WeakMap<TemplateStringsArray, readonly Gap[]>();

/** Where each gap stands; a template is looked at once. */
function gapsOf(strings: TemplateStringsArray): readonly Gap[] {
  const found = known.get(strings);
  if (found !== undefined) return found;
  let before = '';
  const gaps = strings.slice(0, -1).map((part) => {
    before += part;
    const gap = gapAfter(before);
    before += gap === 'tag' ? ' ' : 'x';
    return gap;
  });
  known.set(strings, gaps);
  return gaps;
}

/** Attributes that are code, or an address: what a value does there is not a matter of escaping. */
const code = /^(on.*|style|srcdoc|content)$/i;
const address = /^(href|src|action|formaction)$/i;

function gapAfter(before: string): Gap {
  const outside = before.replaceAll(/<[a-z!/](?:[^"'>]|"[^"]*"|'[^']*')*>/gi, (tag) =>
    /^<(script|style)\b/i.test(tag) ? '<raw ' : '',
  );
  const open = outside.lastIndexOf('<');
  if (open === -1) return 'text';
  const tag = outside.slice(open);
  const attribute = /\s([\w:-]+)="([^"]*)$/.exec(tag.replaceAll(/="[^"]*"/g, ''));
  const [, name = '', value = ''] = attribute ?? [];
  const isBetween =
    attribute === null &&
    /^<[a-z][^<]*["a-z0-9 ]$/i.test(tag) &&
    !/=\S*$/.test(tag.replaceAll(/="[^"]*"/g, ''));
  if (isBetween && !tag.startsWith('<raw ')) return 'tag';
  const isCode = code.test(name) || (address.test(name) && !/^(#|\/\w)/.test(value));
  if (attribute === null || isCode) throw new Error(`no gap may stand here: …${before.slice(-60)}`);
  return 'attribute';
}
