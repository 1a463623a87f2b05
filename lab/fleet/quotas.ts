/**
 * What an account and Region may ask of AWS, as token buckets in front of the wire: whoever is over gets the service's
 * own throttling exception. One cutover never comes near; five hundred do.
 */
import type { Service } from '../../aws/world.ts';
import type { VirtualClock } from '../clock.ts';
import type { Call, Fault, Faults } from '../cloud/wire/call.ts';

interface Quota {
  readonly service: Service;
  /** The calls that share the bucket. */
  readonly actions: RegExp;
  readonly burst: number;
  readonly perSecond: number;
  readonly source: string;
}

const cloudwatch = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html';
const elb = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html';
const ecs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html';
const states = 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html';
const scaling =
  'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-limits.html';

/** Of eu-west-1, by default. Where AWS publishes no number, `source` says that it is ours, taken low. */
export const quotas: readonly Quota[] = [
  { service: 'cloudwatch', actions: /^DescribeAlarms$/, burst: 9, perSecond: 9, source: cloudwatch },
  { service: 'cloudwatch', actions: /^PutMetricAlarm$/, burst: 3, perSecond: 3, source: cloudwatch },
  { service: 'cloudwatch', actions: /^DeleteAlarms$/, burst: 3, perSecond: 3, source: cloudwatch },
  { service: 'cloudwatch', actions: /^GetMetricData$/, burst: 50, perSecond: 50, source: cloudwatch },
  { service: 'elbv2', actions: /^Describe/, burst: 40, perSecond: 10, source: elb },
  {
    service: 'elbv2',
    actions: /^(?!Describe)/,
    burst: 40,
    perSecond: 10,
    source: `assumed like reads: ${elb}`,
  },
  { service: 'ecs', actions: /^(Describe|List)/, burst: 50, perSecond: 20, source: ecs },
  { service: 'ecs', actions: /^(?!Describe|List)/, burst: 20, perSecond: 5, source: `assumed: ${ecs}` },
  { service: 'sfn', actions: /^StartExecution$/, burst: 1300, perSecond: 300, source: states },
  { service: 'sfn', actions: /^DescribeExecution$/, burst: 300, perSecond: 15, source: states },
  { service: 'sfn', actions: /^SendTask/, burst: 3000, perSecond: 500, source: states },
  { service: 'sfn', actions: /^ListExecutions$/, burst: 200, perSecond: 5, source: states },
  {
    service: 'application-autoscaling',
    actions: /./,
    burst: 20,
    perSecond: 5,
    source: `assumed: ${scaling}`,
  },
];

export interface QuotaUse {
  readonly calls: string;
  readonly asked: number;
  readonly throttled: number;
}

interface Bucket {
  readonly quota: Quota;
  tokens: number;
  filledAt: number;
  asked: number;
  throttled: number;
}

export class Buckets implements Faults {
  readonly #clock: VirtualClock;
  readonly #scale: number;
  readonly #scaled: readonly Service[] | undefined;
  readonly #buckets: readonly Bucket[];

  /**
   * `scale`: the part of each rate that is ours, from 0 to 1, so that few cutovers feel what many would. Bursts stay
   * whole: what one cutover asks at one instant does not shrink with their number. `scaled`: of these services alone.
   */
  constructor(clock: VirtualClock, scale = 1, scaled?: readonly Service[]) {
    this.#clock = clock;
    this.#scale = scale;
    this.#scaled = scaled;
    this.#buckets = quotas.map((quota) => ({
      quota,
      tokens: quota.burst,
      filledAt: clock.now(),
      asked: 0,
      throttled: 0,
    }));
  }

  before({ service, action }: Call): Fault | undefined {
    const bucket = this.#buckets.find(({ quota }) => quota.service === service && quota.actions.test(action));
    if (bucket === undefined) return undefined;
    this.#fill(bucket);
    bucket.asked += 1;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return undefined;
    }
    bucket.throttled += 1;
    return { fail: { name: service === 'cloudwatch' ? 'Throttling' : 'ThrottlingException' } };
  }

  uses(): QuotaUse[] {
    return this.#buckets.map(({ quota, asked, throttled }) => ({
      calls: `${quota.service}:${quota.actions.source}`,
      asked,
      throttled,
    }));
  }

  #fill(bucket: Bucket): void {
    const now = this.#clock.now();
    const scale = this.#scaled?.includes(bucket.quota.service) === false ? 1 : this.#scale;
    const added = ((now - bucket.filledAt) / 1000) * bucket.quota.perSecond * scale;
    bucket.tokens = Math.min(bucket.quota.burst, bucket.tokens + added);
    bucket.filledAt = now;
  }
}
