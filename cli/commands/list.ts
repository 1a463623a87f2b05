/** `cutover list`: the newest deployed cutovers, and where each stands. */
import { Command } from 'commander';
import { showUrl } from '../../aws/signed.ts';
import { urlOf } from '../ask.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { showAll, type ShownCutover, where } from '../watch/shown.ts';

export function listCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('list')
    .description('The newest deployed cutovers, and where each stands.')
    .option('--url <url>', 'where the deployed cutover shows itself; else CUTOVER_SHOW_URL')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  npx cutover list --json\n')
    .action(async (options: { url?: string; json?: boolean }) => {
      const url = urlOf(io, showUrl(options.url), where);
      if (url === undefined) return exit(exitCodes.badInput);
      const { code, told, said } = await showAll(url);
      const { cutovers = [] } = said;
      if (code !== exitCodes.ok) io.complain(told);
      else if (options.json === true) io.print(JSON.stringify(cutovers, null, 2));
      else io.print(cutovers.length === 0 ? 'there is no cutover yet' : table(cutovers, io));
      return exit(code);
    });
}

function table(cutovers: readonly ShownCutover[], { colors, columns }: Terminal): string {
  const width = Math.max(...cutovers.map(({ cutoverId }) => cutoverId.length));
  return cutovers
    .map(({ cutoverId, live, startedAt = '', told, ended }) => {
      const name = cutoverId.padEnd(width);
      const text = live ? told : `(dry run) ${told}`;
      const at = startedAt.slice(0, 16).replace('T', ' ').padEnd(16);
      const room = Math.max(30, columns - width - 20);
      const line = text.length > room ? `${text.slice(0, room - 1)}…` : text;
      return `${ended === undefined ? colors.bold(name) : name}  ${colors.dim(at)}  ${line}`;
    })
    .join('\n');
}
