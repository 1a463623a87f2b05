/** State machines: made, changed, told, checked. Versions and aliases are not modelled. */
import { StatesApiError, validationException } from '../../states/errors.ts';
import type { Machine } from '../../states/graph.ts';
import { checkArn, checkRoleArn } from '../arns.ts';
import * as kinds from '../kinds.ts';
import { anything, flag, integer, oneOf, optional, required, text } from '../members.ts';
import { type Call, given, operation, seconds } from '../operation.ts';
import { page } from '../pages.ts';

const machineType = oneOf('STANDARD', 'EXPRESS');
const includedData = oneOf('ALL_DATA', 'METADATA_ONLY');

const configuration = {
  loggingConfiguration: optional(anything),
  tracingConfiguration: optional(anything),
  encryptionConfiguration: optional(anything),
  publish: optional(flag),
  versionDescription: optional(text({ max: 256 })),
};

export const CreateStateMachine = operation(
  {
    name: required(kinds.name),
    definition: required(kinds.definition),
    roleArn: required(kinds.arn),
    type: optional(machineType),
    tags: optional(kinds.tags),
    ...configuration,
  },
  (input, { engine, settings }) => {
    const { name, definition, roleArn, type, tags } = input;
    checkRoleArn(roleArn);
    refusePublishing(input);
    const made = engine.createStateMachine({ name, definition, roleArn, ...given({ type, tags }) });
    settings.keepText(engine.describeStateMachine(made.stateMachineArn), definition);
    settings.set(made.stateMachineArn, configured(input));
    return { stateMachineArn: made.stateMachineArn, creationDate: seconds(made.creationDate) };
  },
);

export const UpdateStateMachine = operation(
  {
    stateMachineArn: required(kinds.arn),
    definition: optional(kinds.definition),
    roleArn: optional(kinds.arn),
    ...configuration,
  },
  (input, { engine, settings }) => {
    const { stateMachineArn, definition, roleArn } = input;
    checkArn(stateMachineArn, 'stateMachine');
    if (roleArn !== undefined) checkRoleArn(roleArn);
    refusePublishing(input);
    const changed = configured(input);
    engine.describeStateMachine(stateMachineArn);
    if (definition === undefined && roleArn === undefined && Object.keys(changed).length === 0)
      throw missingParameter();
    const { updateDate, revisionId } = engine.updateStateMachine({
      stateMachineArn,
      ...given({ definition, roleArn }),
    });
    if (definition !== undefined) settings.keepText(engine.describeStateMachine(stateMachineArn), definition);
    settings.set(stateMachineArn, changed);
    return { updateDate: seconds(updateDate), revisionId };
  },
);

/** Also where there is none: deleting twice is no mistake. */
export const DeleteStateMachine = operation(
  { stateMachineArn: required(kinds.arn) },
  ({ stateMachineArn }, { engine, settings }) => {
    checkArn(stateMachineArn, 'stateMachine');
    engine.deleteStateMachine({ stateMachineArn });
    settings.forget(stateMachineArn);
    return {};
  },
);

export const DescribeStateMachine = operation(
  { stateMachineArn: required(kinds.arn), includedData: optional(includedData) },
  ({ stateMachineArn }, call) => {
    checkArn(stateMachineArn, 'stateMachine');
    const machine = call.engine.describeStateMachine(stateMachineArn);
    return {
      ...told(machine, call),
      status: 'ACTIVE',
      type: machine.type,
      creationDate: seconds(machine.creationDate),
    };
  },
);

export const DescribeStateMachineForExecution = operation(
  { executionArn: required(kinds.arn), includedData: optional(includedData) },
  ({ executionArn }, call) => {
    checkArn(executionArn, 'execution');
    const machine = call.engine.describeStateMachineForExecution(executionArn);
    return { ...told(machine, call), updateDate: seconds(machine.creationDate) };
  },
);

export const ListStateMachines = operation(
  { maxResults: optional(kinds.pageSize), nextToken: optional(kinds.pageToken) },
  (question, { engine }) => {
    const { shown, ...rest } = page(engine.listStateMachines(), ({ arn }) => arn, 'machines', question);
    const stateMachines = shown.map(({ arn, name, type, creationDate }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: seconds(creationDate),
    }));
    return { stateMachines, ...rest };
  },
);

const diagnosticsMax = 100;

export const ValidateStateMachineDefinition = operation(
  {
    definition: required(kinds.definition),
    type: optional(machineType),
    severity: optional(oneOf('ERROR', 'WARNING')),
    maxResults: optional(integer({ min: 0, max: diagnosticsMax })),
  },
  ({ definition, type, maxResults = 0 }, { engine }) => {
    const problems = engine.validateStateMachineDefinition({ definition, ...given({ type }) });
    const most = maxResults === 0 ? diagnosticsMax : maxResults;
    const diagnostics = problems
      .slice(0, most)
      .map(({ code, message, location }) => ({ severity: 'ERROR', code, message, location }));
    const result = problems.length === 0 ? 'OK' : 'FAIL';
    return { result, diagnostics, truncated: problems.length > most };
  },
);

function told(machine: Machine, { settings }: Call): object {
  const { arn, name, roleArn, revisionId } = machine;
  return {
    stateMachineArn: arn,
    name,
    definition: settings.textOf(machine),
    roleArn,
    ...settings.of(arn),
    ...(revisionId !== undefined && { revisionId }),
  };
}

type Configured = Partial<ReturnType<Call['settings']['of']>>;

function configured(input: {
  readonly loggingConfiguration: Configured['loggingConfiguration'] | undefined;
  readonly tracingConfiguration: Configured['tracingConfiguration'] | undefined;
  readonly encryptionConfiguration: Configured['encryptionConfiguration'] | undefined;
}): Configured {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
  return given({ loggingConfiguration, tracingConfiguration, encryptionConfiguration });
}

function refusePublishing({
  publish,
  versionDescription,
}: {
  readonly publish: boolean | undefined;
  readonly versionDescription: string | undefined;
}): void {
  if (publish === true)
    throw validationException('The lab has no versions of state machines: leave publish out');
  if (versionDescription !== undefined)
    throw validationException('Version description can only be set when publish is true');
}

function missingParameter(): Error {
  const message =
    'Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the TracingConfiguration must be specified';
  return new StatesApiError('MissingRequiredParameter', message);
}
