/** Which simulated service and action a Task's resource means, and by what names Step Functions tells its errors. */
import type { Service } from '../../aws/world.ts';

export interface Integration {
  readonly service: Service;
  /** The SDK's name: `RunTask`. */
  readonly action: string;
  readonly kind: 'sdk' | 'optimised';
  readonly isJob: boolean;
  /** The prefix of its errors' names. */
  readonly errors: string;
  /** How causes call the service. */
  readonly label: string;
  /** Whether the service's own members begin in lower case. Step Functions' never do. */
  readonly isLowerCase: boolean;
}

type Names = Pick<Integration, 'service' | 'errors' | 'label'>;

/** By the name in the ARN. https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html */
const SDK: Readonly<Record<string, Names>> = {
  applicationautoscaling: {
    service: 'application-autoscaling',
    errors: 'ApplicationAutoScaling',
    label: 'ApplicationAutoScaling',
  },
  cloudwatch: { service: 'cloudwatch', errors: 'CloudWatch', label: 'CloudWatch' },
  dynamodb: { service: 'dynamodb', errors: 'DynamoDb', label: 'DynamoDb' },
  ecr: { service: 'ecr', errors: 'Ecr', label: 'Ecr' },
  ecs: { service: 'ecs', errors: 'Ecs', label: 'Ecs' },
  elasticloadbalancingv2: {
    service: 'elbv2',
    errors: 'ElasticLoadBalancingV2',
    label: 'ElasticLoadBalancingV2',
  },
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html */
const OPTIMISED: Readonly<Record<string, Names>> = {
  dynamodb: { service: 'dynamodb', errors: 'DynamoDB', label: 'AmazonDynamoDBv2' },
  ecs: { service: 'ecs', errors: 'ECS', label: 'AmazonECS' },
};

const RESOURCE =
  /^arn:[^:]+:states:[^:]*:[^:]*:(aws-sdk:)?([a-z0-9]+):([a-z][A-Za-z0-9]*)(\.sync|\.waitForTaskToken)?$/;

/** Undefined where it is none of them. */
export function integrationOf(resource: string): Integration | undefined {
  const [whole, sdk, name = '', action = '', suffix] = RESOURCE.exec(resource) ?? [];
  const known = sdk === undefined ? OPTIMISED : SDK;
  const names = Object.hasOwn(known, name) ? known[name] : undefined;
  if (whole === undefined || names === undefined) return undefined;
  return {
    ...names,
    kind: sdk === undefined ? 'optimised' : 'sdk',
    action: `${action[0]?.toUpperCase() ?? ''}${action.slice(1)}`,
    isJob: suffix === '.sync',
    isLowerCase: names.service === 'ecs' || names.service === 'ecr',
  };
}
