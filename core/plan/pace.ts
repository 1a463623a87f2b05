/** How fast the traffic moves: the canary's first share and the ramp. */
import { list, quantity, section } from './fields.ts';
import { duration, weight } from './units.ts';

const minute = 60;
export const day = 24 * 3600;
export const rungsMax = 50;

const perMinute = 'metrics come once a minute';

const percent = (about: string) =>
  quantity(weight, {
    about,
    min: 1,
    max: 99,
    because: 'weights are whole percents, and a canary does not take everything at once',
  });

export const canary = section("The canary's first share.", {
  percent: percent('Its first share. Absent: where the ramp starts, or 1%.').optional(),
  bake: quantity(duration, {
    about: 'From the first share to the smoke test.',
    min: minute,
    max: day,
    because: perMinute,
  }).prefault('5m'),
  settle: quantity(duration, {
    about: 'From the smoke test to the start of the ramp.',
    min: 0,
    max: day,
  }).prefault('5m'),
});

export const ramp = section('How the share rises: start, end and step, or rungs.', {
  start: percent('The first rung. Absent: canary.percent, or 1%.').optional(),
  end: quantity(weight, { about: 'The last rung. Absent: 100%.', min: 1, max: 100 }).optional(),
  step: quantity(weight, {
    about: 'What each rung adds. Absent: 25%.',
    min: 1,
    max: 99,
    because: 'weights are whole percents, and a ramp by 0% would never end',
  }).optional(),
  interval: quantity(duration, {
    about: 'How long each rung is held before it is judged.',
    min: minute,
    max: day,
    because: perMinute,
  }).prefault('5m'),
  rungs: list(
    'The rungs one by one, instead of start, end and step.',
    quantity(weight, { about: 'A rung.', min: 1, max: 100, because: 'weights are whole percents' }),
    2,
    rungsMax,
    `a list of 2 to ${rungsMax} rising shares, the last of them 100%`,
  ).optional(),
});
