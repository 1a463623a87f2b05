/** The ramp so far: where the share stands, and how the canary does beside stable. */
import { percentText, timeText } from '../../core/evidence/minutes.ts';
import { html, type Html } from '../html.ts';
import { lineChart, type Line } from './line-chart.ts';
import { rungs } from './rungs.ts';
import type { Minute, Ramp, Traffic } from './view.ts';

/** Rows of the table: the newest; the pictures have all. */
const rowsMax = 30;

export function ramp(it: Ramp): Html {
  return html`<section aria-labelledby="ramp">
<h2 id="ramp">The ramp</h2>
${rungs(it)}
${'unknown' in it.minutes ? html`<p class="problem">The metrics could not be read: ${it.minutes.unknown}. No numbers is not good numbers.</p>` : measured(it.minutes, it.limits)}
</section>`;
}

function measured(minutes: readonly Minute[], limits: Ramp['limits']): Html {
  if (minutes.length === 0)
    return html`<p class="problem">CloudWatch has no minute of the canary yet. No numbers is not good numbers.</p>`;
  return html`<div class="charts">
${lineChart({
  title: 'Error rate',
  text: percentText,
  canary: lineOf(minutes, 'canary', 'errorPercent'),
  stable: lineOf(minutes, 'stable', 'errorPercent'),
  limit: limits.errorPercent,
  least: 1,
})}
${lineChart({
  title: 'p95 latency',
  text: millisecondsText,
  canary: lineOf(minutes, 'canary', 'p95Milliseconds'),
  stable: lineOf(minutes, 'stable', 'p95Milliseconds'),
  limit: limits.p95Milliseconds,
  least: 100,
})}
</div>
<details><summary>The numbers, minute by minute</summary>
<div class="scroll" tabindex="0" role="region" aria-label="The numbers, minute by minute">${table(minutes.slice(-rowsMax).toReversed())}</div>
</details>`;
}

function lineOf(
  minutes: readonly Minute[],
  role: 'canary' | 'stable',
  field: 'errorPercent' | 'p95Milliseconds',
): Line {
  return minutes.map((minute) => ({ at: minute.at, value: minute[role][field] }));
}

function table(minutes: readonly Minute[]): Html {
  return html`<table>
<thead><tr><th scope="col">Minute</th><th scope="col">Canary requests</th><th scope="col">errors</th><th scope="col">p95</th><th scope="col">Stable requests</th><th scope="col">errors</th><th scope="col">p95</th></tr></thead>
<tbody>${minutes.map(({ at, canary, stable }) => html`<tr><th scope="row">${timeText(at)}</th>${cells(canary)}${cells(stable)}</tr>`)}</tbody>
</table>`;
}

function cells({ requests, errorPercent, p95Milliseconds }: Traffic): Html {
  const [errors, p95] = [errorPercent, p95Milliseconds].map((value, index) =>
    value === undefined ? '–' : index === 0 ? percentText(value) : millisecondsText(value),
  );
  return html`<td>${requests}</td><td>${errors}</td><td>${p95}</td>`;
}

function millisecondsText(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`;
}
