/** `cutover rollback ID|PLAN`: everybody to stable, from here and now, with nothing but the balancer alive. */
import { Command } from 'commander';
import { type Asked, findOut } from '../../aws/by-hand/known.ts';
import {
  outwaitStragglers,
  type Prepared,
  prepareRollback,
  rollbackClients,
  rollBackByHand,
} from '../../aws/by-hand/rollback.ts';
import { isNamed, named } from '../../aws/failures.ts';
import { localWorld, tableName } from '../../aws/local-world.ts';
import type { World } from '../../aws/world.ts';
import { readNamed, readSnapshotFile } from '../by-hand/asked.ts';
import { drawGroups, drawPrepared } from '../draw/rollback.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { complainOf } from '../problems.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly live?: boolean;
  readonly snapshot?: string;
  readonly stable?: string;
  readonly short?: boolean;
  readonly ledger: boolean;
  readonly wait: boolean;
  readonly table?: string;
  readonly lab?: string;
  readonly json?: boolean;
}

type Needs = World<keyof typeof rollbackClients>;

export function rollbackCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('rollback')
    .description(
      'Sends everybody to stable, with your own credentials and nothing but the balancer alive. Without --live it prints the commands of the AWS CLI that would do it.',
    )
    .argument('<id-or-plan>', "a cutover's id, or a plan file")
    .option('--live', 'do it')
    .option('--stable <group>', 'the target group to go back to, by name or ARN, where nobody knows it')
    .option('--snapshot <file>', "the cutover's snapshot, JSON or YAML, instead of the ledger's")
    .option('--no-ledger', 'do not ask the ledger: quicker where it is down')
    .option('--short', 'also to a stable side that has lost more than half of its targets')
    .option('--no-wait', 'do not look again for two minutes')
    .option('--table <name>', "the ledger's table; else CUTOVER_TABLE, else cutover-prod")
    .option('--lab <percent>', 'in the lab instead of AWS, with so much of the traffic on the canary')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  npx cutover rollback claude-proxy-2.4.0 --live\n  npx cutover rollback events/plan.yml --stable claude-proxy-a --lab 26\n',
    )
    .action(async (about: string, options: Options) => exit(await run(io, about, options)));
}

async function run(io: Terminal, given: string, options: Options): Promise<ExitCode> {
  const about = await readNamed(given);
  if ('problems' in about) return complain(io, given, about.problems);
  const file = options.snapshot === undefined ? undefined : await readSnapshotFile(options.snapshot);
  if (file !== undefined && 'problems' in file) return complain(io, options.snapshot ?? '', file.problems);
  const { stable, ledger } = options;
  const asked: Asked = { ...about, ...file, stable, ledger };
  const percent = Number(options.lab ?? 0);
  if (!(percent >= 0 && percent <= 100)) {
    io.complain(`--lab ${options.lab}: a percentage from 0 to 100`);
    return exitCodes.badInput;
  }
  if (options.lab === undefined) {
    const [, , , region = ''] = ruleOf(asked).split(':');
    return act(io, localWorld(rollbackClients, region, tableName(options.table)), asked, options);
  }
  const { inLab } = await import('../../lab/by-hand.ts');
  return inLab(percent, (world) => act(io, world, asked, options));
}

function ruleOf({ target, snapshot }: Asked): string {
  return target?.rules[0] ?? snapshot?.rules[0]?.arn ?? '';
}

async function act(io: Terminal, world: Needs, asked: Asked, options: Options): Promise<ExitCode> {
  let prepared: Prepared | undefined;
  try {
    const found = await findOut(world, asked);
    if ('refusal' in found) {
      const { refusal, groups = [] } = found;
      io.complain([refusal, ...drawGroups(groups)].join('\n'));
      if (options.json === true) io.print(JSON.stringify({ does: 'nothing', told: refusal, groups }));
      return exitCodes.refused;
    }
    prepared = await prepareRollback(world, found);
    return await carryOut(io, world, prepared, options);
  } catch (error) {
    return failed(io, error, prepared);
  }
}

async function carryOut(io: Terminal, world: Needs, prepared: Prepared, options: Options): Promise<ExitCode> {
  const { snapshot, healthy, moves } = prepared;
  const isLive = options.live === true;
  const wanted = snapshot.stable.desiredCount;
  if (options.json !== true) io.print(drawPrepared(prepared));
  if (moves.length > 0 && healthy === 0)
    return refuse(io, `nothing was written: ${snapshot.stable.name} has no healthy target; repair it first`);
  if (moves.length > 0 && healthy * 2 < wanted && options.short !== true)
    return refuse(
      io,
      `nothing was written: ${snapshot.stable.name} has ${healthy} healthy targets and had ${wanted}; give it back its tasks (aws ecs update-service --desired-count ${wanted}), or say --short`,
    );
  const couldNot = isLive ? await rollBackByHand(world, prepared) : [];
  if (options.json !== true)
    io.print(
      isLive ? `Everybody is sent to ${snapshot.stable.name}.` : '\nNothing was done. --live does it.',
    );
  const mended = isLive && options.wait ? await lookAgain(io, world, prepared) : 0;
  const left = [...prepared.unknown, ...couldNot];
  if (options.json === true) io.print(JSON.stringify({ ...told(prepared, isLive), mended, couldNot: left }));
  else for (const sentence of left) io.print(`Could not: ${sentence}`);
  return exitCodes.ok;
}

async function lookAgain(io: Terminal, world: Needs, prepared: Prepared): Promise<number> {
  io.complain('Looking again for two minutes, for late writers. Ctrl-C changes nothing any more.');
  const mended = await outwaitStragglers(world, prepared);
  if (mended > 0) io.complain(`A late writer was put right ${mended === 1 ? 'once' : `${mended} times`}.`);
  return mended;
}

function told({ snapshot, from, healthy, moves, commands }: Prepared, isLive: boolean) {
  return {
    does: isLive ? 'rolledBack' : 'nothing',
    stable: snapshot.stable,
    from,
    healthy,
    rules: moves,
    commands,
  };
}

function refuse(io: Terminal, sentence: string): ExitCode {
  io.complain(sentence);
  return exitCodes.needsPerson;
}

function failed(io: Terminal, error: unknown, prepared: Prepared | undefined): ExitCode {
  const { name, message } = named(error, 'yours');
  io.complain(`${name}: ${message}`);
  if (isNamed(error, 'Superseded')) {
    io.complain('The lock changed hands meanwhile. Look who has it, and say it again.');
    return exitCodes.refused;
  }
  io.complain(
    prepared === undefined
      ? 'Nothing was written. Without the balancer there is no way back: try again, or use its console.'
      : 'It is not known to be back. Saying it again is safe; so are the commands above.',
  );
  return exitCodes.needsPerson;
}

function complain(io: Terminal, file: string, problems: Parameters<typeof complainOf>[2]): ExitCode {
  complainOf(io, file, problems);
  return exitCodes.badInput;
}
