/** Answers the task tokens that the state machine waits with. They come from the ledger and go nowhere else. */
import { SendTaskFailureCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import type { FailureName } from '../core/failures.ts';
import { isNamed } from './failures.ts';
import type { World } from './world.ts';

/** `nobody`: the wait is over already, however it ended; its token is of no more use. */
export type Answered = 'answered' | 'nobody';

/** Step Functions says `TaskTimedOut` of a token that was answered or whose task has ended, too. */
const closed = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

export function endWait(world: World<'sfn'>, taskToken: string | undefined): Promise<Answered> {
  return answer(taskToken, (token) =>
    world.clients.sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' })),
  );
}

/** Fails the waiting state, and with it the release. */
export function failWait(
  world: World<'sfn'>,
  taskToken: string | undefined,
  failure: { readonly name: FailureName; readonly reason: string },
): Promise<Answered> {
  // Step Functions takes 32,768 characters; what a trigger has to say is a sentence.
  const cause = failure.reason.slice(0, 1_000);
  return answer(taskToken, (token) =>
    world.clients.sfn.send(new SendTaskFailureCommand({ taskToken: token, error: failure.name, cause })),
  );
}

async function answer(
  token: string | undefined,
  send: (token: string) => Promise<unknown>,
): Promise<Answered> {
  if (token === undefined || token === '') return 'nobody';
  try {
    await send(token);
    return 'answered';
  } catch (error) {
    if (closed.some((name) => isNamed(error, name))) return 'nobody';
    throw error;
  }
}
