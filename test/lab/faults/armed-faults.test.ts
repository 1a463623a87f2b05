import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../lab/clock.ts';
import { type Call, mutating } from '../../../lab/cloud/wire/call.ts';
import { ArmedFaults, type CallDeed, type Hit } from '../../../lab/faults/armed-faults.ts';
import { mortal } from '../cloud/wire/account.ts';

const clock = () => new VirtualClock(0);

function armed(...deeds: CallDeed[]): ArmedFaults {
  const faults = new ArmedFaults(clock());
  for (const deed of deeds) faults.arm(deed);
  return faults;
}

/** One call of an invocation with as many attempts as are asked for. */
function calling(functionName: string) {
  const caller = mortal(functionName);
  return (name: string, at = 0): ((attempt?: number) => Call) => {
    const [service = '', action = ''] = name.split(':');
    const input = {};
    return (attempt = 1) =>
      ({ at, caller, service, action, input, attempt, mutating: mutating(service, action) }) as Call;
  };
}

const fail = (times: number, more: object = {}): CallDeed => ({
  kind: 'fail',
  call: 'elbv2:ModifyRule',
  error: 'Throttling',
  times,
  effect: false,
  ...more,
});
const crash = (functionName: string, when: 'before-write' | 'after-write', more: object = {}): CallDeed => ({
  kind: 'crash',
  function: functionName,
  when,
  times: 1,
  ...more,
});

describe('nothing armed', () => {
  test('nothing goes wrong', () => {
    expect(armed().before(calling('shiftTraffic')('elbv2:ModifyRule')())).toBeUndefined();
  });
});

describe('a failure', () => {
  test('of a whole service meets all of its calls, and no other service', () => {
    const faults = armed(fail(3, { call: 'elbv2:*' }));
    const met = ['elbv2:DescribeRules', 'ecs:DescribeServices', 'elbv2:ModifyRule'].map((name) =>
      faults.before(calling('shiftTraffic')(name)()),
    );
    const told = { fail: { name: 'Throttling', effect: false } };
    expect(met).toEqual([told, undefined, told]);
  });

  test('meets as many attempts of its call as it says, whoever makes them, and no other call', () => {
    const faults = armed(fail(3));
    const [one, other] = [
      calling('shiftTraffic')('elbv2:ModifyRule'),
      calling('rollBack')('elbv2:ModifyRule'),
    ];
    expect(faults.before(calling('shiftTraffic')('elbv2:DescribeRules')())).toBeUndefined();
    const told = { fail: { name: 'Throttling', effect: false } };
    expect([one(1), one(2), other(1), one(3)].map((call) => faults.before(call))).toEqual([
      told,
      told,
      told,
      undefined,
    ]);
    expect(faults.unspent()).toEqual([]);
  });

  test('that lasts ends with its time, to the millisecond', () => {
    const faults = armed(fail(Infinity, { forMilliseconds: 1000 }));
    const call = calling('shiftTraffic');
    expect(faults.before(call('elbv2:ModifyRule', 999)())).toBeDefined();
    expect(faults.before(call('elbv2:ModifyRule', 1000)())).toBeUndefined();
  });

  test('combines with slowness, and two failures come one after the other', () => {
    const slow: CallDeed = { kind: 'slow', call: 'elbv2:ModifyRule', byMilliseconds: 5, times: 2 };
    const faults = armed(fail(1), slow, fail(1, { error: 'TimeoutError' }));
    const call = calling('shiftTraffic')('elbv2:ModifyRule');
    expect([call(1), call(2), call(3)].map((one) => faults.before(one))).toEqual([
      { fail: { name: 'Throttling', effect: false }, delayMilliseconds: 5 },
      { fail: { name: 'TimeoutError', effect: false }, delayMilliseconds: 5 },
      undefined,
    ]);
  });
});

