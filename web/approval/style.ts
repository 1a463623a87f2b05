/** The page's only asset. No font, no picture, nothing from elsewhere; colours for day and night, AA on both. */
export const style = `
:root { color-scheme: light dark;
  --paper: #f6f5f2; --card: #ffffff; --ink: #1a1e24; --soft: #586170; --line: #d8dbe0; --focus: #1d5fbf;
  --canary: #b04a00; --stable: #1d5fbf; --go: #14692f; --stop: #b3261e; --warn: #7a4b00; --tint: #f3efe6; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #0f1216; --card: #181c22; --ink: #e9ebee; --soft: #a6afbb; --line: #353c46; --focus: #8cc2ff;
  --canary: #ffb04d; --stable: #7ab8ff; --go: #66d391; --stop: #ff978a; --warn: #ffcf7d; --tint: #22262d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .2rem 0 .6rem; text-wrap: balance; }
h2 { font-size: 1.1rem; margin: 0 0 .6rem; }
h3 { font-size: .95rem; margin: 1rem 0 .3rem; }
p { margin: .4rem 0; }
a { color: inherit; }
code, .mono { font: .875em/1.45 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.over { font-size: .875rem; color: var(--soft); margin: 0; overflow-wrap: anywhere; }
section, .banner { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; margin: 1rem 0; }
.banner { border-left: .4rem solid var(--soft); }
.banner.go { border-left-color: var(--go); }
.banner.stop { border-left-color: var(--stop); }
.banner.warn { border-left-color: var(--warn); }
.banner h2 { margin: 0 0 .2rem; }
.banner p { margin: .2rem 0; }
.clock { font-variant-numeric: tabular-nums; }
.jump { display: inline-block; padding: .6rem 1rem; min-height: 2.75rem; border: 2px solid var(--ink); border-radius: .5rem; font-weight: 600; text-decoration: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .6rem 1rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
dl { margin: 0; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0 0 .6rem; min-width: 0; overflow-wrap: anywhere; }
@media (min-width: 40rem) { dl { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: .35rem 1rem; } dd { margin: 0; } }
ul.plain, ol.plain { list-style: none; margin: 0; padding: 0; }
ul.plain > li, ol.plain > li { padding: .45rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
ul.plain > li:first-child, ol.plain > li:first-child { border-top: 0; }
.mark { font-weight: 600; white-space: nowrap; }
.mark.go { color: var(--go); } .mark.stop { color: var(--stop); } .mark.warn { color: var(--warn); }
.minus { color: var(--stop); } .plus { color: var(--go); }
.change > code { display: block; }
.charts { display: grid; gap: 1.2rem; margin-top: 1.2rem; }
@media (min-width: 40rem) { .charts { grid-template-columns: 1fr 1fr; } h1 { font-size: 2rem; } section, .banner { padding: 1.25rem 1.5rem; } }
figure { margin: 0; }
figcaption { font-size: .875rem; }
figcaption strong, figcaption .soft { display: block; } figcaption strong { font-size: .95rem; }
svg { display: block; width: 100%; height: auto; max-width: 30rem; }
svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
.axis { stroke: var(--line); } .limit { stroke: var(--stop); stroke-dasharray: 2 3; } svg .limit-text { fill: var(--stop); }
.canary { stroke: var(--canary); stroke-width: 2.5; fill: none; } .stable { stroke: var(--stable); stroke-width: 2; stroke-dasharray: 5 3; fill: none; }
svg .dot { fill: var(--canary); stroke: none; } svg .dot.of-stable { fill: var(--stable); }
.key { display: inline-block; width: 1.6rem; height: .7rem; vertical-align: baseline; }
.rung { fill: var(--tint); stroke: var(--line); } .rung.passed { fill: var(--stable); stroke: none; opacity: .55; } .rung.now { fill: var(--canary); stroke: none; }
svg text.now-text { fill: var(--ink); font-weight: 700; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .3rem .5rem; border-top: 1px solid var(--line); white-space: nowrap; }
th:first-child { text-align: left; } thead th { border-top: 0; color: var(--soft); font-weight: 600; }
summary { cursor: pointer; padding: .5rem 0; min-height: 2.75rem; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
legend, label.above { font-weight: 600; padding: 0; display: block; margin: 0 0 .4rem; }
.choice { display: grid; grid-template-columns: auto 1fr; gap: .2rem .75rem; padding: .8rem; margin: .5rem 0; border: 2px solid var(--line); border-radius: .6rem; cursor: pointer; min-height: 3rem; }
.choice:has(:checked) { border-color: currentColor; }
.choice.go:has(:checked) { border-color: var(--go); background: var(--tint); } .choice.stop:has(:checked) { border-color: var(--stop); background: var(--tint); }
.choice input { width: 1.35rem; height: 1.35rem; margin: .1rem 0 0; accent-color: var(--ink); }
.choice b { display: block; }
input[type=text], textarea { width: 100%; font: inherit; font-size: 1rem; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .5rem; padding: .65rem .75rem; }
textarea { min-height: 5rem; resize: vertical; }
.field { margin: 0 0 1rem; }
.problem { color: var(--stop); font-weight: 600; margin: .3rem 0; }
button { font: inherit; font-weight: 700; width: 100%; min-height: 3.25rem; border: 0; border-radius: .6rem; background: var(--ink); color: var(--paper); cursor: pointer; }
@media print { form, .jump { display: none; } }
`
  .trim()
  .replaceAll(/\n\s*/g, '\n');
