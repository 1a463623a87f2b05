export type Attempt<T> = { readonly seen: T } | { readonly error: string };

/** What was read, or why it was not. */
export async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { seen: await read() };
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
