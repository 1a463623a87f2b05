import { clockText, countText } from '../../core/report/words.ts';
import { html, type Html } from '../html.ts';
import { steps } from './steps.ts';

/** What no cutover knows of itself: the weather that it was given, and whether every promise held. */
export interface Rehearsed {
  readonly title: string;
  /** What to type to see this very run again. */
  readonly replay: string;
  readonly happened: readonly { readonly at: string; readonly what: string }[];
  readonly invariants: {
    readonly checked: number;
    readonly broken: readonly { readonly name: string; readonly at: string; readonly why: string }[];
  };
}

/** A fault that lasts for hours has thousands of hits. */
const happenedMax = 30;

export function inTheLab({ title, replay, happened, invariants }: Rehearsed): Html {
  const { checked, broken } = invariants;
  const left = happened.length - happenedMax;
  return html`<section aria-labelledby="lab">
<h2 id="lab">In the lab</h2>
<p>Scenario: ${title}.</p>
${happened.length > 0 && steps(happened.slice(0, happenedMax).map(({ at, what }) => ({ at, text: what })))}
${left > 0 && html`<p class="soft">and ${countText(left)} things more</p>`}
${
  broken.length === 0
    ? html`<p><span class="mark go">✓</span> Every invariant held, at each of ${countText(checked)} instants.</p>`
    : html`<ul class="plain">${broken.map(({ name, at, why }) => html`<li><span class="mark stop">✗ ${name}</span> at ${clockText(at)}: ${why}</li>`)}</ul>`
}
<p>Again: <code>${replay}</code></p>
</section>`;
}
