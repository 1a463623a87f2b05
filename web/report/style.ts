/** What a report needs beyond the pages' own style: pictures side by side, long tables, and paper. */
import { style as pages } from '../approval/style.ts';

export const style = `${pages}
${`
main { max-width: 64rem; }
.banner.back { border-left-color: var(--warn); }
.banner h1 { margin: 0 0 .6rem; font-size: 1.4rem; }
.answers { display: grid; gap: .5rem; }
.answers { gap: .15rem; } .answers dt { color: var(--soft); font-weight: 600; margin-top: .5rem; }
.answers dd { margin: 0; }
@media (min-width: 40rem) { .answers { grid-template-columns: 9.5rem 1fr; gap: .6rem 1rem; } .answers dt { margin: 0; font-size: 1em; } .banner h1 { font-size: 1.8rem; } }
.chart svg { max-width: 36rem; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.canary { stroke: var(--canary); stroke-width: 2.5; } .line.stable { stroke: var(--stable); stroke-dasharray: 5 3; } .line.only { stroke: var(--ink); }
.moment { stroke: var(--soft); stroke-dasharray: 1 3; } svg .moment-text { font-size: 10px; }
.worth { white-space: nowrap; margin-right: .6rem; font-variant-numeric: tabular-nums; }
figcaption .worth + .soft { display: inline; }
svg.key { display: inline-block; width: 1.6rem; }
th[scope=row] { font-weight: 400; white-space: normal; min-width: 8rem; }
@media (max-width: 30rem) { section { padding: 1rem .8rem; } table { font-size: .8rem; } th, td { padding: .3rem .25rem; } th[scope=row] { min-width: 5rem; } }
td.text, th.text { text-align: left; white-space: normal; overflow-wrap: anywhere; }
.bar { display: block; height: .5rem; border-radius: .25rem; background: var(--tint); border: 1px solid var(--line); margin: .3rem 0; max-width: 24rem; overflow: hidden; }
.bar svg { max-width: none; height: 100%; }
.bar rect { fill: var(--stable); } .bar.near rect { fill: var(--warn); } .bar.over rect { fill: var(--stop); }
.steps > li { display: grid; grid-template-columns: 4.6rem 1fr; gap: .5rem; }
.answers .steps > li { border: 0; padding: .1rem 0; }
.told { min-width: 0; overflow-wrap: anywhere; }
@page { margin: 14mm; }
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --canary: #b04a00; --stable: #1d5fbf; --go: #14692f; --stop: #b3261e; --warn: #7a4b00; --tint: #eee; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; }
  section, .banner { border: 0; border-radius: 0; padding: 0; margin: 0 0 6mm; } .banner { border-left: 2mm solid; padding-left: 4mm; }
  .charts { grid-template-columns: 1fr 1fr; } figure, tr, li, dd { break-inside: avoid; } h2 { break-after: avoid; }
  .screen { display: none; } .scroll { overflow: visible; }
}
`
  .trim()
  .replaceAll(/\n\s*/g, '\n')}`;
