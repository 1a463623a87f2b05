/** The approver's page, in the order in which somebody who was just woken up asks. */
import { html, Html, type Content } from '../html.ts';
import { banner } from './banner.ts';
import { checks } from './checks.ts';
import { form } from './form.ts';
import { people } from './people.ts';
import { ramp } from './ramp.ts';
import { shipping } from './shipping.ts';
import { story } from './story.ts';
import { style } from './style.ts';
import type { ApprovalView } from './view.ts';

export function approvalPage(view: ApprovalView): string {
  const title = `${view.question} · ${view.service}`;
  return htmlDocument(
    title,
    html`${view.form !== undefined && html`<a class="skip" href="#decide">To the decision</a>`}
<header>
<p class="over">${view.service} · cutover ${view.cutoverId} · you are ${view.you}</p>
<h1>${view.question}</h1>
</header>
${banner(view)}
${view.ramp !== undefined && ramp(view.ramp)}
${shipping(view)}
${checks(view.checks)}
${people(view)}
${story(view.story)}
${view.form !== undefined && form(view, view.form)}`,
  );
}

/** A page with one thing to say: no gate is shown to who has not come by a link of theirs. */
export function noticePage(notice: {
  readonly title: string;
  readonly sentences: readonly string[];
  /** A way on, within this site. */
  readonly link?: { readonly gateId: string; readonly text: string };
}): string {
  const { title, sentences, link } = notice;
  return htmlDocument(
    title,
    html`<h1>${title}</h1>
<section>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
${link !== undefined && html`<p><a class="jump" href="/gate/${encodeURIComponent(link.gateId)}">${link.text}</a></p>`}
</section>`,
  );
}

function htmlDocument(title: string, main: Content): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
${Html.style(style)}
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`.toString();
}
