/** The checklist: what failed first. */
import { html, type Html } from '../html.ts';
import type { ApprovalView, Check } from './view.ts';

const tones = { pass: 'go', fail: 'stop', error: 'stop', inconclusive: 'warn' } as const;
const said = { pass: '✓ pass', fail: '✗ fail', error: '! error', inconclusive: '? inconclusive' } as const;
const order: readonly Check['verdict'][] = ['fail', 'error', 'inconclusive', 'pass'];

export function checks(all: ApprovalView['checks']): Html {
  if (all.length === 0) return html``;
  // On a phone many of them would stand between the reader and the decision.
  const isShort = all.length <= 6;
  const [bad, good] = [all.filter(isBad), all.filter((check) => !isBad(check))];
  return html`<section aria-labelledby="checks">
<h2 id="checks">Checks</h2>
${bad.length > 0 && html`<ul class="plain">${bad.toSorted(worstFirst).map(line)}</ul>`}
${good.length > 0 && html`<details${bad.length === 0 && isShort && html` open`}><summary>${good.length} passed</summary><ul class="plain">${good.map(line)}</ul></details>`}
</section>`;
}

function isBad({ verdict }: Check): boolean {
  return verdict !== 'pass';
}

function worstFirst(a: Check, b: Check): number {
  return order.indexOf(a.verdict) - order.indexOf(b.verdict);
}

function line({ id, verdict, waived, waivedBy = [], evidence }: Check): Html {
  return html`<li><span class="mark ${tones[verdict]}">${said[verdict]}</span> <b>${id}</b>${waived && ` (waived${waivedBy.length > 0 ? ` by ${waivedBy.join(' and ')}` : ''})`}<br><span class="soft">${evidence}</span></li>`;
}
