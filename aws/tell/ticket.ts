/**
 * Tells a cutover on its ticket. Neither Jira nor GitHub drops a second comment by a key, so each carries a mark, and one
 * that may have got there is looked for. Where a ticket is, is read before it is moved: to move it twice is to move it once.
 */
import { createHash } from 'node:crypto';
import type { TicketChannel } from '../../core/messages/channels.ts';
import type { Piece } from '../../core/messages/piece.ts';
import { type TicketContent, ticketPieces } from '../../core/messages/ticket.ts';
import { readSecretValue } from '../checks/secret-value.ts';
import type { World } from '../world.ts';
import { gitHub } from './github.ts';
import { jira } from './jira.ts';
import type { Outlet, Seen } from './outlet.ts';
import type { Sent } from './sent.ts';

/** What a service of tickets can do, once its token is known. */
export interface Tracker {
  /** What it calls a ticket, for people. */
  readonly named: string;
  readonly ticket: RegExp;
  comment(ticket: string, text: string, mark: string): Promise<Sent>;
  findComment(ticket: string, mark: string): Promise<Seen>;
  move(ticket: string, does: 'close' | 'reopen'): Promise<Sent>;
}

export function ticketOutlet(
  world: World<'secretsmanager'>,
  channel: TicketChannel,
  cutoverId: string,
): Outlet<TicketContent> {
  let opened: Promise<Tracker> | undefined;
  const open = () => (opened ??= trackerOf(world, channel));
  return {
    name: 'ticket',
    pieces: ticketPieces,
    send: async ({ id, content }) => {
      const tracker = await open();
      const { ticket } = content;
      if (!tracker.ticket.test(ticket))
        return {
          does: 'refused',
          why: `the plan's ticket ${ticket} is not ${tracker.named}, as policy.yml wants it`,
        };
      return content.does === 'comment'
        ? tracker.comment(ticket, content.text, markOf(cutoverId, id))
        : tracker.move(ticket, content.does);
    },
    find: async (piece: Piece<TicketContent>) => {
      if (piece.content.does !== 'comment') return { does: 'notThere' };
      return (await open()).findComment(piece.content.ticket, markOf(cutoverId, piece.id));
    },
  };
}

async function trackerOf(world: World<'secretsmanager'>, channel: TicketChannel): Promise<Tracker> {
  const token = await readSecretValue(world, channel.token);
  return 'site' in channel ? jira(world, channel, token) : gitHub(world, channel, token);
}

function markOf(cutoverId: string, id: string): string {
  const digest = createHash('sha256').update(`${cutoverId} ${id}`).digest('hex');
  return `cutover:${digest.slice(0, 32)}`;
}
