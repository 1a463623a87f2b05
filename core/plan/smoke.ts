import { count, list, quantity, section, text } from './fields.ts';
import { latency } from './units.ts';

const test = section('One request and what it must bring.', {
  path: text(
    'The path (and query) that is asked for.',
    // Two slashes, or a backslash, would name another host.
    /^\/(?![/\\])[^\s\\#]{0,1023}$/,
    'a path that begins with one / and has no spaces, no # and no backslash, such as /health',
  ).prefault('/health'),
  status: count('The status that must come. Redirects are not followed.', 200, 599).prefault(200),
  within: quantity(latency, {
    about: 'How long the whole answer may take.',
    min: 1,
    max: 10_000,
    because: 'one function makes all requests',
  }).prefault('2s'),
});

/** The smoke test: every request must be answered as it says, by the canary through its door and by production. */
export const smoke = list(
  'Requests that must be answered as they say: by the canary through its door, and on productionUrl.',
  test,
  1,
  20,
  'a list of 1 to 20 requests, each with path, status and within',
).prefault([{ path: '/health', status: 200, within: '2s' }]);
