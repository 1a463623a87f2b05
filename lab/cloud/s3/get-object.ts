import { type GetObjectOutput, type GetObjectRequest, NoSuchKey } from '@aws-sdk/client-s3';
import type { VirtualClock } from '../../clock.ts';
import { terraformPlan } from './terraform-plan.ts';

export type TerraformFinding = 'clean' | 'changes' | 'stale' | 'missing';

const minute = 60_000;

/** Every object is a Terraform plan, made anew every few minutes, or forgotten for a day. Not modelled: ranges, versions, conditions, other content. */
export function getObject(clock: VirtualClock, finding: TerraformFinding) {
  return (_input: GetObjectRequest): GetObjectOutput => {
    if (finding === 'missing')
      throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
    const madeAt = new Date(clock.now() - (finding === 'stale' ? 26 * 60 : 10) * minute);
    const text = JSON.stringify(terraformPlan(madeAt, finding === 'changes'));
    return {
      Body: stream(text),
      ContentLength: text.length,
      LastModified: madeAt,
      ContentType: 'application/json',
    };
  };
}

/** As much of the SDK's stream as is read; an object with a class, so that the wire passes it on as it is. */
class Text {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  transformToString(): Promise<string> {
    return Promise.resolve(this.#text);
  }
}

function stream(text: string): NonNullable<GetObjectOutput['Body']> {
  return new Text(text) as unknown as NonNullable<GetObjectOutput['Body']>;
}
