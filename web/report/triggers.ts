import { rangText } from '../../core/report/markdown.ts';
import type { Report } from '../../core/report/report.ts';
import type { TriggerLine } from '../../core/report/triggers.ts';
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
  return html`<li><b>${id}</b> <span class="soft">${whatOf(id)}, ${scope === 'canary' ? 'at the canary' : 'at both versions'}</span> <span class="mark ${isQuiet ? 'go' : 'stop'}">${rang}</span>${nearest}${isQuiet && reached !== undefined && reached > 0 && bar(reached)}<div class="soft small">${observed}</div></li>
`;
}

/** What each of them watches. The guard's own two are `sight` and `drift`. */
const watched: Readonly<Record<string, string>> = {
  http5xx: 'requests that fail',
  latencyP95: 'slow answers',
  unhealthy: 'targets that fail their health checks',
  queueDepth: 'a queue that rises',
  probe: 'requests through its door that fail',
  sight: 'the age of the newest data',
  drift: 'weights that somebody else writes',
};

export function whatOf(id: string): string {
  return watched[id] ?? "an alarm of the team's";
}
