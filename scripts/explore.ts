/**
 * Explores the fence beyond the bounds of the tests: `node scripts/explore.ts` goes through every story and says how
 * much there was; `node scripts/explore.ts WORDS` takes those whose title has the words. Minutes, and gigabytes for the
 * largest. Ends non-zero with a shortest schedule where a property is broken.
 */
import { explore } from '../test/exploration/explore.ts';
import { large, small } from '../test/exploration/stories.ts';

const words = process.argv.slice(2).join(' ');
const chosen = [...small, ...large].filter(({ title }) => title.includes(words));
if (chosen.length === 0) {
  console.error(
    `no story is called "${words}"; there are: ${[...small, ...large].map(({ title }) => title).join('; ')}`,
  );
  process.exit(2);
}
for (const story of chosen) {
  const before = process.cpuUsage().user;
  const { states, moves, nodes, schedules, ends, found } = await explore(story);
  const seconds = ((process.cpuUsage().user - before) / 1e6).toFixed(1);
  console.log(`${story.title}: ${states} states, ${moves} moves, ${nodes} points in functions, ${seconds} s`);
  console.log(`  ${schedules} schedules, which end as: ${[...ends.keys()].join('; ')}`);
  if (found === undefined) continue;
  console.error([`${found.property}: ${found.why}`, ...found.schedule].join('\n  '));
  process.exitCode = 1;
}
