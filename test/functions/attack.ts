/** What the tables of attacks have in common: a gate with dana's page open, and what a try of theirs is. */
import { readGate } from '../../aws/ledger/gates.ts';
import { type GateLab, gateId, gateLab } from './gate-lab.ts';
import { enter, filledForm, type Reply } from './visitor.ts';

export const link = (secret: string) => `/gate/${gateId}?key=${secret}`;
export const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

export async function opened(changes: Parameters<typeof gateLab>[0] = {}) {
  const gate = await gateLab(changes);
  await gate.pass(60_000);
  const { dana = '', sam = '' } = gate.secrets;
  const cookie = await enter(gate.url, dana);
  return { ...gate, dana, sam, cookie, filled: await filledForm(gate.url, cookie) };
}

export type Opened = Awaited<ReturnType<typeof opened>>;

export async function gateRow({ run }: Pick<GateLab, 'run'>) {
  const row = await run((world) => readGate(world, gateId));
  if (row === undefined) throw new Error('the gate is gone');
  return row;
}

export interface Attack {
  readonly name: string;
  readonly changes?: Parameters<typeof gateLab>[0];
  readonly attack: (on: Opened) => Promise<Reply>;
  readonly status: number;
  readonly says: string;
  /** The sentence that it leaves; none where it is nobody's doing. */
  readonly story?: string;
}
