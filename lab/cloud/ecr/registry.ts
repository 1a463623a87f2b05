/**
 * Repositories in which every tag exists, unless it is marked as missing: its digest is made from its name. A digest is
 * known once its tag has been asked for, or when it was there from the start.
 */
import { createHash } from 'node:crypto';

export class Registry {
  readonly repositories: readonly string[];
  readonly pushedAt: Date;
  readonly #missing = new Set<string>();
  readonly #tags = new Map<string, string>();
  /** Nothing that is asked for by tag is there. */
  isEmpty = false;
  hasMutableTags = false;
  isVulnerable = false;

  constructor(repositories: readonly string[], pushedAt: Date) {
    this.repositories = repositories;
    this.pushedAt = pushedAt;
  }

  /** A tag is not there (any more), or is there again. */
  setMissing(repository: string, tag: string, isMissing = true): void {
    if (isMissing) this.#missing.add(`${repository}:${tag}`);
    else this.#missing.delete(`${repository}:${tag}`);
  }

  digestOf(repository: string, tag: string): string | undefined {
    if (this.#missing.has(`${repository}:${tag}`) || this.isEmpty) return undefined;
    const digest = `sha256:${createHash('sha256').update(`${repository}:${tag}`).digest('hex')}`;
    this.#tags.set(`${repository}@${digest}`, tag);
    return digest;
  }

  hasDigest(repository: string, digest: string): boolean {
    return this.#tags.has(`${repository}@${digest}`);
  }

  tagsOf(repository: string, digest: string): string[] {
    const tag = this.#tags.get(`${repository}@${digest}`);
    return tag === undefined ? [] : [tag];
  }
}
