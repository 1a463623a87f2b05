/** Why somebody decided, as it goes on the record: the story, mails, chats, tickets and terminals repeat it. */

export const reasonLengthMax = 500;

/**
 * One line, in the direction in which it is read: a line break would begin a sentence of its own on the story, and so
 * would an escape sequence in a terminal. What nobody sees is no reason either.
 */
export function reasonText(typed: string): string {
  return (
    typed
      .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .replaceAll(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
      .trim()
      .slice(0, reasonLengthMax)
      // No half of a pair: neither at the cut, nor from a client that sends one.
      .replaceAll(/\p{Cs}/gu, '')
  );
}
