/** `cutover serve`: the lab's Step Functions API on loopback, until Ctrl-C. Nothing outside this process is touched. */
import { Command, InvalidArgumentError } from 'commander';
import { type Served, serve } from '../../lab/api/serve.ts';
import type { Speed } from '../../lab/api/driver.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { wall, wallTime } from '../wall.ts';

/** Where AWS's own Step Functions Local listened. */
const usualPort = 8083;
const portMax = 65_535;

interface Options {
  readonly port: number;
  readonly lambdaEndpoint?: URL;
  readonly speed: Speed;
}

export function serveCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('serve')
    .description(
      'Serves the lab as the Step Functions API on this machine, with the cutover state machine loaded, until Ctrl-C.',
    )
    .option('--port <n>', 'where to listen on 127.0.0.1; 0 takes any free port', portNumber, usualPort)
    .option(
      '--lambda-endpoint <url>',
      "send Lambda tasks to a server with Lambda's Invoke API; without it this project's functions run here",
      httpUrl,
    )
    .option('--speed <n>', 'pace it: n virtual seconds a second; max leaps over waits', speedOf, 'max')
    .addHelpText(
      'after',
      `
Example:
  npx cutover serve --port ${usualPort}
  aws stepfunctions list-state-machines --endpoint-url http://127.0.0.1:${usualPort} --region eu-west-1
`,
    )
    .action(async (options: Options) => exit(await run(io, options)));
}

async function run(io: Terminal, { port, lambdaEndpoint, speed }: Options): Promise<ExitCode> {
  const served = await opened(io, port, {
    wall,
    speed,
    startsAt: wallTime(),
    seed: 1,
    onFault: (error) => io.complain(`The lab stumbled, and went on: ${faultText(error)}`),
    ...(lambdaEndpoint !== undefined && { endpoint: lambdaEndpoint }),
  });
  if (served === undefined) return exitCodes.badInput;
  // Before the first line: whoever reads it may press Ctrl-C at once.
  const ending = interrupted();
  io.print(`Step Functions API  ${served.url}`);
  io.print(`State machine       ${served.stateMachineArn}`);
  io.progress('Ctrl-C ends it.\n');
  await ending;
  await served.close();
  return exitCodes.ok;
}

type ServeOptions = Parameters<typeof serve>[0];

async function opened(
  io: Terminal,
  port: number,
  options: Omit<ServeOptions, 'port'>,
): Promise<Served | undefined> {
  try {
    return await serve({ port, ...options });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const why = reasons[code];
    if (why === undefined) throw error;
    io.complain(`Port ${port} on 127.0.0.1 ${why}: choose another with --port, or 0 for any that is free`);
    return undefined;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be used by you',
};

/** A second Ctrl-C ends the process at once, as always. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function faultText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function portNumber(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value <= portMax) return value;
  throw new InvalidArgumentError(`a port is a whole number from 0 to ${portMax}.`);
}

function httpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new InvalidArgumentError('an endpoint is an address like http://127.0.0.1:9001.');
}

function speedOf(text: string): Speed {
  const value = Number(text);
  if (text === 'max') return text;
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("a speed is a number above 0, or 'max'.");
}
