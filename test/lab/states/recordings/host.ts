/** The world of a recorded case: its functions, played by their behaviours, and executions of other machines. */

import { VirtualClock } from '../../../../lab/clock.ts';
import type { StatesEngine } from '../../../../lab/states/engine.ts';
import { StatesApiError } from '../../../../lab/states/errors.ts';
import type { StatesHost, TaskOutcome, TaskRequest } from '../../../../lab/states/host.ts';
import type { Behaviour, Case } from './cases.ts';

export class CaseHost implements StatesHost {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 5, 9));
  readonly region = 'eu-west-1';
  readonly account = '123456789012';
  engine: StatesEngine | undefined;
  readonly #functions: Case['functions'];
  #ids = 0;

  constructor(functions: Case['functions']) {
    this.#functions = functions;
  }

  random(): number {
    return 0.5;
  }

  uuid(): string {
    this.#ids += 1;
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  startTask(task: TaskRequest, done: (outcome: TaskOutcome) => void): void {
    const { seconds, outcome } = this.#answer(task);
    this.clock.after(seconds * 1000 + 50, () => {
      done(outcome);
    });
  }

  #answer({ resource, arguments: given }: TaskRequest): { seconds: number; outcome: TaskOutcome } {
    if (resource.includes(':function:')) return this.#invoke(resource, given, true);
    const fields = (given ?? {}) as { FunctionName?: string; Payload?: unknown };
    if (resource.endsWith(':lambda:invoke')) {
      return this.#invoke(fields.FunctionName ?? '', 'Payload' in fields ? fields.Payload : {}, false);
    }
    if (resource.endsWith(':states:startExecution'))
      return { seconds: 0, outcome: this.#startExecution(given) };
    return { seconds: 0, outcome: { error: 'Lab.NotModelled', cause: resource } };
  }

  #invoke(target: string, payload: unknown, isPlain: boolean) {
    const name = target.replace(/^.*:function:/, '').replace(/:.*$/, '');
    const behaviour = this.#functions[name];
    if (behaviour === undefined) return { seconds: 0, outcome: this.#functionNotFound(name) };
    return { seconds: behaviour.seconds ?? 0, outcome: this.#play(behaviour, payload, isPlain) };
  }

  #play(behaviour: Behaviour, payload: unknown, isPlain: boolean): TaskOutcome {
    switch (behaviour.do) {
      case 'raise': {
        const { errorType = '', errorMessage, stackTrace } = behaviour;
        const body = { errorMessage, errorType, requestId: this.uuid(), stackTrace };
        return { error: errorType, cause: JSON.stringify(body, undefined, isPlain ? 1 : 0) };
      }
      case 'return':
        return { output: behaviour.value };
      case 'large':
        return { output: 'a'.repeat(behaviour.characters ?? 0) };
      case 'decorate':
        return { error: 'Lab.NotModelled', cause: 'decorate' };
      case 'echo':
      case 'sleep':
        return { output: payload ?? {} };
      default:
        return behaviour.do satisfies never;
    }
  }

  #functionNotFound(name: string): TaskOutcome {
    const arn = `arn:aws:lambda:${this.region}:${this.account}:function:${name}:$LATEST`;
    return {
      error: 'Lambda.ResourceNotFoundException',
      cause: `Function not found: ${arn} (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${this.uuid()}; Proxy: null)`,
    };
  }

  #startExecution(given: unknown): TaskOutcome {
    const {
      StateMachineArn: stateMachineArn = '',
      Input: input,
      Name: name,
    } = given as Record<string, string>;
    try {
      const started = this.engine?.startExecution({
        stateMachineArn,
        input: JSON.stringify(input ?? {}),
        ...(name === undefined ? {} : { name }),
      });
      return { output: { ExecutionArn: started?.executionArn, StartDate: started?.startDate } };
    } catch (error) {
      if (!(error instanceof StatesApiError)) throw error;
      return {
        error: `StepFunctions.${error.name}Exception`,
        cause: `${error.message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${error.name}; Request ID: ${this.uuid()}; Proxy: null)`,
      };
    }
  }
}
