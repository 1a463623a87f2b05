import jsonata from 'jsonata';
import { cutText } from '../../core/evidence/smoke.ts';

interface Answer {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Only where `body` is not all of it. */
  readonly wholeBodyBytes?: number;
  readonly tookMilliseconds: number;
}

/** Whether a JSONata condition is true of an answer, or why that cannot be worked out. Anything but `true` is false. */
export async function holds(
  condition: string,
  answer: Answer,
): Promise<boolean | { readonly wrong: string }> {
  // Of half a document nothing is known, not even where its half looks right.
  if (answer.wholeBodyBytes !== undefined) return { wrong: cutText(answer.wholeBodyBytes) };
  try {
    const { status, headers = {}, body, tookMilliseconds } = answer;
    const value: unknown = await jsonata(condition).evaluate({
      status,
      headers,
      body: parsed(body),
      tookMilliseconds,
    });
    return value === true;
  } catch (error) {
    return { wrong: (error as { message?: string }).message ?? String(error) };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
