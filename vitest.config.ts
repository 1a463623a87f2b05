import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    passWithNoTests: false,
    testTimeout: 30_000,
    // Vitest leaves one core alone; where there are two, that is half the gate.
    maxWorkers: '100%',
    // Files share a process and its warm lab: a third of the time. Nothing here keeps state in a module.
    isolate: false,
  },
});
