import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientConfig } from './config.ts';

export const elbv2 = (): ElasticLoadBalancingV2Client => new ElasticLoadBalancingV2Client(clientConfig);
