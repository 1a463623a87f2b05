/** Paces a rehearsal against the wall clock, with one line that tells where the cutover is. */
import type { Pace } from '../lab/rehearsal.ts';
import { clockTime } from './draw/ramp.ts';
import type { Terminal } from './terminal.ts';

const frameMilliseconds = 100;
const barWidth = 20;

export interface Pacer extends Pace {
  /** What virtual time it is on the wall; undefined before the first instant. */
  now(): number | undefined;
  /** Something happens sooner than it was waited for. */
  wake(): void;
  /** While somebody is asked a question the line is theirs. */
  hush(isHushed: boolean): void;
  done(): void;
}

export function pacer(io: Terminal, speed: number): Pacer {
  let virtualStart: number | undefined;
  let wallStart = 0;
  let drawnAt = 0;
  let lastState = '';
  let isHushed = false;
  let wake: (() => void) | undefined;
  return {
    async until(virtualAt, where) {
      if (virtualStart === undefined) {
        virtualStart = virtualAt;
        wallStart = performance.now();
      }
      const dueAt = wallStart + (virtualAt - virtualStart) / speed;
      if (io.isWatched && !isHushed && performance.now() - drawnAt >= frameMilliseconds) {
        drawnAt = performance.now();
        io.progress(`\r\u001b[2K${line(virtualAt, where.canaryPercent, where.state)}`);
      }
      if (!io.isWatched && where.state !== lastState) {
        lastState = where.state;
        io.progress(`${line(virtualAt, where.canaryPercent, where.state)}\n`);
      }
      const wait = dueAt - performance.now();
      if (wait <= 1) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    now: () => virtualStart && Math.round(virtualStart + (performance.now() - wallStart) * speed),
    wake: () => wake?.(),
    hush(hushed) {
      if (hushed && io.isWatched) io.progress('\r\u001b[2K');
      isHushed = hushed;
    },
    done() {
      if (io.isWatched) io.progress('\r\u001b[2K');
    },
  };
}

function line(at: number, percent: number, state: string): string {
  const filled = percent === 0 ? 0 : Math.max(1, Math.round((percent / 100) * barWidth));
  return `${clockTime(at)}  ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${String(percent).padStart(3)} %  ${state}`;
}
