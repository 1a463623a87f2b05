/** A service that is down for minutes, or an account at its limits: every call of one service fails, whoever makes it. */
import type { Service } from '../../aws/world.ts';
import { errorNames } from '../cloud/wire/errors.ts';
import { wholeService } from '../faults/call-name.ts';
import type { Random } from '../random.ts';
import { happens, oneOf, weighted } from './chances.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import type { HappeningFile } from './recipe.ts';

/** Those that a release cannot do without first. */
const services: readonly (readonly [number, Service])[] = [
  [4, 'dynamodb'],
  [3, 'elbv2'],
  [3, 'cloudwatch'],
  [2, 'ecs'],
  [2, 'sfn'],
  [1, 'application-autoscaling'],
  [1, 'sesv2'],
];

const down = ['ServiceUnavailable', 'InternalServerError', 'ThrottlingException', 'TimeoutError'];

export function drawOutage(random: Random, times: Times): HappeningFile[] {
  const at = drawMoment(random.fork('at'), times);
  const service = weighted(random, services);
  const known = new Set([...errorNames(service), 'TimeoutError']);
  const error = oneOf(
    random,
    down.filter((name) => known.has(name)),
  );
  const lasting = weighted(random, [
    [2, `${random.int(5, 60)}s`],
    [4, `${random.int(2, 8)}m`],
    [2, `${random.int(10, 40)}m`],
  ]);
  return [
    ...atTheSameTime(random.fork('beside'), at),
    { at, fail: { call: wholeService(service), error, for: lasting } },
  ];
}

/** Trouble seldom comes alone: whoever has to take users back finds the service down. */
function atTheSameTime(random: Random, at: string): HappeningFile[] {
  if (happens(random, 0.4)) return [];
  const deed = weighted<object>(random, [
    [4, { set: { 'canary.errorRate': `${random.int(30, 100)}%` } }],
    [2, { command: 'abort' }],
    [1, { stop: 'execution' }],
  ]);
  return [{ at, ...deed }];
}
