/**
 * Sending mail: it is in the mailbox at once.
 * Not modelled: identities and their verification, the sandbox, templates, bounces, complaints, quotas.
 */
import {
  BadRequestException,
  type SendEmailCommandInput,
  type SendEmailCommandOutput,
} from '@aws-sdk/client-sesv2';
import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';

export interface Mail {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailService extends SimulatedService {
  /** Everything that was sent, the oldest first. */
  readonly sent: readonly Mail[];
}

export function sesv2Service(clock: VirtualClock): MailService {
  const sent: Mail[] = [];
  const SendEmail = (input: SendEmailCommandInput): Partial<SendEmailCommandOutput> => {
    const { FromEmailAddress: from = '', Destination = {}, Content = {} } = input;
    const { Subject, Body } = Content.Simple ?? {};
    const [subject, text] = [Subject?.Data, Body?.Text?.Data];
    const { ToAddresses = [] } = Destination;
    if (from === '' || ToAddresses.length === 0 || subject === undefined || text === undefined)
      throw new BadRequestException({ message: 'a sender, a receiver, a subject and a text', $metadata: {} });
    if (/[\r\n]/.test(subject))
      throw new BadRequestException({
        message: 'Local address contains control or whitespace',
        $metadata: {},
      });
    for (const to of ToAddresses) sent.push({ at: clock.now(), from, to, subject, text });
    return { MessageId: `mail-${sent.length}` };
  };
  return { actions: { SendEmail }, sent };
}
