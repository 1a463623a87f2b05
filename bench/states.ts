/** State transitions a second of the states engine and of others, side by side, and the memory of many executions. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median } from './median.ts';
import { awsLocal, type Engine, lab, moto, ours } from './states-engines.ts';
import { type Program, programs } from './states-programs.ts';

export async function benchStates(): Promise<string[]> {
  const others = (await Promise.all([awsLocal(), moto()])).filter((engine) => engine !== undefined);
  const engines = [ours(), ...others];
  try {
    const rows: string[] = [];
    for (const index of programs(1).keys()) rows.push(await row(index, engines));
    const names = engines.map(({ name }) => name);
    return [
      `| state transitions a second | ${names.join(' | ')} |`,
      `| --- |${' --- |'.repeat(names.length)}`,
      ...rows,
    ];
  } finally {
    for (const engine of engines) engine.end();
  }
}

async function row(index: number, engines: readonly Engine[]): Promise<string> {
  const rounds = Math.max(...engines.map((engine) => engine.rounds));
  const plan = engines.map((engine) => ({
    engine,
    program: programs(engine.share)[index] as Program,
    samples: [] as number[],
  }));
  // The first round warms up; then each in turn, so that all meet the same machine.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { engine, program, samples } of plan.filter(({ engine: one }) => round <= one.rounds)) {
      const sample = await transitionsPerSecond(engine, program);
      if (round > 0) samples.push(sample);
    }
  }
  const name = programs(1)[index]?.name ?? '';
  return `| ${name} | ${plan.map(({ samples }) => shown(median(samples))).join(' | ')} |`;
}

async function transitionsPerSecond(engine: Engine, program: Program): Promise<number> {
  const begunAt = performance.now();
  try {
    for (let count = 0; count < engine.repeats; count += 1) await engine.run(program);
  } catch {
    return Number.NaN;
  }
  return (engine.repeats * program.transitions) / ((performance.now() - begunAt) / 1000);
}

const shown = (perSecond: number) =>
  Number.isNaN(perSecond) ? 'fails' : Math.round(perSecond).toLocaleString('en');

const executions = 100_000;
const batch = 1000;

/** The heap after the first thousand executions and after all of them, where no history is kept. */
export async function benchMemory(): Promise<string[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { clock, engine } = lab('count');
  const Resource = 'arn:aws:lambda:eu-west-1:123456789012:function:work';
  const { stateMachineArn } = engine.createStateMachine({
    name: 'many',
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Work',
      States: {
        Work: { Type: 'Task', Resource, Assign: { seen: '{% $states.result %}' }, Next: 'Rest' },
        Rest: { Type: 'Wait', Seconds: 5, End: true },
      },
    },
  });
  const heaps: number[] = [];
  for (let started = 0; started < executions; started += batch) {
    for (let index = 0; index < batch; index += 1) {
      engine.startExecution({ stateMachineArn, name: `e${started + index}`, input: `{"n":${index}}` });
    }
    while (await clock.step());
    collect();
    heaps.push(process.memoryUsage().heapUsed / 1e6);
  }
  const [first = 0, last = 0] = [heaps[0], heaps.at(-1)];
  return [
    `| heap after ${batch.toLocaleString('en')} executions without history, and after ${executions.toLocaleString('en')} | ${first.toFixed(0)} MB, ${last.toFixed(0)} MB |`,
  ];
}
