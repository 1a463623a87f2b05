/**
 * Every schedule of the code that moves weights, within small bounds: who calls next, whose call arrives when, who dies,
 * what is told. docs/decisions/0010-exploration.md says how, how many, and what this does not show.
 */
import { describe, expect, test } from 'vitest';
import { planted } from './defects.ts';
import { explore, type Exploration } from './explore.ts';
import { properties } from './properties.ts';
import { small } from './stories.ts';

/** A schedule reads better than an object. */
function said({ found }: Exploration): string {
  if (found === undefined) return 'nothing is broken';
  return [`${found.property}: ${found.why}`, ...found.schedule].join('\n  ');
}

describe('in every schedule of', () => {
  test.each(small)('$title, all properties hold', async (story) => {
    const exploration = await explore(story);
    expect(said(exploration)).toBe('nothing is broken');
    expect(exploration.states).toBeGreaterThan(100);
    expect([...exploration.ends.keys()].length).toBeGreaterThan(0);
  });
});

describe('a fence without one of its guards is found out:', () => {
  test.each(planted)('$name', async ({ defect, story, finds, name }) => {
    expect(properties).toContain(finds);
    const { found } = await explore({ title: name, ...story }, defect);
    expect(found?.property).toBe(finds);
    expect(found?.schedule.length).toBeGreaterThan(3);
  });
});
