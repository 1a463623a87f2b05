/** A laptop may die at every write, and sleep for as long as it likes: users come home, and what it writes late stays nowhere. */
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../lab/faults/armed-faults.ts';
import { after, canary, home, lock, place, ramp, record, rulesOf, standing } from './hand.ts';

describe('a laptop that sleeps for twenty minutes', () => {
  test.each([
    [
      'in the middle of a look',
      0,
      (call: string, isIntended: boolean) => isIntended && call === 'GetMetricData',
    ],
    [
      'with the next share on its way to the ledger',
      0,
      (call: string, _: boolean, input: string) => call === 'Update' && input.includes('split:51'),
    ],
    [
      'before it writes the rule',
      0,
      (call: string, isIntended: boolean) => isIntended && call === 'DescribeRules',
    ],
    ['with its write on the way', 1, (call: string) => call === 'ModifyRule'],
    [
      'with what it has written not yet confirmed',
      0,
      (call: string, isIntended: boolean) => isIntended && call === 'Update',
    ],
  ])('%s: users are home when it wakes up, and stay there', async (_title, late, where) => {
    const { here } = await standing();
    const laptop = here.laptop('robin@laptop');
    const slept = sleeping(laptop, here.lab.clock, where);
    // What reaches the balancer after that.
    here.lab.wire.onCall(({ action, input }) => {
      if (slept.times > 0 && action === 'ModifyRule' && JSON.stringify(input).includes(':51'))
        slept.late += 1;
    });
    const told = await here.together(ramp(here, laptop));
    expect(slept).toEqual({ times: 1, late });
    expect(told).toMatchObject({ code: 10, ending: { outcome: 'rolledBack' } });
    await here.rest(5);
    // Nobody can call back a write that had left: it is put right within the second.
    const broken = here.checker.broken.map(({ name }) => name);
    expect({ ...after(here), broken }).toEqual({ ...home, broken: late === 0 ? [] : ['neverIntoAHole'] });
    expect(here.lab.production.glance().canaryPercent).toBe(0);
  });
});

/** Falls asleep once, before a call: `isIntended` once the ledger has heard of the share of 51. */
function sleeping(
  { world }: { readonly world: object },
  clock: { sleep(milliseconds: number): Promise<void> },
  isWhere: (call: string, isIntended: boolean, input: string) => boolean,
) {
  const slept = { times: 0, late: 0 };
  let isIntended = false;
  const { clients } = world as { clients: Record<string, { send: (command: object) => Promise<unknown> }> };
  const send = async (service: string, command: { readonly input: object }) => {
    const call = command.constructor.name.replace(/Command$/, '');
    const input = JSON.stringify(command.input);
    if (slept.times === 0 && isWhere(call, isIntended, input)) {
      slept.times += 1;
      await clock.sleep(20 * 60_000);
    }
    const answer = await clients[service]?.send(command);
    isIntended ||= input.includes('split:51');
    return answer;
  };
  const stand = (service: string) => ({
    send: (command: { readonly input: object }) => send(service, command),
  });
  Object.assign(world, { clients: new Proxy({}, { get: (_, service) => stand(String(service)) }) });
  return slept;
}

/** Every eleventh write in the gate; `EACH=1 npx vitest run test/scenarios/dead-laptop.test.ts` tries each of them. */
const stride = Number(process.env['EACH'] ?? 11);

describe('a laptop that dies', () => {
  test.each(['before-write', 'after-write'] as const)(
    '%s: reconcile brings users home',
    { timeout: 120_000 },
    async (when) => {
      const wrong: Record<number, unknown> = {};
      let tried = 0;
      let ended: number | undefined;
      for (let write = 1; write < 400; write += stride) {
        const here = await place();
        const rules = rulesOf(here);
        const laptop = here.laptop('robin@laptop');
        faultsOf(here.lab).arm({ kind: 'crash', function: 'by hand', when, write, times: 1 });
        const up = await here.together(canary(here, laptop), laptop);
        const all =
          up?.left === undefined ? up : await here.together(ramp(here, laptop, { promote: true }), laptop);
        if (laptop.caller.alive) {
          ended = all?.code;
          break;
        }
        tried += 1;
        const diedAt = here.lab.clock.now();
        // Once the lock is free it was over.
        const row = lock(here);
        const isForward = row === undefined || row['phase'] === 'promoting';
        const backAt: number[] = [];
        here.lab.production.onShare((at, percent) => void (percent === 0 && backAt.push(at)));
        const shared = here.shares.at(-1) !== 0;
        await here.rest(25);
        const found = after(here);
        const isPromoted = isForward && record(here)['outcome'] === 'promoted';
        const expected = isPromoted
          ? { ...home, tasks: { 'claude-proxy-a': 0, 'claude-proxy-b': 4 }, share: 100 }
          : home;
        const late = shared && !isForward && ((backAt[0] ?? Infinity) - diedAt) / 1000 > 300;
        const isWrong = JSON.stringify(found) !== JSON.stringify(expected) || late;
        if (isWrong || (!isPromoted && JSON.stringify(rulesOf(here)) !== JSON.stringify(rules)))
          wrong[write] = { ...found, late, promoted: isPromoted };
      }
      expect(wrong).toEqual({});
      // Enough of them, up to one that comes after the end.
      expect({ isEnough: tried > 3, ended }).toEqual({ isEnough: true, ended: 0 });
    },
  );
});
