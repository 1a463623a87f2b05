/**
 * Rules between fields. They run even where single fields are wrong, so that every problem is told at once: a
 * field that did not parse is not a number here, and says nothing.
 */
import { amount, type Fields, fields, items, type Say } from './between.ts';
import { gateRules } from './gate-rules.ts';
import { checkRules } from './check-rules.ts';
import { smokePauseMilliseconds } from '../evidence/smoke.ts';
import { balancerOf } from './listener-arns.ts';
import { rungsMax } from './pace.ts';
import { probeRules } from './probe.ts';
import { repositoryOf } from './release.ts';
import { climbLength, runbookClimb } from './rungs.ts';
import { queuePlace } from './triggers.ts';
import { durationText, latency, shareText } from './units.ts';

interface Context {
  addIssue(issue: { code: 'custom'; message: string; path: (string | number)[] }): void;
}

export function rules(parsed: unknown, context: Context): void {
  const plan = fields(parsed);
  const say: Say = (path, message) => context.addIssue({ code: 'custom', message, path: [...path] });
  imageIsUsed(fields(plan['release']), say);
  twoServices(fields(plan['target']), say);
  oneBalancer(fields(plan['target']), say);
  oneDoor(fields(plan['target']), say);
  canaryIsFirstRung(fields(plan['canary']), fields(plan['ramp']), say);
  rungsRise(fields(plan['ramp']), say);
  climbEnds(fields(plan['canary']), fields(plan['ramp']), say);
  evidenceFits(plan, say);
  smokeFits(plan, say);
  queueIsNear(plan, say);
  alarmsDiffer(fields(plan['triggers']), say);
  probeRules(plan, say);
  gateRules(plan, say);
  checkRules(plan, say);
}

function imageIsUsed({ image, taskDefinition }: Fields, say: Say): void {
  const containers = items(fields(taskDefinition)['containerDefinitions']).map(
    (container) => fields(container)['image'],
  );
  const repositories = containers.filter((name) => typeof name === 'string').map(repositoryOf);
  if (typeof image !== 'string' || repositories.length === 0 || repositories.includes(repositoryOf(image)))
    return;
  say(
    ['release', 'image'],
    `must be of a repository that a container of the task definition uses: ${[...new Set(repositories)].join(', ')}`,
  );
}

function twoServices({ services }: Fields, say: Say): void {
  const [a, b] = items(services);
  if (typeof a === 'string' && a === b)
    say(['target', 'services', 1], 'must be another service than the first: the pair takes turns');
}

function oneBalancer({ rules: arns }: Fields, say: Say): void {
  const all = items(arns);
  const first = all.map(balancerOf).find((balancer) => balancer !== undefined);
  for (const [index, arn] of all.entries()) {
    const balancer = balancerOf(arn);
    if (balancer === undefined) continue;
    if (all.indexOf(arn) < index)
      say(['target', 'rules', index], 'stands in the list already: name each rule once');
    if (balancer !== first)
      say(
        ['target', 'rules', index],
        'must be of the same load balancer as the first rule: a target group belongs to one',
      );
  }
}

function oneDoor({ canaryDoor, rules: arns }: Fields, say: Say): void {
  const { header, rule } = fields(canaryDoor);
  const path = ['target', 'canaryDoor'];
  const isMapping = canaryDoor === fields(canaryDoor);
  if (isMapping && (header === undefined) === (rule === undefined))
    say(path, 'must have one of header and rule: header: x-cutover, or rule: with the ARN of a test rule');
  const own = balancerOf(rule);
  if (own === undefined) return;
  const all = items(arns);
  if (all.includes(rule))
    say(
      [...path, 'rule'],
      'must not be one of target.rules: those move with the ramp, and the door stays with the canary',
    );
  const balancers = all.map(balancerOf).filter((balancer) => balancer !== undefined);
  if (balancers.length > 0 && !balancers.includes(own))
    say([...path, 'rule'], 'must be of the same load balancer as target.rules');
}

function canaryIsFirstRung({ percent }: Fields, { start, rungs }: Fields, say: Say): void {
  const [first, named] =
    rungs === undefined ? [start, 'ramp.start'] : [items(rungs)[0], 'the first of ramp.rungs'];
  if (typeof percent !== 'number' || typeof first !== 'number' || percent === first) return;
  say(
    ['canary', 'percent'],
    `must be where the ramp begins, and ${named} is ${shareText(first)}: make them equal, or leave one out`,
  );
}

