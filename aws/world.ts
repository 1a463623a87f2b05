/**
 * Everything outside a function's own reasoning: AWS, HTTP, time, randomness, settings and the log.
 * It is the first argument of every function and it is built in two places: `aws/lambda-world.ts` for
 * AWS and `lab/world.ts` for the lab. Nothing that receives one can tell which it got.
 */
import type { ACMClient } from '@aws-sdk/client-acm';
import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Channels } from '../core/messages/channels.ts';

/** One SDK client per AWS service, under the name that IAM gives the service. */
export interface Clients {
  readonly ecs: ECSClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly cloudwatch: CloudWatchClient;
  readonly dynamodb: DynamoDBDocumentClient;
  readonly 'application-autoscaling': ApplicationAutoScalingClient;
  readonly ecr: ECRClient;
  readonly sesv2: SESv2Client;
  readonly sfn: SFNClient;
  readonly sns: SNSClient;
  readonly acm: ACMClient;
  readonly cloudfront: CloudFrontClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly secretsmanager: SecretsManagerClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly wafv2: WAFV2Client;
}

export type Service = keyof Clients;

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits inside a function, for seconds at most: longer waiting belongs to the state machine. */
  sleep(milliseconds: number): Promise<void>;
}

export interface Random {
  /** `bytes` random bytes as lower-case hexadecimal. */
  hex(bytes: number): string;
}

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The request is given up after this long, and then counts as unanswered. */
  readonly timeoutMilliseconds: number;
  /** More of the answer is not kept; absent: 64 KB. */
  readonly bodyBytesMax?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  /** How long all of it was, where more came than was kept: whoever judges by the body has not seen it. */
  readonly wholeBodyBytes?: number;
  /** By their names in small letters; of those that come several times, the last. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What an https connection was made with; the certificate has been verified. */
  readonly tls?: { readonly protocol: string; readonly validTo: number };
  /** From the first byte sent to the last byte received. */
  readonly tookMilliseconds: number;
}

/**
 * One attempt, no retry, no redirect followed. Rejects with an Error whose message says why there was no answer; it is
 * named `Unanswered` only where a connection stood and its time ran out, so that it was not the network of our own.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

export interface Settings {
  /** Name of the ledger's DynamoDB table. */
  readonly ledgerTable: string;
  /** The policy as it was deployed, for the function that reads plans; it reads no plan without one. */
  readonly policy?: unknown;
  /** The state machine, for the function that starts cutovers. */
  readonly machineArn?: string;
  /** Where the control room is, without a slash at its end, for the function that makes links to it. */
  readonly roomUrl?: string;
  /** How approvers are told; absent where a function tells none. */
  readonly approvals?: Ways;
  /** Where cutovers are told, for the functions that tell. */
  readonly channels?: Channels;
  /** The queue of what could not be told, for the same. */
  readonly undeliveredUrl?: string;
}

/** How approvers are reached; a way that is absent is not used. */
export interface Ways {
  /** Where the page is, without a slash at its end; absent: no links. */
  readonly pageUrl?: string;
  /** The sender's address, verified with SES. */
  readonly sender?: string;
  /** Has one subscription for each approver, filtered by the attribute `approver`. */
  readonly topicArn?: string;
}

/** Structured lines: one message and fields. Never a token, never a secret. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** `S` names the services that may be called: a function typed `World<'ecs'>` cannot touch the balancer. */
export interface World<S extends Service = never> {
  readonly clients: Pick<Clients, S>;
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly log: Log;
}
