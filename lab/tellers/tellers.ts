/**
 * What hangs off the ledger's stream in the lab: the functions that tell, on a Lambda and a wire of their own. They share
 * the ledger and the clock with the cutover and draw no chance of its, so that a broken Slack cannot change a run.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Channels } from '../../core/messages/channels.ts';
import { handler as keepReport } from '../../functions/keep-report.ts';
import { handler as tell } from '../../functions/tell.ts';
import { compilePattern } from '../cloud/events/pattern.ts';
import { connect } from '../cloud/wire/connect.ts';
import { LambdaHost } from '../cloud/lambda/host.ts';
import { putObject, type StoredObject } from '../cloud/s3/put-object.ts';
import { Stream } from '../cloud/dynamodb/stream.ts';
import { snsService } from '../cloud/sns/service.ts';
import { sendMessage, type Letter } from '../cloud/sqs/send-message.ts';
import { Wire } from '../cloud/wire.ts';
import type { VirtualClock } from '../clock.ts';
import type { DynamoDb } from '../cloud/dynamodb/dynamodb.ts';
import type { SimulatedService } from '../cloud/service.ts';
import { readTimeouts } from '../machine.ts';
import type { Random } from '../random.ts';
import { labWorld, type LabParts } from '../world.ts';
import { Slack } from './slack.ts';

export interface Tellers {
  readonly slack: Slack;
  readonly stream: Stream;
  /** What wakes the one who keeps reports. */
  readonly reports: Stream;
  readonly lambda: LambdaHost;
  readonly wire: Wire;
  readonly topic: ReturnType<typeof snsService>;
  /** The queue of the undelivered. */
  readonly letters: readonly Letter[];
  /** Reports that were kept, the oldest first. */
  readonly files: readonly StoredObject[];
  /** What is told instead of the lab's own Slack: for a broken one. */
  answer: LabParts['answer'];
}

interface Beside {
  readonly clock: VirtualClock;
  readonly ledger: DynamoDb;
  readonly secretsmanager: SimulatedService;
}

export interface TellersOptions {
  readonly channels: Channels;
  readonly random: Random;
  readonly parts: LabParts;
}

export function startTellers(
  { clock, ledger, secretsmanager }: Beside,
  { channels, random, parts }: TellersOptions,
): Tellers {
  const letters: Letter[] = [];
  const files: StoredObject[] = [];
  const slack = new Slack(clock);
  const topic = snsService(clock);
  const services = {
    dynamodb: ledger,
    secretsmanager,
    sns: topic,
    sqs: { actions: { SendMessage: sendMessage(clock, letters) } },
    s3: { actions: { PutObject: putObject(files) } },
  };
  const wire = new Wire({ clock, random: random.fork('wire'), services });
  const lambda = new LambdaHost({ clock, random: random.fork('lambda') });
  const stream = new Stream({ clock, random: random.fork('stream'), lambda }, readMapping('stream', 'tell'));
  const reports = new Stream(
    { clock, random: random.fork('reports'), lambda },
    readMapping('reports-stream', 'keepReport'),
  );
  const tellers: Tellers = {
    slack,
    stream,
    reports,
    lambda,
    wire,
    topic,
    letters,
    files,
    answer: (request) => slack.answer(request) ?? parts.answer(request),
  };
  const own = {
    ...parts,
    random: random.fork('functions'),
    connection: connect(wire),
    channels,
    undeliveredUrl: 'https://sqs/undelivered',
  };
  lambda.register('tell', {
    run: (event, { caller }) => tell(event, { world: labWorld({ ...own, answer: tellers.answer }, caller) }),
    timeoutSeconds: readTimeouts()('tell'),
  });
  lambda.register('keepReport', {
    run: (event, { caller }) => keepReport(event, { world: labWorld(own, caller) }),
    timeoutSeconds: readTimeouts()('keepReport'),
  });
  stream.follow(ledger);
  if (channels.reports !== undefined) reports.follow(ledger);
  return tellers;
}

interface StreamFile {
  readonly stream: {
    readonly batchSize: number;
    readonly batchWindow: number;
    readonly maximumRecordAgeInSeconds: number;
    readonly filterPatterns: readonly unknown[];
  };
}

type Mapping = ConstructorParameters<typeof Stream>[1];
const mappings = new Map<string, Mapping>();

/** As it is deployed. */
function readMapping(file: string, functionKey: string): Mapping {
  const known = mappings.get(file) ?? mappingOf(file, functionKey);
  mappings.set(file, known);
  return known;
}

function mappingOf(name: string, functionKey: string): Mapping {
  const file = new URL(`../../infra/${name}.yml`, import.meta.url);
  const { stream } = parse(readFileSync(file, 'utf8')) as StreamFile;
  const matchers = stream.filterPatterns.map((pattern) => compilePattern(pattern));
  return {
    functionKey,
    batchSize: stream.batchSize,
    batchWindowSeconds: stream.batchWindow,
    maximumRecordAgeSeconds: stream.maximumRecordAgeInSeconds,
    isWanted: (record) => matchers.some((matches) => matches(record)),
  };
}
