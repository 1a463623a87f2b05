import { expect, test } from 'vitest';
import { eyesOf } from '../../lab/eyes.ts';
import { buildLab } from '../../lab/lab.ts';

test.each(['rule', 'listener'] as const)('the invariants see the weights of a %s', (at) => {
  const lab = buildLab({ seed: 1, production: { rules: { at } } });
  const eyes = eyesOf(lab, { executionArn: '', plan: {}, minRequestsPerMinute: 20 });
  expect(eyes.observe().writtenPercent).toBe(0);
  lab.production.drift(30);
  expect(eyes.observe().writtenPercent).toBe(30);
});
