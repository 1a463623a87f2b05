/** `cutover check FILE`: the checklist alone. Reads and changes nothing; ends 0 where everything passed. */
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type CheckedPlan, checkAll, checkClients } from '../../aws/checks/check-all.ts';
import { localWorld } from '../../aws/local-world.ts';
import { checklist } from '../../core/checks/catalog.ts';
import { nearestKey } from '../../core/plan/nearest-key.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Problem } from '../../core/plan/problem.ts';
import { drawChecks } from '../draw/checks.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { junit } from '../junit.ts';
import { complainOf } from '../problems.ts';
import { problemAt } from '../read-document.ts';
import { readPlan } from '../read-plan.ts';
import { readTerraform } from '../read-terraform.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly only?: string;
  readonly junit?: string;
  readonly json?: boolean;
  readonly terraform?: string;
  readonly lab?: boolean;
  readonly scenario?: string;
}

export function checkCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('check')
    .description(
      'Goes through the checklist of a plan and changes nothing. Ends 0 where everything passed, else 20.',
    )
    .argument('<file>', 'the plan, YAML or JSON')
    .option('--only <id>', 'this check alone')
    .option('--terraform <file>', 'what terraform show -json printed, instead of the plan in S3')
    .option('--junit <file>', 'write the answers as JUnit XML too, for pipelines')
    .option('--lab', 'in the lab instead of AWS')
    .option('--scenario <file>', 'with --lab: what the checks find there')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  npx cutover check events/plan.yml --lab\n')
    .action(async (file: string, options: Options) => exit(await run(io, file, options)));
}

async function run(io: Terminal, file: string, options: Options): Promise<ExitCode> {
  const read = await readPlan(file);
  if ('problems' in read) return complain(io, file, read.problems);
  const terraform = await readTerraform(options.terraform);
  if ('problems' in terraform) return complain(io, options.terraform ?? '', terraform.problems);
  const plan = terraform.local === undefined ? read.plan : withTerraform(read.plan);
  const unknown = unknownCheck(plan, options.only);
  if (unknown !== undefined) return complain(io, file, [unknown]);
  const asked = { only: options.only, terraform: terraform.local };
  const checked = options.lab === true ? await inLab(plan, options, asked) : await onAws(plan, asked);
  if ('problems' in checked) return complain(io, options.scenario ?? '', checked.problems);
  if (options.junit !== undefined) await writeFile(options.junit, junit(plan.service, checked.results));
  const { results: checks, unchecked, decision, reason } = checked;
  const facts = { service: plan.service, decision, reason, checks, unchecked };
  io.print(options.json === true ? JSON.stringify(facts, null, 2) : drawChecks(facts, io.colors));
  return decision === 'go' ? exitCodes.ok : exitCodes.refused;
}

type Asked = NonNullable<Parameters<typeof checkAll>[2]>;

/** In the Region of the rules, where the machine does not say another one. */
async function onAws(plan: Plan, asked: Asked): Promise<CheckedPlan> {
  const [, , , region = ''] = (plan.target.rules[0] ?? '').split(':');
  return checkAll(localWorld(checkClients, region), plan, asked);
}

async function inLab(
  plan: Plan,
  { scenario }: Options,
  asked: Asked,
): Promise<CheckedPlan | { readonly problems: readonly Problem[] }> {
  const { checkInLab } = await import('../../lab/check.ts');
  const { parseScenario } = await import('../../lab/scenario/parse.ts');
  const { readScenario } = await import('../read-scenario.ts');
  const weather = scenario === undefined ? parseScenario({}) : await readScenario(scenario);
  return 'problems' in weather ? weather : checkInLab(plan, weather.scenario, 1, asked);
}

/** A file on the command line is looked at whether or not the plan names one in S3. */
function withTerraform(plan: Plan): Plan {
  const terraform = plan.checks.terraform ?? { bucket: '', key: '', maxAgeSeconds: 3600 };
  return { ...plan, checks: { ...plan.checks, terraform } };
}

function unknownCheck(plan: Plan, only: string | undefined): Problem | undefined {
  const names = checklist(plan.checks).map(({ name }) => name);
  if (only === undefined || names.includes(only)) return undefined;
  return problemAt(
    '--only',
    only,
    `is no check of this plan; the nearest is ${nearestKey(only, names)} (there are ${names.join(', ')})`,
  );
}

function complain(io: Terminal, file: string, problems: readonly Problem[]): ExitCode {
  complainOf(io, file, problems);
  return exitCodes.badInput;
}
