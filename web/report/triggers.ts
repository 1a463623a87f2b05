import { rangText } from '../../core/report/markdown.ts';
import type { Report } from '../../core/report/report.ts';
import { type TriggerLine, whatOf, whereOf } from '../../core/report/triggers.ts';
import { html, type Html } from '../html.ts';
import { bar } from './bar.ts';

/** What rang first; of the others, how near they came. */
export function triggers({ triggers: lines, written }: Report): Html {
  if (lines.length === 0) return html``;
  const rang = lines.filter(({ firedAt }) => firedAt !== null);
  const quiet = lines.filter(({ firedAt }) => firedAt === null);
  const sorted = [
    ...rang.toSorted((a, b) => (a.firedAt ?? '').localeCompare(b.firedAt ?? '')),
    ...quiet.toSorted((a, b) => (b.reached ?? -1) - (a.reached ?? -1)),
  ];
  return html`<section aria-labelledby="triggers">
<h2 id="triggers">Triggers</h2>
<ul class="plain">${sorted.map((line) => item(line, rangText(line, written)))}</ul>
</section>`;
}

function item({ id, scope, firedAt, observed, reached }: TriggerLine, rang: string): Html {
  const isQuiet = firedAt === null;
  const nearest =
    isQuiet && reached !== undefined && html`, at most ${Math.round(100 * reached)} % of its limit`;
  return html`<li><b>${id}</b> <span class="soft">${whatOf(id)}, ${whereOf(scope)}</span> <span class="mark ${isQuiet ? 'go' : 'stop'}">${rang}</span>${nearest}${isQuiet && reached !== undefined && reached > 0 && bar(reached)}<div class="soft small">${observed}</div></li>
`;
}
