/**
 * A cutover in the lab that stands at 26 %, with a gate before the next rung, a machine that waits at it, and the page
 * served over HTTP: all of it the real code but for the machine, which is a single waiting state.
 */
import { openGate } from '../../aws/gate/open.ts';
import type { Invitation } from '../../aws/gate/secrets.ts';
import { digestOf } from '../../aws/gate/subject.ts';
import type { World } from '../../aws/world.ts';
import type { Question } from '../../core/gate/life.ts';
import type { Channels } from '../../core/messages/channels.ts';
import { lastingCaller } from '../../lab/cloud/wire/call.ts';
import { connect } from '../../lab/cloud/wire/connect.ts';
import { buildLab, type Lab, ledgerTable } from '../../lab/lab.ts';
import { functionArn } from '../../lab/machine.ts';
import { servePage } from '../../lab/page/serve.ts';
import { calmScenario } from '../../lab/scenario/parse.ts';
import { productionOf } from '../../lab/weather.ts';
import { person } from '../core/gate/some-gate.ts';
import { samplePlan } from '../scenarios/story.ts';

const cutoverId = 'rehearsal-1';
export const gateId = `${cutoverId}.ramp-51`;

export interface GateLab {
  readonly lab: Lab;
  readonly url: string;
  /** Secrets of the links, by person. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly question: Question;
  readonly token: string;
  /** Everything that was logged. */
  readonly lines: readonly string[];
  readonly rows: () => readonly Readonly<Record<string, unknown>>[];
  readonly story: () => string[];
  /** What the waiting machine has heard; undefined while it waits. */
  readonly heard: () => unknown;
  /** Asks again, with a new token and new links. */
  readonly askAgain: (changes?: Partial<Question>) => Promise<Readonly<Record<string, string>>>;
  readonly run: <T>(act: (world: World<'dynamodb' | 'sfn'>) => Promise<T>) => Promise<T>;
  /** Lets virtual time pass. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** The next so many requests begin at one instant. */
  readonly together: (count: number) => void;
  readonly close: () => Promise<void>;
}

export async function gateLab(changes: Partial<Question> = {}, channels?: Channels): Promise<GateLab> {
  const lines: string[] = [];
  const log = (message: string, fields?: object) => void lines.push(JSON.stringify({ message, ...fields }));
  const lab = buildLab({
    seed: 1,
    production: productionOf(calmScenario()),
    log: { info: log, error: log },
    ...(channels && { channels }),
  });
  const pass = async (milliseconds: number) => {
    const until = lab.clock.now() + milliseconds;
    while ((lab.clock.nextAt() ?? Infinity) <= until && (await lab.clock.step()));
  };
  await climb(lab);
  const waiting = await waitingMachine(lab);
  const run: GateLab['run'] = async (act) => {
    const state = { isDone: false };
    const done = act(worldOf(lab, log)).finally(() => {
      state.isDone = true;
    });
    done.catch(() => undefined);
    while (!state.isDone) await lab.clock.step();
    return done;
  };
  const question = questionOf(changes);
  const open = async (token: string, asked: Question) => {
    const opened = await run((world) =>
      openGate(world, asked, {
        token,
        executionArn: waiting.executionArn,
        leadingArn: 'arn:rule',
        startedAt: '2026-12-01T22:00:00Z',
      }),
    );
    return secretsOf('invitations' in opened ? opened.invitations : []);
  };
  const secrets = await open(waiting.token, question);
  const rows = () => lab.ledger.rows(ledgerTable);
  let arrivals = meeting(1);
  const page = await servePage(lab, { port: 0, before: () => arrivals() });
  return {
    lab,
    url: page.url,
    secrets,
    question,
    token: waiting.token,
    lines,
    rows,
    story: () =>
      rows().flatMap(({ sk, text }) => ((sk as string).startsWith('STORY#') ? [text as string] : [])),
    heard: () => heardBy(lab, waiting.executionArn),
    askAgain: (more = {}) => open(`${waiting.token}-again`, { ...question, ...more }),
    run,
    pass,
    together: (count) => {
      arrivals = meeting(count);
    },
    close: () => page.close(),
  };
}

/** Until 26 % of users have met the canary for a while. */
async function climb(lab: Lab): Promise<void> {
  const input = JSON.stringify({ ...(await samplePlan()), live: true });
  lab.engine.startExecution({ stateMachineArn: lab.stateMachineArn, name: cutoverId, input });
  while (lab.production.glance().canaryPercent < 26) await lab.clock.step();
  const until = lab.clock.now() + 4 * 60_000;
  while ((lab.clock.nextAt() ?? Infinity) < until) await lab.clock.step();
}

async function waitingMachine(lab: Lab): Promise<{ readonly token: string; readonly executionArn: string }> {
  const noted: { token?: string } = {};
  lab.lambda.register('noteToken', {
    run: (event) => {
      noted.token = (event as { token: string }).token;
      return Promise.resolve({});
    },
    timeoutSeconds: 5,
  });
  const wait = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: functionArn('noteToken'),
      Payload: { token: '{% $states.context.Task.Token %}' },
    },
    End: true,
  };
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Wait', States: { Wait: wait } });
  const { stateMachineArn } = lab.engine.createStateMachine({ name: 'waits', definition });
  const { executionArn } = lab.engine.startExecution({ stateMachineArn, name: 'waits', input: '{}' });
  while (noted.token === undefined) await lab.clock.step();
  return { token: noted.token, executionArn };
}

function heardBy(
  lab: Lab,
  executionArn: string,
): { readonly decision: string; readonly cause?: string } | undefined {
  const { status, cause } = lab.engine.describeExecution(executionArn);
  if (status === 'RUNNING') return undefined;
  return {
    decision: status === 'SUCCEEDED' ? 'approved' : 'notApproved',
    ...(cause !== undefined && { cause }),
  };
}

function questionOf(changes: Partial<Question>): Question {
  const subject = {
    planDigest: 'p',
    definitionDigest: 'd',
    images: ['claude-proxy@sha256:1'],
    evidence: 'every trigger is quiet',
    percent: 51,
  };
  return {
    id: gateId,
    cutoverId,
    gate: 'ramp',
    service: 'claude-proxy',
    onSilence: 'rollBack',
    need: 1,
    strength: 'weak',
    approvers: ['dana', 'sam'].map(person),
    starter: { person: 'robin' },
    subject,
    digest: digestOf(subject),
    withinSeconds: 1800,
    ...changes,
  };
}

function secretsOf(invitations: readonly Invitation[]): Record<string, string> {
  return Object.fromEntries(invitations.map(({ person: { id }, secret }) => [id, secret]));
}

function worldOf(lab: Lab, log: (message: string, fields?: object) => void): World<'dynamodb' | 'sfn'> {
  return {
    clients: connect(lab.wire)(lastingCaller('test')),
    http: () => Promise.reject(new Error('no HTTP here')),
    clock: { now: () => lab.clock.now(), sleep: (milliseconds) => lab.clock.sleep(milliseconds) },
    random: { hex: (bytes) => lab.random.hex(bytes) },
    settings: { ledgerTable },
    log: { info: log, error: log },
  };
}

/** Resolves for all when the last of so many has come. */
function meeting(count: number): () => Promise<void> {
  let come = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  return () => {
    come += 1;
    if (come >= count) resolve();
    return promise;
  };
}
