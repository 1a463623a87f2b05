/** The report of a cutover as one file: nothing from elsewhere, no script; for a screen, a phone and paper. */
import type { Report } from '../../core/report/report.ts';
import { summarize } from '../../core/report/summary.ts';
import { type Content, Html, html } from '../html.ts';
import { checklist } from './checklist.ts';
import { decisions } from './decisions.ts';
import { lessons } from './lessons.ts';
import { inTheLab, type Rehearsed } from './in-the-lab.ts';
import { measured } from './measured.ts';
import { stagingUnderLoad } from './staging.ts';
import { steps } from './steps.ts';
import { story } from './story.ts';
import { style } from './style.ts';
import { ships } from './ships.ts';
import { timetable } from './timetable.ts';
import { triggers } from './triggers.ts';

/** `rehearsed`: what only a rehearsal knows. */
export function reportPage(report: Report, rehearsed?: Rehearsed): string {
  const { headline, tone, answers } = summarize(report);
  const service = report.service ?? 'A plan';
  const kind = report.live ? 'cutover' : 'dry run';
  const main = html`<header>
<p class="over">${service} · ${kind} ${report.cutoverId}${rehearsed !== undefined && ` · rehearsed in the lab: ${rehearsed.title}`} · all times are UTC</p>
</header>
<div class="banner ${tone}">
<h1>${headline}</h1>
<dl class="answers">
${answers.map(({ question, text, steps: all }) => html`<dt>${question}</dt><dd>${text}${all.length > 0 && steps(all)}</dd>`)}
</dl>
</div>
${measured(report)}
${timetable(report)}
${triggers(report)}
${decisions(report)}
${lessons(report)}
${checklist(report)}
${stagingUnderLoad(report)}
${story(report.story)}
${ships(report)}
${rehearsed !== undefined && inTheLab(rehearsed)}`;
  return document(`${service}: ${headline}`, main);
}

function document(title: string, main: Content): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
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
