import type {
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  TargetDescription,
  TargetHealth,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Balancer } from './state.ts';
import type { Target, TargetGroup } from './target-group.ts';

const notInUse: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotInUse',
  Description: 'Target group is not configured to receive traffic from the load balancer',
};

const notRegistered: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotRegistered',
  Description: 'Target is not registered to the target group',
};

/** All targets, or those asked for. Not modelled: anomaly detection, administrative overrides, zones. */
export function describeTargetHealth(balancer: Balancer) {
  return (input: DescribeTargetHealthInput): DescribeTargetHealthOutput => {
    const group = balancer.group(input.TargetGroupArn ?? '');
    if (input.Targets === undefined || input.Targets.length === 0) {
      return { TargetHealthDescriptions: group.targets.map((target) => describe(target, group)) };
    }
    return { TargetHealthDescriptions: input.Targets.map((asked) => describeAsked(asked, group)) };
  };
}

function describeAsked(asked: TargetDescription, group: TargetGroup): TargetHealthDescription {
  const target = group.find(asked.Id ?? '');
  return target === undefined ? { Target: asked, TargetHealth: notRegistered } : describe(target, group);
}

function describe(target: Readonly<Target>, group: TargetGroup): TargetHealthDescription {
  return {
    Target: { Id: target.id, Port: target.port },
    HealthCheckPort: String(target.port),
    TargetHealth: healthOf(target, group),
  };
}

function healthOf(target: Readonly<Target>, group: TargetGroup): TargetHealth {
  if (target.state === 'draining') {
    return {
      State: 'draining',
      Reason: 'Target.DeregistrationInProgress',
      Description: 'Target deregistration is in progress',
    };
  }
  if (!group.isUsed) return notInUse;
  if (target.state === 'healthy') return { State: 'healthy' };
  if (target.state === 'initial') {
    return {
      State: 'initial',
      Reason: 'Elb.RegistrationInProgress',
      Description: 'Target registration is in progress',
    };
  }
  if (!target.answers)
    return { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' };
  return {
    State: 'unhealthy',
    Reason: 'Target.ResponseCodeMismatch',
    Description: 'Health checks failed with these codes: [500]',
  };
}
