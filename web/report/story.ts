import type { StoryLine } from '../../core/report/report.ts';
import { html, type Html } from '../html.ts';
import { steps } from './steps.ts';

/** Everything that was told, in the order of time. */
export function story(entries: readonly StoryLine[]): Html {
  if (entries.length === 0) return html``;
  return html`<section aria-labelledby="story">
<h2 id="story">Story</h2>
${steps(entries)}
</section>`;
}
