/** What the control room needs beyond a report's style. */
import { style as report } from '../report/style.ts';

export const style = `${report}
${`
.line { background: var(--stop); color: var(--paper); padding: .7rem 1rem; border-radius: .5rem; font-weight: 700; position: sticky; top: .5rem; z-index: 1; }
.big { font-size: 1.1rem; }
.words form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: 0 0 .8rem; }
.words button { width: auto; min-height: 2.75rem; padding: 0 1.2rem; } .words button:disabled { background: var(--tint); color: var(--soft); cursor: default; }
.words button.stop { background: var(--stop); } .words .field { margin: 0; min-width: 12rem; flex: 1; }
.now-rung { font-weight: 700; }
`
  .trim()
  .replaceAll(/\n\s*/g, '\n')}`;
