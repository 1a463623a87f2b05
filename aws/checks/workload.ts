/** What runs and what is about to: services, targets, images, variables, and the certificates before them. */
import { judgeEcs } from '../../core/checks/ecs.ts';
import { judgeEnvironment } from '../../core/checks/environment.ts';
import { judgeTargets } from '../../core/checks/targets.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { shareOf } from '../../core/traffic/division.ts';
import { readTargetStates, targetGroupDimension } from '../balancer/groups.ts';
import { readRules } from '../balancer/rules.ts';
import { readServices, readTaskDefinition } from '../containers.ts';
import type { World } from '../world.ts';
import { readCertificates } from './certificates.ts';
import { readImages } from './images.ts';
import type { Reader, Readers } from './reader.ts';

type Needs = 'acm' | 'ecs' | 'elbv2' | 'ecr';

const readEcs: Reader<'ecs'> = async (world, { plan }) => {
  const { cluster, services } = plan.target;
  const facts = (await readServices(world, cluster, services)).map((service) => ({
    name: service.serviceName ?? '',
    controller: service.deploymentController?.type,
    ecsOwnsRule: (service.loadBalancers ?? []).some((one) => one.advancedConfiguration !== undefined),
    deployments: (service.deployments ?? []).map(({ status, rolloutState }) => ({ status, rolloutState })),
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    pendingCount: service.pendingCount ?? 0,
  }));
  return { verdict: judgeEcs(facts), facts };
};

const readTargets: Reader<'ecs' | 'elbv2'> = async (world, { plan }) => {
  const rules = await readRules(world, plan.target.rules);
  const facts = [];
  for (const { groups } of await readGroups(world, plan)) {
    for (const arn of groups) {
      const serves = rules.some(({ actions }) => (shareOf(arn, actions) ?? 0) > 0);
      facts.push({ name: targetGroupDimension(arn), serves, states: await readTargetStates(world, arn) });
    }
  }
  return { verdict: judgeTargets(facts), facts };
};

/** Against what carries the traffic now: the service that the rules send everybody to. */
const readEnvironment: Reader<'ecs' | 'elbv2'> = async (world, { plan }) => {
  const [rule] = await readRules(world, plan.target.rules);
  const services = await readGroups(world, plan);
  const carrying = services.find(({ groups }) =>
    groups.some((group) => rule !== undefined && (shareOf(group, rule.actions) ?? 0) > 0),
  );
  const running = carrying && (await readTaskDefinition(world, carrying.taskDefinition));
  const next = plan.release.taskDefinition;
  const rules = plan.checks.environment ?? { required: [], matches: {}, dropped: [] };
  const definition = running === undefined ? undefined : { ...running };
  return {
    verdict: judgeEnvironment({ next, running: definition }, rules),
    facts: { comparedWith: carrying?.taskDefinition },
  };
};

async function readGroups(world: World<'ecs'>, { target }: Plan) {
  const services = await readServices(world, target.cluster, target.services);
  return services.map(({ taskDefinition = '', loadBalancers = [] }) => ({
    taskDefinition,
    groups: loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
  }));
}

export const workloadReaders: Readers<Needs> = {
  ecs: readEcs,
  targets: readTargets,
  image: readImages,
  environment: readEnvironment,
  certificate: readCertificates,
};
