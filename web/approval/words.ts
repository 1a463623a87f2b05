/** How the page says times and names. */
import { timeText } from '../../core/evidence/minutes.ts';

/** `22:45 UTC on 1 December`: a page may be read the morning after. */
export function momentText(at: number): string {
  const [, month = '', day = ''] = new Date(at).toISOString().slice(0, 10).split('-');
  return `${timeText(at)} on ${Number(day)} ${months[Number(month) - 1]}`;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Whole minutes, rounded down: nobody is told of time that there is not. */
export function leftText(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function names(people: readonly string[]): string {
  if (people.length < 2) return people[0] ?? 'nobody';
  return `${people.slice(0, -1).join(', ')} and ${people.at(-1)}`;
}
