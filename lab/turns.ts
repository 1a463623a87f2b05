/** Lets the lab's next instant happen. Whoever comes while one happens shares it: none begins inside another. */
export type Step = () => Promise<boolean>;

export function oneAtATime(step: Step): Step {
  let stepping: Promise<boolean> | undefined;
  return () => {
    stepping ??= step().finally(() => {
      stepping = undefined;
    });
    return stepping;
  };
}
