/** Tags of state machines and activities. */

import { resourceNotFound, tooManyTags } from './errors.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

const TAGS_MAX = 50;

export class Tags {
  readonly #byArn = new Map<string, Map<string, string>>();

  /** From here on the resource can be tagged. */
  open(arn: string, tags: readonly Tag[] = []): void {
    if (this.#byArn.has(arn)) return;
    this.#byArn.set(arn, new Map());
    this.add(arn, tags);
  }

  close(arn: string): void {
    this.#byArn.delete(arn);
  }

  add(arn: string, tags: readonly Tag[]): void {
    const own = this.#of(arn);
    const merged = new Map([...own, ...tags.map(({ key, value }) => [key, value] as const)]);
    if (merged.size > TAGS_MAX) throw tooManyTags(arn);
    this.#byArn.set(arn, merged);
  }

  remove(arn: string, keys: readonly string[]): void {
    const own = this.#of(arn);
    for (const key of keys) own.delete(key);
  }

  list(arn: string): Tag[] {
    return [...this.#of(arn)].map(([key, value]) => ({ key, value }));
  }

  #of(arn: string): Map<string, string> {
    const tags = this.#byArn.get(arn);
    if (tags === undefined) throw resourceNotFound(arn);
    return tags;
  }
}
