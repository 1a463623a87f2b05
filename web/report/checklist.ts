import type { Report } from '../../core/report/report.ts';
import { html, type Html } from '../html.ts';

type Check = Report['checks'][number];

const tones = { pass: 'go', fail: 'stop', error: 'stop', inconclusive: 'warn' } as const;
const said = { pass: '✓ pass', fail: '✗ fail', error: '! error', inconclusive: '? inconclusive' } as const;

/** In the runbook's order; what did not pass comes first. */
export function checklist({ checks }: Report): Html {
  if (checks.length === 0) return html``;
  const tried = checks.filter(({ isUntried }) => isUntried !== true);
  const [bad, good] = [tried.filter(isBad), tried.filter((check) => !isBad(check))];
  const untried = checks.filter(({ isUntried }) => isUntried === true);
  return html`<section aria-labelledby="checklist">
<h2 id="checklist">Checklist, with its evidence</h2>
<p class="soft">${bad.length === 0 ? `All ${tried.length} passed.` : `${good.length} of ${tried.length} passed.`}${untried.length > 0 && ` Not tried: ${untried.length}.`}</p>
<ul class="plain">${[...bad, ...untried, ...good].map(line)}</ul>
</section>`;
}

function isBad({ verdict }: Check): boolean {
  return verdict !== 'pass';
}

function line({ id, verdict, isUntried, waived, evidence }: Check): Html {
  return html`<li><span class="mark ${tones[verdict]}">${isUntried === true ? '– not tried' : said[verdict]}</span> <b>${id}</b>${waived && ' (waived)'}<br><span class="soft">${evidence}</span></li>
`;
}
