/** `cutover rehearse --watch`: the control room beside a rehearsal, until Ctrl-C. */
import type { Lab } from '../lab/lab.ts';
import { RoomPace } from '../lab/room/pace.ts';
import { type ServedRoom, serveRoom } from '../lab/room/serve.ts';
import type { Pacer } from './pace.ts';
import type { Terminal } from './terminal.ts';
import { wall } from './wall.ts';

/** A cutover of two hours in four minutes: quick enough to sit through, slow enough to press a button. */
export const usualSpeed = 30;

export interface OpenRoom {
  readonly pace: Pacer;
  /** Opens it, once there is a lab to look at. */
  open(lab: Lab, shown: Shown): void;
  /** Shows the end, and stays until Ctrl-C. */
  close(report: string): Promise<void>;
}

interface Shown {
  readonly cutover: { readonly id: string; readonly live: boolean };
  readonly service: string;
}

export function openRoom(
  io: Terminal,
  { speed = usualSpeed, port }: { readonly speed?: number; readonly port: number },
): OpenRoom {
  const pace = new RoomPace(wall, speed);
  let served: Promise<ServedRoom | undefined> = Promise.resolve(undefined);
  return {
    pace: {
      until: (virtualAt) => pace.until(virtualAt),
      now: () => pace.present(),
      wake: () => pace.nudge(),
      // The terminal's line is nobody's here: the page has one.
      hush: () => undefined,
      done: () => undefined,
    },
    open: (lab, shown) => {
      served = serveRoom({ lab, ...shown, pace, port }).then(
        (room) => {
          io.progress(
            `Control room  ${room.url}\nIt begins when the page is opened; ${speed} virtual seconds a second. Ctrl-C ends it.\n`,
          );
          return room;
        },
        (error: unknown) => {
          io.complain(
            `no control room on port ${port}: ${error instanceof Error ? error.message : String(error)}; it goes on without`,
          );
          pace.begin();
          return undefined;
        },
      );
    },
    close: async (report) => {
      const room = await served;
      if (room === undefined) return;
      room.finish(report);
      // Until here Ctrl-C ends the process, as always.
      const ending = new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      io.progress('It is over; the page stays until Ctrl-C.\n');
      await ending;
      await room.close();
    },
  };
}
