/** Errors as the SDK makes them, from a name: its own class where a service has one, its base class otherwise. */

import * as acm from '@aws-sdk/client-acm';
import * as applicationAutoscaling from '@aws-sdk/client-application-auto-scaling';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sesv2 from '@aws-sdk/client-sesv2';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import * as wafv2 from '@aws-sdk/client-wafv2';
import type { Service } from '../../../aws/world.ts';

export interface Metadata {
  httpStatusCode?: number;
  requestId?: string;
  attempts?: number;
  totalRetryDelay?: number;
}

/** The part of the SDK's exceptions that the wire reads and writes. */
export interface SdkError extends Error {
  $metadata?: Metadata;
  $fault?: 'client' | 'server';
}

interface Options {
  readonly name: string;
  readonly message: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: Metadata;
}

type ErrorClass = new (options: Options) => SdkError;
type NamedClass = new (options: Pick<Options, 'message' | '$metadata'>) => SdkError;

const modules: Record<Service, { readonly base: ErrorClass; readonly named: object }> = {
  'application-autoscaling': {
    base: applicationAutoscaling.ApplicationAutoScalingServiceException,
    named: applicationAutoscaling,
  },
  cloudwatch: { base: cloudwatch.CloudWatchServiceException, named: cloudwatch },
  dynamodb: { base: dynamodb.DynamoDBServiceException, named: dynamodb },
  ecr: { base: ecr.ECRServiceException, named: ecr },
  ecs: { base: ecs.ECSServiceException, named: ecs },
  elbv2: { base: elbv2.ElasticLoadBalancingV2ServiceException, named: elbv2 },
  sesv2: { base: sesv2.SESv2ServiceException, named: sesv2 },
  sfn: { base: sfn.SFNServiceException, named: sfn },
  sns: { base: sns.SNSServiceException, named: sns },
  wafv2: { base: wafv2.WAFV2ServiceException, named: wafv2 },
  ssm: { base: ssm.SSMServiceException, named: ssm },
  sqs: { base: sqs.SQSServiceException, named: sqs },
  secretsmanager: { base: secretsmanager.SecretsManagerServiceException, named: secretsmanager },
  s3: { base: s3.S3ServiceException, named: s3 },
  logs: { base: logs.CloudWatchLogsServiceException, named: logs },
  cloudfront: { base: cloudfront.CloudFrontServiceException, named: cloudfront },
  acm: { base: acm.ACMServiceException, named: acm },
};

/**
 * Errors that every service may answer with, for which its client has no class.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html, in the spelling of both protocols.
 */
const common = [
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'InternalFailure',
  'InternalServerError',
  'InvalidClientTokenId',
  'RequestTimeout',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'UnrecognizedClientException',
  'ValidationError',
  'ValidationException',
];

/** Every name that `sdkError` can give an error of this service. */
export function errorNames(service: Service): readonly string[] {
  const { base, named } = modules[service];
  const own = Object.entries(named).flatMap(([name, found]) => (isErrorClass(found, base) ? [name] : []));
  return [...new Set([...own, ...common])].toSorted();
}

/** `sdkError('ecs', 'ThrottlingException')`. The status is filled in as the service would answer. */
export function sdkError(service: Service, name: string, message = `${name} (a fault of the lab)`): SdkError {
  const { base, named } = modules[service];
  const found = (named as Record<string, unknown>)[name];
  // A class of the SDK's own knows whose fault it is.
  if (isErrorClass(found, base)) return withStatus(new found({ message, $metadata: {} }));
  const $fault = isServersFault(name) ? 'server' : 'client';
  return withStatus(new base({ name, message, $fault, $metadata: {} }));
}

/** What the SDK's HTTP handler rejects with when nobody answers. */
export function timeoutError(milliseconds: number): SdkError {
  const message = `a request has exceeded the configured ${milliseconds} ms requestTimeout.`;
  return Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' });
}

/** Gives an exception the HTTP status that it would have come with, where it has none. */
export function withStatus(error: SdkError): SdkError {
  if (error.$fault === undefined) return error;
  error.$metadata = { httpStatusCode: statusOf(error), ...error.$metadata };
  return error;
}

const forbidden =
  /^(AccessDenied|ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException)$/;

function statusOf({ name, $fault }: SdkError): number {
  if (/Unavailable/.test(name)) return 503;
  if ($fault === 'server') return 500;
  return forbidden.test(name) ? 403 : 400;
}

function isErrorClass(found: unknown, base: ErrorClass): found is NamedClass {
  return typeof found === 'function' && found.prototype instanceof base;
}

function isServersFault(name: string): boolean {
  return /^(Internal|ServerException|ServiceException|ServiceUnavailable)/.test(name);
}
