import { defineConfig } from 'vitest/config';

/** The mutation tester's own: it calls these tests thousands of times, so only those that are done in milliseconds. */
export default defineConfig({
  test: { include: ['test/core/**/*.test.ts'], testTimeout: 30_000 },
});
