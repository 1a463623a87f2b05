/**
 * Whoever opens the links decides, on the page that is deployed: the same function, over HTTP on this machine alone.
 * A link is in the mail that an approver would get; here it is printed.
 */
import type { Gate, Person } from '../../core/gate/gate.ts';
import { peopleOf } from '../../core/gate/people.ts';
import type { Guests } from '../../lab/guests.ts';
import type { Lab } from '../../lab/lab.ts';
import { servePage } from '../../lab/page/serve.ts';
import type { Step } from '../../lab/turns.ts';
import { drawGate } from '../draw/gate.ts';
import type { Pacer } from '../pace.ts';
import type { Terminal } from '../terminal.ts';
import { wall } from '../wall.ts';

export interface ServedGuests {
  readonly guests: Guests;
  readonly pageUrl: string;
  close(): Promise<void>;
}

/** So long the browser may take for the page that shows a decision; then time goes on all the same. */
const shownWithinMilliseconds = 2_000;

interface Place {
  readonly lab: Lab;
  readonly step: Step;
}

export async function inBrowser(io: Terminal, pace: Pacer | undefined): Promise<ServedGuests> {
  const place = Promise.withResolvers<Place>();
  const answers = new Answers();
  // As far as nothing else is due, time goes with the wall: nobody is told that they were quicker than people read.
  let askedAt = { virtual: 0, wall: 0 };
  const page = await servePage(
    place.promise.then(({ lab }) => lab),
    {
      port: 0,
      before: async () => {
        const { lab } = await place.promise;
        lab.clock.pass(pace?.now() ?? askedAt.virtual + Math.round(wall.now() - askedAt.wall));
      },
      step: async () => (await place.promise).step(),
      onAnswer: (status) => {
        answers.left(status);
        pace?.wake();
      },
    },
  );
  const decide = async (gate: Gate) => {
    const { lab } = await place.promise;
    const closed = closing(lab, gate);
    askedAt = { virtual: lab.clock.now(), wall: wall.now() };
    const links = peopleOf(gate).flatMap((person) => linkTo(lab, gate, person) ?? []);
    pace?.hush(true);
    io.progress(`${drawGate(gate, lab.clock.now(), io.colors)}\n${linksText(links, pace !== undefined)}\n`);
    pace?.hush(false);
    if (links.length === 0) return;
    await closed;
    await answers.shown();
  };
  return { guests: { enter: place.resolve, decide }, pageUrl: page.url, close: () => page.close() };
}

/** Resolves when the gate has an end, or another round of it begins. */
function closing(lab: Lab, { id, attempt, expiresAt, decisions }: Gate): Promise<void> {
  return new Promise((resolve) => {
    lab.ledger.onChange(({ key, after }) => {
      const gate = after?.['gate'] as Gate | undefined;
      if (!(key['pk'] as string).endsWith(id) || gate === undefined) return;
      const given = Object.keys(gate.decisions).length > Object.keys(decisions).length;
      if (gate.status !== 'pending' || gate.attempt > attempt || gate.expiresAt > expiresAt || given)
        resolve();
    });
  });
}

/** After an answer a browser is sent on to the page that shows it. */
class Answers {
  #waiting: (() => void) | undefined;

  left(status: number): void {
    if (status === 200) this.#waiting?.();
  }

  shown(): Promise<void> {
    return new Promise((resolve) => {
      const late = wall.after(shownWithinMilliseconds, resolve);
      this.#waiting = () => {
        late.cancel();
        resolve();
      };
    });
  }
}

function linkTo(
  lab: Lab,
  { id, attempt }: Gate,
  { id: name, email }: Person,
): { name: string; url: string } | undefined {
  const mail = lab.mails.findLast(
    ({ to, text }) => to === email && text.includes(`Gate ${id}, attempt ${attempt}.`),
  );
  const url = mail && /^http\S+$/m.exec(mail.text)?.[0];
  return url === undefined ? undefined : { name, url };
}

function linksText(
  links: readonly { readonly name: string; readonly url: string }[],
  isPaced: boolean,
): string {
  if (links.length === 0)
    return '  no mail with a link has left: nobody can decide in a browser, and time goes on';
  const width = Math.max(...links.map(({ name }) => name.length)) + 2;
  const waits = isPaced ? 'time goes on meanwhile' : 'time stands still until it is decided';
  return [
    ...links.map(({ name, url }) => `  ${name.padEnd(width)}${url}`),
    `  each link is one person's; ${waits}`,
  ].join('\n');
}
