/** The end of the cutover's story, newest last, as everywhere. */
import { timeText } from '../../core/evidence/minutes.ts';
import { html, type Html } from '../html.ts';
import type { ApprovalView } from './view.ts';

export function story(entries: ApprovalView['story']): Html {
  if (entries.length === 0) return html``;
  return html`<section aria-labelledby="story">
<h2 id="story">Story so far</h2>
<ol class="plain">${entries.map(({ at, text }) => html`<li><time class="soft clock" datetime="${new Date(at).toISOString()}">${timeText(at)}</time> ${text}</li>`)}</ol>
</section>`;
}
