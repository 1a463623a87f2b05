/** What each gate asks, and what its answers lead to. */
import type { Gate } from '../../core/gate/gate.ts';
import type { Answer } from './view.ts';

type Asked = Pick<Gate, 'gate' | 'service' | 'subject'>;

export function questionOf({ gate, service, subject }: Asked): string {
  switch (gate) {
    case 'waive':
      return 'A check failed: go on all the same?';
    case 'go-live':
      return `Release ${service} to users?`;
    case 'ramp':
      return `Let ${subject.percent ?? 'more'} % of users meet the new version?`;
    case 'sign-off':
    default:
      return 'May the new version stay? Ask support whether customers have complained.';
  }
}

const nothing = 'The cutover ends. Nothing has changed for users.';
const back = 'All users go back to the stable version, and the cutover ends.';

export function answersOf({ gate, subject }: Asked): readonly [Answer, Answer] {
  switch (gate) {
    case 'waive':
      return [
        go(
          'Waive it',
          'The cutover goes on as if the check had passed. Your name stands for that on the record.',
        ),
        stop('Do not waive it', nothing),
      ];
    case 'go-live':
      return [
        go(
          'Go live',
          'A small share of users meets the new version first; then the ramp, watched all the time.',
        ),
        stop('Not now', nothing),
      ];
    case 'ramp':
      return [
        go('Go on', `${subject.percent ?? 'More'} % of users meet the new version.`),
        stop('Take everybody back', back),
      ];
    case 'sign-off':
    default:
      return [
        go('Sign off', 'The new version stays, and the old one is retired.'),
        stop('Take everybody back', back),
      ];
  }
}

export function silenceOf({ onSilence, isHeld }: Pick<Gate, 'onSilence' | 'isHeld'>): string {
  if (onSilence === 'reject')
    return 'If nobody decides by then, the cutover ends and nothing has changed for users.';
  if (onSilence === 'hold' && !isHeld)
    return 'If nobody decides by then, people are asked for one more hour; after that everybody goes back.';
  return 'If nobody decides by then, everybody goes back to the stable version.';
}

function go(label: string, leadsTo: string): Answer {
  return { word: 'approve', tone: 'go', label, leadsTo };
}

function stop(label: string, leadsTo: string): Answer {
  return { word: 'reject', tone: 'stop', label, leadsTo };
}
