import { lateText } from '../../core/report/markdown.ts';
import type { PlannedLine } from '../../core/report/planned.ts';
import type { Report } from '../../core/report/report.ts';
import { clockText } from '../../core/report/words.ts';
import { html, type Html } from '../html.ts';

/** Planned times count from T: until then a cutover waits for tasks and people. */
export function timetable({ timetable: lines }: Report): Html {
  if (lines.length === 0) return html``;
  return html`<section aria-labelledby="timetable">
<h2 id="timetable">Timetable</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Planned and actual times"><table>
<thead><tr><th scope="col">What</th><th scope="col">Planned</th><th scope="col">Actual</th><th scope="col">Late</th></tr></thead>
<tbody>${lines.map(row)}</tbody>
</table></div>
</section>`;
}

function row({ what, plannedAt, actualAt, lateSeconds }: PlannedLine): Html {
  const actual = actualAt === undefined ? html`<span class="soft">not reached</span>` : clockText(actualAt);
  return html`<tr><th scope="row">${what}</th><td>${plannedAt !== undefined && clockText(plannedAt)}</td><td>${actual}</td><td>${lateText(lateSeconds)}</td></tr>
`;
}
