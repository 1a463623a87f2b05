/** An account of moto's, made ready for one check at a time. */
import { ACMClient } from '@aws-sdk/client-acm';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { checkAll, checkClients } from '../../../aws/checks/check-all.ts';
import { cloudwatch } from '../../../aws/clients/cloudwatch.ts';
import { localWorld } from '../../../aws/local-world.ts';
import { readPlan } from '../../../cli/read-plan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { MotoServer } from '../moto-server.ts';

const region = 'eu-west-1';

/** What the SDK reads of a machine, here so that nothing of the real one is asked. */
const environment = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DISABLE_REQUEST_COMPRESSION: 'true',
};

/** The deployed client asks where the queue's URL points, which would be AWS itself. */
const sqs = () => new SQSClient({ useQueueUrlAsEndpoint: false });

/** moto knows no mute rules; here there are none. */
const withoutMuteRules = () => {
  const client = cloudwatch();
  client.middlewareStack.add(
    (next, context) => (request) =>
      context.commandName === 'ListAlarmMuteRulesCommand'
        ? (Promise.resolve({ output: {}, response: {} }) as never)
        : next(request),
    { step: 'initialize' },
  );
  return client;
};

export class Account {
  readonly #server: MotoServer;
  readonly acm;
  readonly cloudwatch;
  readonly ecr;
  readonly elbv2;
  readonly logs;
  readonly s3;
  readonly secrets;
  readonly sqs;
  readonly ssm;
  readonly waf;

  private constructor(server: MotoServer) {
    this.#server = server;
    const { endpoint } = server;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const config = { endpoint, region, credentials };
    this.acm = new ACMClient(config);
    this.cloudwatch = new CloudWatchClient(config);
    this.ecr = new ECRClient(config);
    this.elbv2 = new ElasticLoadBalancingV2Client(config);
    this.logs = new CloudWatchLogsClient(config);
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.secrets = new SecretsManagerClient(config);
    this.sqs = new SQSClient(config);
    this.ssm = new SSMClient(config);
    this.waf = new WAFV2Client(config);
  }

  static async open(): Promise<Account> {
    return new Account(await MotoServer.start());
  }

  async empty(): Promise<void> {
    await fetch(`${this.#server.endpoint}/moto-api/reset`, { method: 'POST' });
  }

  close(): void {
    this.#server.stop();
  }

  /** What `npx cutover check --only` finds, with the deployed adapters: the sample plan with these checks. */
  async check(only: string, checks: object, more: object = {}) {
    const read = await readPlan('events/plan.yml');
    if ('problems' in read) throw new Error('the sample plan has problems');
    const before = read.document['checks'] as object;
    const parsed = parsePlan({ ...read.document, checks: { ...before, ...checks }, ...more });
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    return this.#asIfThere(async () => {
      const world = localWorld({ ...checkClients, cloudwatch: withoutMuteRules, sqs }, region);
      const { results } = await checkAll(world, parsed.plan, { only });
      return results.map(({ verdict, evidence }) => ({ verdict, evidence }))[0];
    });
  }

  /** The deployed clients take their endpoint from the environment, which is put back. */
  async #asIfThere<T>(work: () => Promise<T>): Promise<T> {
    const here = { ...environment, AWS_ENDPOINT_URL: this.#server.endpoint };
    const before = Object.keys(here).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, here);
    try {
      return await work();
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  }
}
