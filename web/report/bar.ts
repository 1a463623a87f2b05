import { html, type Html } from '../html.ts';

/** How much of a limit was reached. The number stands beside it; this is for eyes alone. */
export function bar(reached: number): Html {
  const tone = reached >= 1 ? ' over' : reached >= 0.7 ? ' near' : '';
  return html`<span class="bar${tone}" aria-hidden="true"><svg viewBox="0 0 100 4" preserveAspectRatio="none"><rect x="0" y="0" width="${Math.min(100, Math.round(100 * reached))}" height="4"/></svg></span>`;
}
