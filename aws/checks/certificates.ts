import { DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { paginateDescribeListenerCertificates } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Certificate, judgeCertificates } from '../../core/checks/certificate.ts';
import { balancerOf } from '../../core/plan/listener-arns.ts';
import { calmSeconds } from '../../core/plan/timetable.ts';
import { listenerOf } from '../balancer/rules.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import type { Reader } from './reader.ts';

export const readCertificates: Reader<'acm' | 'elbv2'> = async (world, { plan, now }) => {
  const { arns = [], validForSeconds = 0 } = plan.checks.certificate ?? {};
  const balancer = balancerOf(plan.target.rules[0]) ?? '';
  const all = arns.length > 0 ? arns : await listenerCertificates(world, plan.target.rules);
  const facts: Certificate[] = [];
  for (const arn of all) if (arn.includes(':acm:')) facts.push(await read(world, arn, balancer));
  return {
    verdict: judgeCertificates(facts, { endsAt: now + calmSeconds(plan) * 1000, validForSeconds }),
    facts,
  };
};

/** Also those for further hosts, which DescribeListeners leaves out. */
async function listenerCertificates(world: World<'elbv2'>, rules: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const client = world.clients.elbv2;
  for (const ListenerArn of new Set(rules.map(listenerOf))) {
    for await (const page of paginateDescribeListenerCertificates({ client }, { ListenerArn }))
      for (const { CertificateArn } of page.Certificates ?? []) if (CertificateArn) found.add(CertificateArn);
  }
  return [...found];
}

async function read(world: World<'acm'>, arn: string, balancer: string): Promise<Certificate> {
  try {
    const { Certificate: one = {} } = await world.clients.acm.send(
      new DescribeCertificateCommand({ CertificateArn: arn }),
    );
    const { DomainName: domain = arn, Status: status = 'unknown', NotAfter, InUseBy = [] } = one;
    return { arn, domain, status, notAfter: NotAfter?.getTime(), isInUse: InUseBy.includes(balancer) };
  } catch (error) {
    if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    return { arn, domain: arn, status: 'gone', notAfter: undefined, isInUse: false };
  }
}
