import { expect, test } from 'vitest';
import { lambda, World } from './world.ts';

const waiting = { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 3600, End: true } } };

test('Stop ends an execution at once and runs no Catch; the invoked function goes on', async () => {
  const world = new World({ shift: { seconds: 60 } });
  const arn = world.start({
    StartAt: 'Shift',
    States: {
      Shift: {
        Type: 'Task',
        Resource: lambda('shift'),
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Back' }],
        End: true,
      },
      Back: { Type: 'Succeed' },
    },
  });
  await world.until(10);
  world.engine.stopExecution({ executionArn: arn, error: 'Operator', cause: 'console' });
  expect(world.end(arn)).toMatchObject({ status: 'ABORTED', error: 'Operator', cause: 'console' });
  await world.until();
  expect(world.log).toEqual(['0 s shift begins', '60 s shift ends']);
  expect(world.events(arn).at(-1)).toBe('ExecutionAborted');
  const { stopDate } = world.engine.stopExecution({ executionArn: arn, error: 'again' });
  expect(world.end(arn).error).toBe('Operator');
  expect(stopDate).toBeLessThan(world.clock.now());
});

test('the same name and input is the same execution while it runs, and taken afterwards', async () => {
  const world = new World();
  const arn = world.start(waiting, { a: 1 });
  const { stateMachineArn } = world.engine.describeExecution(arn);
  const again = (input: string) => world.engine.startExecution({ stateMachineArn, name: 'one', input });
  expect(again('{"a":1}').executionArn).toBe(arn);
  const exists = expect.objectContaining({ name: 'ExecutionAlreadyExists' });
  expect(() => again('{"a":2}')).toThrow(exists);
  await world.until();
  expect(() => again('{"a":1}')).toThrow(exists);
  expect(world.engine.listExecutions()).toHaveLength(1);
});

test('the machine has a timeout of its own, which nothing catches', async () => {
  const world = new World();
  const result = await world.run({ ...waiting, TimeoutSeconds: 90 });
  expect(result).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout', seconds: 90 });
  expect(world.seconds).toBe(90);
});

test('a Task over its time fails while its work goes on', async () => {
  const world = new World({ slow: { seconds: 100 } });
  const result = await world.run({
    StartAt: 'Slow',
    States: {
      Slow: { Type: 'Task', Resource: lambda('slow'), TimeoutSeconds: '{% 20 + 10 %}', End: true },
    },
  });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout', seconds: 30 });
  expect(world.log.at(-1)).toBe('100 s slow ends');
});

test('a function that spoils what it was given or has answered cannot touch the execution', async () => {
  const answer = { list: [1], none: undefined };
  const world = new World({
    spoil: {
      answer: ({ arguments: given }) => {
        (given as { plan: string[] }).plan.push('spoilt');
        return { output: answer };
      },
    },
  });
  world.clock.after(5000, () => {
    answer.list.push(2);
  });
  const result = await world.run({
    StartAt: 'Keep',
    States: {
      Keep: { Type: 'Pass', Assign: { plan: ['whole'] }, Next: 'Spoil' },
      Spoil: {
        Type: 'Task',
        Resource: lambda('spoil'),
        Arguments: { plan: '{% $plan %}' },
        Assign: { answer: '{% $states.result %}' },
        Next: 'Rest',
      },
      Rest: {
        Type: 'Wait',
        Seconds: 10,
        Output: { plan: '{% $plan %}', answer: '{% $answer %}' },
        End: true,
      },
    },
  });
  expect(result.output).toEqual({ plan: ['whole'], answer: { list: [1] } });
});

const endless = {
  StartAt: 'Turn',
  States: {
    Turn: { Type: 'Pass', Next: 'Ask' },
    Ask: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }], Default: 'Turn' },
    // Without an end the definition would be refused.
    End: { Type: 'Succeed' },
  },
};

test('the 25,000th event is the end of an endless loop', async () => {
  const world = new World({}, { history: 'count' });
  const arn = world.start(endless);
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(world.engine.counts(arn)).toEqual({ historyEvents: 25_000, stateTransitions: 12_499 });
  expect(world.engine.getExecutionHistory(arn)).toEqual([]);
});

test('a polling loop of three hundred turns counts its events, and listeners see each of them', async () => {
  const world = new World({ look: { seconds: 1, answer: () => ({ output: { decision: 'hold' } }) } });
  let seen = 0;
  const ended: string[] = [];
  world.engine.onEvent((_, { id }) => {
    seen = id;
  });
  world.engine.onEnd((arn) => {
    ended.push(arn);
  });
  const arn = world.start({
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Pass', Assign: { turn: 0 }, Next: 'Rest' },
      Rest: { Type: 'Wait', Seconds: 9, Next: 'Look' },
      Look: {
        Type: 'Task',
        Resource: lambda('look'),
        Arguments: { turn: '{% $turn %}' },
        Assign: { turn: '{% $turn + 1 %}' },
        Next: 'What next?',
      },
      'What next?': {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $states.input.decision = 'finish' %}", Next: 'Done' },
          { Condition: '{% $turn >= 300 %}', Next: 'Done' },
        ],
        Default: 'Rest',
      },
      Done: { Type: 'Succeed' },
    },
  });
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'SUCCEEDED', seconds: 3000 });
  expect(world.engine.counts(arn)).toEqual({ historyEvents: 2706, stateTransitions: 902 });
  expect(seen).toBe(2706);
  expect(ended).toEqual([arn]);
});

test('an output of more than 256 KiB ends the execution, and an input is refused', async () => {
  const result = await new World().run({
    StartAt: 'Grow',
    States: { Grow: { Type: 'Pass', Output: "{% $pad('', 300000, '#') %}", End: true } },
  });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(() => new World().start(waiting, '#'.repeat(300_000))).toThrow(
    expect.objectContaining({ name: 'ValidationException' }),
  );
});

const REFUSED: [title: string, definition: object, problem: RegExp][] = [
  ['a Next that leads nowhere', { A: { Type: 'Pass', Next: 'B' } }, /Missing 'Next' target: B/],
  ['an unknown type', { A: { Type: 'Sleep', End: true } }, /not a known state type: Sleep/],
  [
    'JSONata that does not parse',
    { A: { Type: 'Pass', Output: '{% $a + %}', End: true } },
    /INVALID_JSONATA_EXPRESSION: Unexpected end of expression at \/States\/A\/Output/,
  ],
  ['a state without a way out', { A: { Type: 'Pass' } }, /'Next' or 'End' is required/],
  ['a state that nothing leads to', { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } }, /not reachable/],
  [
    'a field of the other language',
    { A: { Type: 'Pass', Parameters: {}, End: true } },
    /'Parameters' is only supported for the 'JSONPath' QueryLanguage at \/States\/A/,
  ],
];

test.each(REFUSED)('a definition is refused for %s', (_, States, problem) => {
  const create = () => new World().start({ StartAt: 'A', States });
  expect(create).toThrow(problem);
  expect(create).toThrow(expect.objectContaining({ name: 'InvalidDefinition' }));
});

test('a Choice needs no Default, and ends the execution where nothing matches', async () => {
  const result = await new World().run({
    StartAt: 'Ask',
    States: {
      Ask: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Yes' }] },
      Yes: { Type: 'Succeed' },
    },
  });
  expect(result).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining('The state does not point to a next state.'),
  });
});
