import type { Prepared } from '../../aws/by-hand/rollback.ts';
import type { GroupSeen } from '../../core/by-hand/stable.ts';

/** What is about to happen, and the same as commands for a shell. */
export function drawPrepared({ snapshot, from, healthy, moves, commands }: Prepared): string {
  const rules = moves.length === 1 ? '1 rule' : `${moves.length} rules`;
  const what = moves.length === 0 ? 'every rule says so already' : `${rules} to write`;
  return [
    `Back to ${snapshot.stable.name}, by ${from}: ${healthy} healthy targets, ${what}`,
    '',
    ...commands.map((command) => `  ${command}`),
  ].join('\n');
}

export function drawGroups(groups: readonly GroupSeen[]): string[] {
  const width = Math.max(0, ...groups.map(({ name }) => name.length)) + 2;
  return groups.map(({ name, percents, healthy }) => {
    const shares = percents.map((percent) => `${Math.round(percent * 10) / 10} %`).join(', ');
    return `  ${name.padEnd(width)}${shares} of the traffic, ${healthy} healthy targets`;
  });
}
