import type { LambdaHost } from '../cloud/lambda/host.ts';

/** How many functions run at one instant: an account may have a thousand of them at once, a new one ten. */
export class Lambdas {
  #now = 0;
  #most = 0;

  constructor(lambda: LambdaHost) {
    lambda.onInvoke(() => (this.#most = Math.max(this.#most, ++this.#now)));
    lambda.onEnd(() => (this.#now -= 1));
  }

  get most(): number {
    return this.#most;
  }
}
