/** The world of a recorded case: its functions, played by their behaviours. */

import { VirtualClock } from '../../../../lab/clock.ts';
import type { LambdaInvocation, StatesHost, TaskOutcome, TaskRequest } from '../../../../lab/states/host.ts';
import { functionFailure } from '../../../../lab/states/tasks/lambda.ts';
import type { Behaviour, Case } from './cases.ts';

export class CaseHost implements StatesHost {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 5, 9));
  readonly region = 'eu-west-1';
  readonly account = '123456789012';
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

  startTask({ resource, invocation }: TaskRequest, done: (outcome: TaskOutcome) => void): void {
    const { seconds, outcome } =
      invocation === undefined
        ? { seconds: 0, outcome: { error: 'Lab.NotModelled', cause: resource } }
        : this.#invoke(invocation);
    this.clock.after(seconds * 1000 + 50, () => {
      done(outcome);
    });
  }

  #invoke(invocation: LambdaInvocation): { seconds: number; outcome: TaskOutcome } {
    const name = invocation.functionName.replace(/^.*:function:/, '').replace(/:.*$/, '');
    const behaviour = this.#functions[name];
    if (behaviour === undefined) return { seconds: 0, outcome: this.#functionNotFound(name) };
    const outcome = this.#play(behaviour, invocation.payload);
    const isTail = invocation.logType === 'Tail' && 'output' in outcome;
    return {
      seconds: behaviour.seconds ?? 0,
      outcome: isTail ? { ...outcome, answer: { logResult: 'U1RBUlQ=' } } : outcome,
    };
  }

  #play(behaviour: Behaviour, payload: string): TaskOutcome {
    const event: unknown = payload === '' ? {} : JSON.parse(payload);
    switch (behaviour.do) {
      case 'raise': {
        const { errorType = '', errorMessage, stackTrace } = behaviour;
        return functionFailure(
          pythonJson({
            errorMessage,
            errorType,
            requestId: this.uuid(),
            stackTrace: [...(stackTrace ?? [])],
          }),
        );
      }
      case 'return':
        return { output: behaviour.value };
      case 'large':
        return { output: 'a'.repeat(behaviour.characters ?? 0) };
      case 'decorate':
        return { output: `${behaviour.prefix ?? ''}${pythonText(event)}` };
      case 'echo':
      case 'sleep':
        return { output: event };
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
}

/** As Python writes JSON: a blank behind each comma and colon. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${pythonJson(child)}`);
  return `{${fields.join(', ')}}`;
}

/** As Python shows a value. */
function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : quoted(value);
}

function quoted(value: unknown): string {
  if (typeof value === 'string') return value.includes("'") ? `"${value}"` : `'${value}'`;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(quoted).join(', ')}]`;
  if (typeof value === 'number') return String(value);
  return `{${Object.entries(value as object)
    .map(([key, child]) => `${quoted(key)}: ${quoted(child)}`)
    .join(', ')}}`;
}
