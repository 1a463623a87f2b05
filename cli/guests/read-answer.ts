/** Reads what somebody at the terminal says to a gate: a word, and why. Asks until it is one. */
import { type AnswerWord, answerWords } from '../../core/gate/gate.ts';
import { reasonLengthMax } from '../../core/gate/reason.ts';
import type { Terminal } from '../terminal.ts';

export interface Said {
  readonly answer: AnswerWord;
  readonly reason: string;
}

type Asking = Pick<Terminal, 'progress'> & Required<Pick<Terminal, 'question'>>;

/** Undefined: nothing is said, and time decides. */
export async function readAnswer(io: Asking, person: string, signal: AbortSignal): Promise<Said | undefined> {
  for (;;) {
    const line = await io.question(`as ${person}: approve, reject or nothing, and why: `, signal);
    const [typed = '', ...rest] = line.trim().split(/\s+/);
    if (typed === 'nothing') return undefined;
    const answer = answerWords.find((word) => word === typed);
    const reason = rest.join(' ').slice(0, reasonLengthMax);
    if (answer === 'reject' && reason === '')
      io.progress('  a rejection says why: reject it is too late today\n');
    else if (answer !== undefined) return { answer, reason };
    else io.progress('  one of these words: approve, reject, nothing (Ctrl-C ends the rehearsal)\n');
  }
}
