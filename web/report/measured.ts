import type { Report } from '../../core/report/report.ts';
import { html, type Html } from '../html.ts';
import { momentsOf, pictures } from './pictures.ts';

const minute = 60_000;

/** What users met, drawn. Nothing is drawn where users never met the canary. */
export function measured(report: Report): Html {
  const { weights, minutes, minutesUnread } = report;
  const first = weights.find(({ canaryPercent }) => canaryPercent > 0);
  if (first === undefined) return html``;
  const from = Date.parse(first.at) - 3 * minute;
  const until = Date.parse(report.endedAt);
  const within = minutes.filter(({ at }) => Date.parse(at) + minute > from);
  return html`<section aria-labelledby="measured">
<h2 id="measured">What users met</h2>
${minutesUnread !== undefined && html`<p class="mark warn">The last minutes could not be read: ${minutesUnread}. No numbers is not good numbers.</p>`}
${pictures({ ...report, minutes: within, from, until, moments: momentsOf(weights) }, 'worst')}
</section>`;
}
