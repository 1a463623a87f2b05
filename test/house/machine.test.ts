import validate from 'asl-validator';
import { describe, expect, test } from 'vitest';
import { readMachine, readTimeouts } from '../../lab/machine.ts';
import { defects, planted } from './machine/defects.ts';
import { type Machine, statesOf } from './machine/graph.ts';
import { definition } from './machine/repository.ts';
import { exceptions, functionKey, refusals, rules } from './machine/rules.ts';
import { smallMachine } from './machine/small-machine.ts';
import { usedBy } from './machine/variables.ts';
import { stragglerSeconds } from '../../core/release/home.ts';

describe('statemachine/cutover.asl.yml', () => {
  test.each(Object.entries(rules))('%s', (_title, rule) => {
    expect(rule(definition())).toEqual([]);
  });

  test('is what Step Functions takes', () => {
    const { isValid, errorsText } = validate(structuredClone(readMachine()));
    expect(isValid ? '' : errorsText()).toBe('');
  });

  test('no Task gives up before its function does', () => {
    const timeoutOf = readTimeouts();
    const hasty = statesOf(definition())
      .filter(
        ({ state }) =>
          state.Type === 'Task' && timeoutOf(functionKey(state) ?? '') > Number(state.TimeoutSeconds),
      )
      .map(({ name, state }) => `${name}: ${String(state.TimeoutSeconds)} s`);
    expect(hasty).toEqual([]);
  });

  test('a straggler is dead before the rollback is confirmed', () => {
    const timeoutOf = readTimeouts();
    for (const key of ['shiftTraffic', 'promote', 'stopWatching'])
      expect(stragglerSeconds).toBeGreaterThanOrEqual(timeoutOf(key) + 30);
  });

  test('every exception has its reason, and its state', () => {
    const names = Object.keys(definition().States);
    for (const [name, { because }] of Object.entries({ ...exceptions, ...refusals })) {
      expect(names).toContain(name);
      expect(because.length).toBeGreaterThan(20);
    }
  });
});

describe('each rule finds a planted defect', () => {
  test('the small machine has none', () => {
    for (const rule of Object.values(rules)) expect(rule(smallMachine() as unknown as Machine)).toEqual([]);
  });

  test.each(defects)('%s: %j', (title, path, value, expected) => {
    const broken = rules[title]?.(planted(path, value)) ?? [];
    expect(broken.join('\n')).toMatch(new RegExp(expected.source, 'm'));
  });

  test.each([
    ['a variable', '{% $a.b %}', ['a']],
    ['a function of JSONata is none', '{% $string($a) & $now() %}', ['a']],
    ['nor is $states', '{% $states.input.x = $b %}', ['b']],
    ['nor what stands in quotes', "{% 'costs $c' & $d %}", ['d']],
    ['nor text that is no expression', 'costs $e', []],
  ])('what an expression uses: %s', (_title, Cause, expected) => {
    expect([...usedBy({ Type: 'Fail', Cause } as never)]).toEqual(expected);
  });

  test("Step Functions' own check fails where it should", () => {
    const machine = { ...(readMachine() as Machine), StartAt: 'Nowhere' };
    expect(validate(structuredClone(machine)).isValid).toBe(false);
  });
});
