/** The share over time as a block chart: time to the right, the canary's percent upwards. Pure text. */

export interface Shift {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly canaryPercent: number;
}

const eighths = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const rows = 8;

/** `width` columns for the time from `from` to `until`, with the axis beside and the hours below. */
export function drawRamp(shifts: readonly Shift[], from: number, until: number, width: number): string[] {
  const perColumn = Math.max(1, (until - from) / width);
  const columns = Array.from({ length: width }, (_, index) =>
    highest(shifts, from + index * perColumn, from + (index + 1) * perColumn),
  );
  const lines = Array.from({ length: rows }, (_, index) => {
    const row = rows - 1 - index;
    const cells = columns.map((percent) => cell(percent, row));
    return `${axis(row)}${cells.join('').trimEnd()}`;
  });
  return [...lines, `     ╰${'─'.repeat(width)}`, `      ${hours(from, until, width)}`];
}

function highest(shifts: readonly Shift[], from: number, until: number): number {
  let percent = 0;
  for (const shift of shifts) {
    if (shift.at >= until) break;
    percent = shift.at <= from ? shift.canaryPercent : Math.max(percent, shift.canaryPercent);
  }
  return percent;
}

/** One character: full below the value, an eighth-step at it. The smallest share is still to be seen. */
function cell(percent: number, row: number): string {
  const height = (percent / 100) * rows * 8;
  const filled = Math.min(8, Math.max(0, Math.round(height - row * 8)));
  if (row === 0 && percent > 0) return eighths[Math.max(1, filled)] ?? ' ';
  return filled === 0 ? ' ' : (eighths[filled] ?? ' ');
}

function axis(row: number): string {
  if (row === rows - 1) return '100 %┤';
  if (row === rows / 2 - 1) return ' 50 %┤';
  return row === 0 ? '  0 %┤' : '     │';
}

function hours(from: number, until: number, width: number): string {
  const labels = 5;
  let line = '';
  for (let index = 0; index < labels; index++) {
    const column = Math.round((index / (labels - 1)) * (width - 5));
    line = line.padEnd(column) + clockTime(from + (column / width) * (until - from));
  }
  return line;
}

/** `22:14`, UTC. */
export function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
