import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { clientConfig } from './config.ts';

export const applicationAutoscaling = (): ApplicationAutoScalingClient =>
  new ApplicationAutoScalingClient(clientConfig);
