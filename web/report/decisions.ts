import type { Report } from '../../core/report/report.ts';
import { people } from '../../core/report/summary.ts';
import { html, type Html } from '../html.ts';
import { steps } from './steps.ts';

export function decisions({ approvals, commands, startedBy }: Report): Html {
  const lines = people({ approvals, commands });
  const starter =
    startedBy === undefined
      ? 'Nobody is known to have started it.'
      : 'person' in startedBy
        ? `${startedBy.person} started it, and could not approve.`
        : `Who started it is not known (${startedBy.unknown}), so one approval more was needed.`;
  return html`<section aria-labelledby="decisions">
<h2 id="decisions">Decisions of people</h2>
<p>${starter}</p>
${lines.length === 0 ? html`<p>Nobody was asked, and nobody said a word.</p>` : steps(lines)}
</section>`;
}
