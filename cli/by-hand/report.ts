/** What a command by hand says, for people and as JSON. */
import { named } from '../../aws/failures.ts';
import type { Would } from '../../core/by-hand/forecast.ts';
import { drawTold, drawWould } from '../draw/by-hand.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import type { Desk } from './desk.ts';
import type { Told } from './home.ts';

interface About {
  readonly cutoverId: string;
  readonly file: string;
  readonly json: boolean;
}

/** Progress goes to standard error, each line with its time of day. */
export function progress(io: Terminal, world: Desk['world']): Desk['say'] {
  return (text) => io.complain(`${new Date(world.clock.now()).toISOString().slice(11, 19)}  ${text}`);
}

export function sayWould(io: Terminal, would: readonly Would[], { cutoverId, json }: About): ExitCode {
  io.print(
    json ? JSON.stringify({ cutoverId, live: false, does: 'nothing', would }, null, 2) : drawWould(would),
  );
  return exitCodes.ok;
}

export function sayTold(io: Terminal, told: Told, about: About): ExitCode {
  const { cutoverId, json } = about;
  const { code, ending, left } = told;
  if (json) {
    const until = left && new Date(left.until).toISOString();
    const does = ending?.outcome ?? (left === undefined ? 'nothing' : 'letGo');
    const facts = { does, reason: ending?.reason, canaryPercent: left?.percent, until, told: told.told };
    io.print(JSON.stringify({ cutoverId, live: true, ...facts }, null, 2));
    return code;
  }
  const text = drawTold(told, about);
  if (code === exitCodes.ok || code === exitCodes.rolledBack) io.print(text);
  else io.complain(text);
  return code;
}

/** What nobody foresaw: then nothing is claimed of users. */
export function sayLost(io: Terminal, error: unknown, live: boolean): ExitCode {
  const { name, message } = named(error);
  io.complain(`${name}: ${message}`);
  if (!live) {
    io.complain('Nothing was done.');
    return exitCodes.refused;
  }
  io.complain(
    'Where the canary had a share, reconcile takes users back within four minutes; or npx cutover rollback does.',
  );
  return exitCodes.needsPerson;
}
