import { lessonText, type Lesson } from '../../core/report/lessons.ts';
import type { Report } from '../../core/report/report.ts';
import { clockText } from '../../core/report/words.ts';
import { html, type Html } from '../html.ts';

/** For those who keep the runbook: no section where all went as it should. */
export function lessons({ lessons: all = [] }: Report): Html {
  if (all.length === 0) return html``;
  return html`<section aria-labelledby="lessons">
<h2 id="lessons">What this cutover taught</h2>
<ul class="plain">${all.map(line)}</ul>
</section>`;
}

function line({ kind, at, text }: Lesson): Html {
  const when = at !== undefined && html` <time class="soft clock" datetime="${at}">${clockText(at)}</time>`;
  return html`<li><b>${lessonText[kind]}</b>${when}<br><span class="told">${text}</span></li>
`;
}
