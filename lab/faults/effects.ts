/** What each deed does to the lab. Schemas of the same keys are in lab/scenario/happening.ts. */
import type { Lab } from '../lab.ts';
import type { CommandWord } from '../../core/command/command.ts';
import type { Deed } from '../scenario/scenario.ts';
import { faultsOf } from './armed-faults.ts';
import { LateMetrics } from './late-metrics.ts';
import { apply } from './settings.ts';

type Kind = Deed['kind'];
type Effects = { readonly [K in Kind]: (deed: Extract<Deed, { kind: K }>) => void };

/** Does a deed, now. After the end of the execution a deed meets whatever is left. */
export type Doer = (deed: Deed) => void;

export function doerOf(lab: Lab, executionArn: string): Doer {
  const faults = faultsOf(lab);
  let started = 0;
  const late = new LateMetrics(lab.clock, lab.production.metrics);
  const effects: Effects = {
    set: ({ settings }) => {
      for (const setting of settings) apply(lab.production, setting);
    },
    fail: (deed) => faults.arm(deed),
    slow: (deed) => faults.arm(deed),
    crash: (deed) => faults.arm(deed),
    lose: ({ events, forMilliseconds }) => lab.events.lose(events, forMilliseconds),
    delay: ({ metricsMilliseconds, forMilliseconds }) => late.delay(metricsMilliseconds, forMilliseconds),
    drift: ({ canaryPercent }) => lab.production.drift(canaryPercent),
    // The console's button gives neither an error nor a cause.
    stop: () => void lab.engine.stopExecution({ executionArn }),
    start: () => startAnother(lab, executionArn, (started += 1)),
    command: ({ word }) => say(lab, executionArn, word),
  };
  return (deed) => (effects[deed.kind] as (given: Deed) => void)(deed);
}

/** By whoever may start any: the same plan, signed for in the same way. */
function startAnother(lab: Lab, executionArn: string, count: number): void {
  const { stateMachineArn, name, input } = lab.engine.describeExecution(executionArn);
  lab.engine.startExecution({ stateMachineArn, name: `${name}-another-${count}`, input });
}

/** Somebody on call sends a signed request to the function's URL, as `npx cutover abort` does. */
function say(lab: Lab, executionArn: string, command: CommandWord): void {
  const cutoverId = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  const iam = { userArn: 'arn:aws:sts::123456789012:assumed-role/on-call/oncall' };
  const event = {
    version: '2.0',
    requestContext: { http: { method: 'POST', path: '/' }, authorizer: { iam } },
    body: JSON.stringify({ cutoverId, command }),
    isBase64Encoded: false,
  };
  lab.lambda.invoke('takeCommand', event, () => undefined);
}
