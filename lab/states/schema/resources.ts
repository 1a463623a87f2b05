/**
 * The resources that a Task may name: Lambda functions, activities, `aws-sdk:` and the optimised integrations.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */

import type { MachineType } from '../graph.ts';
import { resourceOf } from '../tasks/resource.ts';

/** Actions by service; behind the bar whether the action can be waited for: `sync`, `token`. */
const OPTIMISED: Readonly<Record<string, string>> = {
  apigateway: 'invoke|token',
  athena: 'startQueryExecution|sync stopQueryExecution getQueryExecution getQueryResults',
  batch: 'submitJob|sync',
  bedrock: 'invokeModel createModelCustomizationJob|sync',
  codebuild:
    'startBuild|sync stopBuild batchDeleteBuilds batchGetReports startBuildBatch|sync stopBuildBatch retryBuildBatch|sync deleteBuildBatch',
  databrew: 'startJobRun|sync',
  dynamodb: 'getItem putItem deleteItem updateItem',
  ecs: 'runTask|sync|token',
  eks: 'createCluster|sync deleteCluster|sync createNodegroup|sync deleteNodegroup|sync createFargateProfile|sync deleteFargateProfile|sync runJob|sync call',
  elasticmapreduce:
    'createCluster|sync setClusterTerminationProtection terminateCluster|sync addStep|sync cancelStep modifyInstanceFleetByName modifyInstanceGroupByName',
  'emr-containers': 'createVirtualCluster deleteVirtualCluster|sync startJobRun|sync',
  'emr-serverless':
    'createApplication|sync startApplication|sync stopApplication|sync deleteApplication|sync startJobRun|sync cancelJobRun|sync',
  events: 'putEvents|token',
  glue: 'startJobRun|sync',
  http: 'invoke',
  lambda: 'invoke|token',
  mediaconvert: 'createJob|sync',
  sagemaker:
    'createEndpoint createEndpointConfig createHyperParameterTuningJob|sync createLabelingJob|sync createModel createProcessingJob|sync createTrainingJob|sync createTransformJob|sync updateEndpoint',
  sns: 'publish|token',
  sqs: 'sendMessage|token',
  states: 'startExecution|sync|token',
};

/** Those whose `.sync:2` answers with JSON instead of text. */
const SECOND_VERSION = new Set(['states:startExecution']);

const FUNCTION = /^arn:[^:]+:lambda:[^:]+:[^:]+:function:[A-Za-z0-9-_.$]+(?::[A-Za-z0-9-_$]+)?$/;
const ACTION = /^([A-Za-z0-9]+)(\.sync(?::2)?|\.waitForTaskToken)?$/;

/** What AWS says of the resource, or undefined. */
export function resourceProblem(text: string, type: MachineType): string | undefined {
  const { prefix, common, pattern } = resourceOf(text);
  if (type === 'EXPRESS') {
    if (prefix === 'Activity') return 'Express state machine does not support Activity ARN';
    if (pattern === 'sync') return "Express state machine does not support '.sync' service integration";
    if (pattern === 'token') {
      return "Express state machine does not support '.waitForTaskToken' service integration ";
    }
  }
  const isKnown =
    prefix === 'Activity' ||
    (prefix === 'Task'
      ? isAction(common['resourceType'] ?? '', common['resource'] ?? '')
      : FUNCTION.test(text));
  if (isKnown) return undefined;
  return `The resource provided ${text} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
}

function isAction(service: string, action: string): boolean {
  const [, name, suffix = ''] = ACTION.exec(action) ?? [];
  if (name === undefined) return false;
  // Which services the SDK has is not looked up; none of them has jobs to wait for.
  if (service.startsWith('aws-sdk:')) return /^[a-z]/.test(name) && !suffix.startsWith('.sync');
  const listed = (OPTIMISED[service] ?? '').split(' ').find((entry) => entry.split('|')[0] === name);
  if (listed === undefined) return false;
  if (suffix === '') return true;
  if (suffix === '.sync:2') return SECOND_VERSION.has(`${service}:${name}`);
  return listed.split('|').includes(suffix === '.sync' ? 'sync' : 'token');
}
