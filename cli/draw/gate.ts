import { timeText } from '../../core/evidence/minutes.ts';
import { gateText } from '../../core/gate/answer.ts';
import { approvalsOf, type Gate, neededApprovals } from '../../core/gate/gate.ts';
import type { Terminal } from '../terminal.ts';

/** What a gate asks, for somebody who decides at a terminal. */
export function drawGate(gate: Gate, now: number, colors: Terminal['colors']): string {
  const { service, subject, approvers, escalation, expiresAt } = gate;
  const rows: (readonly [string, string])[] = [
    ...subject.images.map((image) => ['ships', image] as const),
    ['found', subject.evidence],
    ['asked', `${approvers.map(({ id }) => id).join(', ')}; ${neededText(gate)}`],
    ...(escalation === undefined
      ? []
      : [
          [
            'later',
            `${escalation.people.map(({ id }) => id).join(', ')}, from ${timeText(escalation.at)} on`,
          ] as const,
        ]),
    ['until', `${timeText(expiresAt)}; then ${silenceText(gate)}`],
  ];
  return [
    '',
    colors.bold(`${timeText(now)}  ${service} asks for a decision: ${gateText(gate)}`),
    ...rows.map(([name, text]) => `  ${colors.dim(name.padEnd(7))}${text}`),
  ].join('\n');
}

function neededText(gate: Gate): string {
  const needed = neededApprovals(gate);
  const given = approvalsOf(gate).map(({ by }) => by);
  const said = given.length === 0 ? '' : `, ${given.join(' and ')} did`;
  return `${needed} of them must approve${said}; one rejection rejects`;
}

function silenceText({ onSilence, isHeld }: Gate): string {
  if (onSilence === 'reject') return 'it ends, and nothing has changed for users';
  if (onSilence === 'hold' && !isHeld) return 'they are asked for an hour more';
  return 'everybody goes back to the stable version';
}
