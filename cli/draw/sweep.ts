import { type CoverageRow, worldFaults, writeFaults } from '../../lab/sweep/coverage.ts';
import type { SweepReport } from '../sweep/report.ts';
import type { Terminal } from '../terminal.ts';
import { countText } from './words.ts';

type Colors = Terminal['colors'];

const outcomeWords = {
  promoted: 'promoted',
  rolledBack: 'rolled back',
  refused: 'refused',
  needsPerson: 'needed a person',
} as const;

/** A sweep on one page: what it ended as, what struck where, what broke. `command` sweeps again. */
export function drawSweep(report: SweepReport, command: string, colors: Colors): string {
  return [
    ...table(report.coverage.writes, colors),
    `beside them: ${worldFaults.map((fault) => `${fault} ${countText(report.coverage.world[fault])}`).join(', ')}`,
    ...zeros(report, colors),
    ...broken(report, command, colors),
    '',
    headline(report, colors),
    outcomes(report),
    colors.dim(`Again: ${command} --seeds ${report.seeds.from}..${report.seeds.to}`),
  ].join('\n');
}

function headline({ seeds, broken: all, interrupted }: SweepReport, colors: Colors): string {
  const swept = `${countText(seeds.run)} cutovers${interrupted ? ' and then interrupted' : ''}`;
  const paint = all.length === 0 ? colors.green : colors.red;
  const said = all.length === 0 ? 'nothing broken' : `${countText(all.length)} with something broken`;
  return paint(colors.bold(`${swept}, ${said}`));
}

function outcomes({ outcomes: counts }: SweepReport): string {
  const words = Object.entries(outcomeWords) as [keyof typeof outcomeWords, string][];
  return words.map(([outcome, word]) => `${countText(counts[outcome])} ${word}`).join(' · ');
}

function name({ function: key, call }: CoverageRow): string {
  return `${key} ${call}`;
}

function table(rows: readonly CoverageRow[], colors: Colors): string[] {
  const width = Math.max(20, ...rows.map((row) => name(row).length));
  const head = `${'faults that struck'.padEnd(width)}${writeFaults.map((fault) => fault.padStart(fault.length + 2)).join('')}`;
  return [
    colors.bold(head),
    ...rows.map((row) => {
      const cells = writeFaults.map((fault) => {
        const text = countText(row.hits[fault]).padStart(fault.length + 2);
        return row.hits[fault] === 0 ? colors.dim(text) : text;
      });
      return `${name(row).padEnd(width)}${cells.join('')}`;
    }),
  ];
}

function zeros({ coverage }: SweepReport, colors: Colors): string[] {
  const { isJudged, judgedFrom, zeros: all } = coverage;
  if (all.length === 0) return [];
  if (!isJudged)
    return [
      `${countText(all.length)} never met; from ${countText(judgedFrom)} seeds on that is a failure of the sweep`,
    ];
  return [colors.red('Never met, so this sweep says nothing of:'), ...all.map((zero) => `  ${zero}`)];
}

function broken({ broken: all }: SweepReport, command: string, colors: Colors): string[] {
  const shrunk = all.flatMap(({ seed, shrunk: found }) => {
    if (found === undefined) return [];
    const from = `${found.happeningsDrawn} to ${found.happeningsLeft} happenings in ${found.rehearsals} rehearsals`;
    return [
      '',
      ...found.findings.map(({ name: what, at, why }) =>
        colors.red(`${what}${at === undefined ? '' : ` at ${at.slice(11, 19)}`}: ${why}`),
      ),
      `  seed ${seed}, shrunk from ${from}${found.isReplayed ? '' : '; IT DID NOT REPLAY, and that is our fault'}`,
      `  ${found.replay}`,
    ];
  });
  const others = all.filter(({ shrunk: found }) => found === undefined);
  const told = others.slice(0, 20).map(({ seed, findings }) => {
    const names = findings.map((one) => one.name).join(', ');
    return `  ${names}: ${command} --seeds ${seed}..${seed}`;
  });
  const more = others.length > told.length ? [`  and ${countText(others.length - told.length)} more`] : [];
  return [...shrunk, ...(others.length > 0 ? ['', 'Broken too, not shrunk:', ...told, ...more] : [])];
}