function rungsRise({ rungs, ...climb }: Fields, say: Say): void {
  if (rungs === undefined) return;
  for (const key of ['start', 'end', 'step']) {
    if (climb[key] !== undefined)
      say(['ramp', key], 'cannot stand beside rungs: give start, end and step, or rungs');
  }
  const all = items(rungs).map((rung) => amount(rung, Number.NaN));
  for (const [index, rung] of all.entries()) {
    const before = all[index - 1] ?? 0;
    if (rung <= before)
      say(
        ['ramp', 'rungs', index],
        `must be more than the rung before it (${shareText(before)}): a ramp rises`,
      );
  }
  const last = all.at(-1) ?? Number.NaN;
  if (last < 100) say(['ramp', 'rungs', all.length - 1], mustReachAll);
}

const mustReachAll = 'must be 100%: a release ends when the new version has all of the traffic';

function climbEnds({ percent }: Fields, ramp: Fields, say: Say): void {
  if (ramp['rungs'] !== undefined) return;
  const start = amount(ramp['start'], amount(percent, runbookClimb.start));
  const end = amount(ramp['end'], runbookClimb.end);
  const step = amount(ramp['step'], runbookClimb.step);
  if (end < start) say(['ramp', 'end'], `is below the start (${shareText(start)}), and ${mustReachAll}`);
  else if (end < runbookClimb.end) say(['ramp', 'end'], mustReachAll);
  const length = climbLength({ start, end, step });
  if (!(length > rungsMax)) return;
  const enough = Math.ceil((end - start) / (rungsMax - 1));
  say(
    ['ramp', 'step'],
    `would make ${length} rungs, and ${rungsMax} is the most: use at least ${shareText(enough)}`,
  );
}

/** Two whole minutes of a rung, up to one to the next full minute, and what the metrics are late by. */
const evidenceSeconds = 5 * 60;

function evidenceFits({ holdAtMost, ramp }: Fields, say: Say): void {
  const interval = amount(fields(ramp)['interval'], Number.NaN);
  const together = amount(holdAtMost, Number.NaN) + interval;
  if (!(together < evidenceSeconds)) return;
  const enough = durationText(evidenceSeconds - interval);
  say(
    ['holdAtMost'],
    `must be at least ${enough}: with ramp.interval it must reach 5m, since a rung needs two whole minutes of metrics, which come late`,
  );
}

/** One function asks the canary and then production, one request after the other, and it has two minutes. */
const smokeMillisecondsMax = 50_000;

function smokeFits({ smoke }: Fields, say: Say): void {
  const all = items(smoke)
    .map(fields)
    .map(({ within, retries }) => {
      const again = amount(retries, 0);
      return amount(within, 0) * (1 + again) + again * smokePauseMilliseconds;
    });
  const together = all.reduce((sum, within) => sum + within, 0);
  if (!(together > smokeMillisecondsMax)) return;
  const isAgain = items(smoke).some((test) => amount(fields(test)['retries'], 0) > 0);
  say(
    ['smoke'],
    `may take ${latency.text(together)} together${isAgain ? ', retries included' : ''}, and 50s is the most: shorten within, or ask less`,
  );
}

/** The queue's depth is read where the balancer's metrics are. */
function queueIsNear({ triggers, target }: Fields, say: Say): void {
  const queue = queuePlace(fields(fields(triggers)['queueDepth'])['queue']);
  const balancer = items(fields(target)['rules'])
    .map(balancerOf)
    .find((arn) => arn !== undefined);
  const [, , , region, account] = balancer?.split(':') ?? [];
  if (queue === undefined || balancer === undefined) return;
  if (queue.region === region && queue.account === account) return;
  say(
    ['triggers', 'queueDepth', 'queue'],
    `must be in the account and Region of target.rules (${account}, ${region}): its metrics are read there`,
  );
}

function alarmsDiffer({ alarms }: Fields, say: Say): void {
  const all = items(alarms);
  for (const [index, name] of all.entries()) {
    if (all.indexOf(name) < index)
      say(['triggers', 'alarms', index], 'stands in the list already: name each alarm once');
  }
}
