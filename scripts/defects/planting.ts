/** Vitest with one defect planted in the code as it is loaded: `PLANTED` is its name. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { planted } from './planted.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const defect = planted.find(({ name }) => name === process.env['PLANTED']);
if (defect === undefined) throw new Error(`PLANTED=${process.env['PLANTED']} is no defect of planted.ts`);
const { file, find, replace } = defect;
const target = `${root}${file}`;

export default defineConfig({
  root,
  plugins: [
    {
      name: 'planted',
      enforce: 'pre',
      transform: (code, id) => (id === target ? code.replace(find, () => replace) : undefined),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    isolate: false,
    bail: 1,
    // What is kept on disk does not know what was planted.
    fsModuleCache: false,
  },
});
