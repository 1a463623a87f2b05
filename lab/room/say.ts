/** A word from the control room, by the deployed function that takes people's words: the same authority as a terminal's. */
import { type CommandWord, isCommand } from '../../core/command/command.ts';
import type { Lab } from '../lab.ts';

/** Who sits at the page: in the lab the person is you. */
const principal = 'arn:aws:sts::123456789012:assumed-role/releases/you';

export interface Reply {
  readonly status: number;
  readonly told: string;
}

export interface SaidForm {
  readonly word: string;
  readonly typed: string;
}

/** Undefined where the form is none of ours, or is not confirmed; else why. */
export function problemOf(form: SaidForm, service: string): string | undefined {
  if (!isCommand(form.word)) return 'that is no word to a cutover: skip, hold, resume or abort';
  if (form.word === 'abort' && form.typed.trim() !== service)
    return `nothing was said: to take everybody back, type ${service} first`;
  return undefined;
}

export function say(
  lab: Lab,
  cutoverId: string,
  command: CommandWord,
  answered: (reply: Reply) => void,
): void {
  const event = {
    version: '2.0',
    requestContext: { http: { method: 'POST', path: '/' }, authorizer: { iam: { userArn: principal } } },
    body: JSON.stringify({ cutoverId, command }),
    isBase64Encoded: false,
  };
  lab.lambda.invoke('takeCommand', event, (result) => {
    const { statusCode = 500, body = '{}' } = 'output' in result ? (result.output as Answer) : {};
    const { told = 'the function did not answer: look whether it is in the log' } = JSON.parse(body) as {
      readonly told?: string;
    };
    answered({ status: statusCode, told });
  });
}

interface Answer {
  readonly statusCode?: number;
  readonly body?: string;
}