describe('a crash', () => {
  test.each([
    [
      'shiftTraffic',
      ['dynamodb:UpdateItem', 'elbv2:DescribeRules', 'elbv2:ModifyRule', 'dynamodb:UpdateItem'],
      2,
    ],
    // Nothing but the ledger: its first write there. Reading is no write.
    ['verify', ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'], 1],
    ['refuse', ['dynamodb:PutItem'], 0],
    ['takeLock', ['dynamodb:GetItem', 'dynamodb:TransactWriteItems'], 1],
  ])('of %s is around the write that it is for', (name, calls, index) => {
    const faults = armed(crash(name, 'before-write'));
    const call = calling(name);
    const met = calls.map((one) => faults.before(call(one)()));
    expect(met.findIndex((fault) => fault?.crash === 'before')).toBe(index);
    expect(met.filter((fault) => fault !== undefined)).toHaveLength(1);
  });

  test('can be around the first write of a name', () => {
    const faults = armed(crash('shiftTraffic', 'before-write', { call: 'elbv2:ModifyRule' }));
    const call = calling('shiftTraffic');
    const modify = call('elbv2:ModifyRule');
    const calls = [call('dynamodb:UpdateItem')(), modify(1), modify(2)];
    expect(calls.map((one) => faults.before(one))).toEqual([undefined, { crash: 'before' }, undefined]);
  });

  test('can be around any write, counted from the first, retries aside', () => {
    const faults = armed(crash('shiftTraffic', 'after-write', { write: 3 }));
    const call = calling('shiftTraffic');
    const modify = call('elbv2:ModifyRule');
    const calls = [call('dynamodb:UpdateItem')(), modify(1), modify(2), call('dynamodb:UpdateItem')()];
    expect(calls.map((one) => faults.before(one))).toEqual([
      undefined,
      undefined,
      undefined,
      { crash: 'after' },
    ]);
  });

  test('that is armed while its function runs knows the writes before', () => {
    const faults = armed();
    faults.count('shiftTraffic');
    const call = calling('shiftTraffic');
    faults.before(call('elbv2:ModifyRule')());
    faults.arm(crash('shiftTraffic', 'before-write'));
    expect(faults.before(call('elbv2:ModifyRule')())).toBeUndefined();
    expect(faults.before(calling('shiftTraffic')('elbv2:ModifyRule')())).toEqual({ crash: 'before' });
  });

  test('before a write leaves nothing that could fail', () => {
    const faults = armed(fail(1), crash('shiftTraffic', 'before-write'));
    const call = calling('shiftTraffic');
    expect(faults.before(call('elbv2:ModifyRule')())).toEqual({ crash: 'before' });
    expect(faults.unspent()).toEqual([{ deed: fail(1), left: 1 }]);
  });

  test('after a write waits for the attempt that writes', () => {
    const faults = armed(fail(1), crash('shiftTraffic', 'after-write'));
    const call = calling('shiftTraffic')('elbv2:ModifyRule');
    expect(faults.before(call(1))).toEqual({ fail: { name: 'Throttling', effect: false } });
    expect(faults.before(call(2))).toEqual({ crash: 'after' });
  });

  test('meets the other functions never', () => {
    const faults = armed(crash('shiftTraffic', 'before-write'));
    expect(faults.before(calling('rollBack')('elbv2:ModifyRule')())).toBeUndefined();
  });
});

test('whoever listens hears of every hit, with the write that it met', () => {
  const faults = armed(fail(1), crash('shiftTraffic', 'after-write'));
  const hits: Hit[] = [];
  faults.onHit((hit) => hits.push(hit));
  const call = calling('shiftTraffic')('elbv2:ModifyRule', 7);
  faults.before(call(1));
  faults.before(call(2));
  expect(hits.map(({ at, deed, call: { attempt }, write }) => [at, deed.kind, attempt, write])).toEqual([
    [7, 'fail', 1, 1],
    [7, 'crash', 2, 1],
  ]);
});
