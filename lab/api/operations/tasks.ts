/** Answers to task tokens, and activities with the workers that ask for their tasks. */
import { checkArn } from '../arns.ts';
import * as kinds from '../kinds.ts';
import { anything, optional, required } from '../members.ts';
import { type Call, given, operation, seconds } from '../operation.ts';
import { page } from '../pages.ts';

export const SendTaskSuccess = operation(
  { taskToken: required(kinds.taskToken), output: required(kinds.data) },
  (input, { engine }) => {
    engine.sendTaskSuccess(input);
    return {};
  },
);

export const SendTaskFailure = operation(
  { taskToken: required(kinds.taskToken), error: optional(kinds.error), cause: optional(kinds.cause) },
  ({ taskToken, error, cause }, { engine }) => {
    engine.sendTaskFailure({ taskToken, ...given({ error, cause }) });
    return {};
  },
);

export const SendTaskHeartbeat = operation({ taskToken: required(kinds.taskToken) }, (input, { engine }) => {
  engine.sendTaskHeartbeat(input);
  return {};
});

export const CreateActivity = operation(
  {
    name: required(kinds.name),
    tags: optional(kinds.tags),
    encryptionConfiguration: optional(anything),
  },
  ({ name, tags }, { engine }) => {
    const { activityArn, creationDate } = engine.createActivity({ name, ...given({ tags }) });
    return { activityArn, creationDate: seconds(creationDate) };
  },
);

const oneActivity = { activityArn: required(kinds.arn) };

export const DeleteActivity = operation(oneActivity, ({ activityArn }, { engine }) => {
  checkArn(activityArn, 'activity');
  engine.deleteActivity({ activityArn });
  return {};
});

export const DescribeActivity = operation(oneActivity, ({ activityArn }, { engine }) => {
  checkArn(activityArn, 'activity');
  const { name, creationDate } = engine.describeActivity(activityArn);
  return { activityArn, name, creationDate: seconds(creationDate) };
});

export const ListActivities = operation(
  { maxResults: optional(kinds.pageSize), nextToken: optional(kinds.pageToken) },
  (question, { engine }) => {
    const { shown, ...rest } = page(
      engine.listActivities(),
      ({ activityArn }) => activityArn,
      'activities',
      question,
    );
    const activities = shown.map(({ activityArn, name, creationDate }) => ({
      activityArn,
      name,
      creationDate: seconds(creationDate),
    }));
    return { activities, ...rest };
  },
);

/** A worker that asks is kept waiting as long as AWS does. */
const pollMilliseconds = 60_000;

export const GetActivityTask = operation(
  { ...oneActivity, workerName: optional(kinds.name) },
  async ({ activityArn, workerName }, call) => {
    checkArn(activityArn, 'activity');
    const patience = patienceOf(call);
    try {
      return await call.engine.getActivityTask({ activityArn, ...given({ workerName }) }, patience.signal);
    } finally {
      patience.end();
    }
  },
);

/** Until the time is over or the worker has hung up. */
function patienceOf({ wall, signal }: Call): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const entry = wall.after(pollMilliseconds, () => controller.abort());
  return { signal: AbortSignal.any([controller.signal, signal]), end: () => entry.cancel() };
}
