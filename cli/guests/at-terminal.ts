/**
 * Whoever sits at the terminal decides where the scenario says nothing, in the name of those who are asked. What they
 * say goes the way of `cutover approve`, with all its refusals.
 */
import type { Gate } from '../../core/gate/gate.ts';
import type { Guests } from '../../lab/guests.ts';
import type { Lab } from '../../lab/lab.ts';
import { firstOf, sayAt } from '../../lab/people.ts';
import { drawGate } from '../draw/gate.ts';
import type { Pacer } from '../pace.ts';
import type { Terminal } from '../terminal.ts';
import { readAnswer } from './read-answer.ts';

type Asking = Terminal & Required<Pick<Terminal, 'question'>>;

export function atTerminal(io: Asking, pace: Pacer | undefined): Guests {
  let inside: Lab | undefined;
  const over = new Map<string, AbortController>();
  const enter: Guests['enter'] = ({ lab }) => {
    inside = lab;
    // A gate may close while somebody thinks: its time ran out, an alarm rang.
    lab.ledger.onChange(({ after }) => {
      const gate = after?.['gate'] as Gate | undefined;
      if (gate?.status !== undefined && gate.status !== 'pending')
        over.get(gate.id)?.abort(new Closed(gate.closing?.text ?? gate.status));
    });
  };
  const decide = async (gate: Gate) => {
    const lab = inside;
    const person = firstOf(gate);
    if (lab === undefined || person === undefined) return;
    const ends = new AbortController();
    over.set(gate.id, ends);
    pace?.hush(true);
    try {
      io.progress(`${drawGate(gate, lab.clock.now(), io.colors)}\n`);
      const said = await readAnswer(io, person.id, ends.signal);
      if (said === undefined) return;
      const now = pace?.now();
      if (now !== undefined) lab.clock.pass(now);
      sayAt(lab, gate, { ...said, by: person.id }, (status, told) => {
        if (status !== 200) io.progress(`  it does not count: ${told}\n`);
      });
      pace?.wake();
    } catch (error) {
      if (!(error instanceof Closed)) throw error;
      io.progress(`\n  closed meanwhile: ${error.message}\n`);
    } finally {
      over.delete(gate.id);
      pace?.hush(false);
    }
  };
  return { enter, decide };
}

class Closed extends Error {}
