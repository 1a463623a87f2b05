/**
 * What a line of a log says: whether it is an error, and which. Of the line only plain words are kept, for the story and
 * the ledger are read by many: numbers, ids, addresses, quoted text and whatever follows the name of a secret are #.
 */

/**
 * CloudWatch's filter for lines that may be errors; it knows words by their spelling.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const errorFilter =
  'ERROR Error error FATAL Fatal fatal CRITICAL Critical critical SEVERE PANIC panic Exception exception Traceback'
    .split(' ')
    .map((word) => `?${word}`)
    .join(' ');

const errorLevel = /^(err|error|fatal|crit|critical|alert|emerg|emergency|severe|panic)$/i;
const anyLevel = /\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b/;
const errorsByName = /\b(error|fatal|panic|Traceback|[A-Za-z.]*(Error|Exception))\b/;

/** The level that a line names decides; a line without one is an error if it speaks of one. */
export function isErrorLine(line: string): boolean {
  const level =
    levelOf(objectOf(line)) ?? /\b(?:level|severity)=["']?(\w+)/i.exec(line)?.[1] ?? anyLevel.exec(line)?.[1];
  if (level === undefined) return errorsByName.test(line);
  // Numbers are pino's and bunyan's: 50 is error.
  return /^\d+$/.test(level) ? Number(level) >= 50 : errorLevel.test(level);
}

/** Longer than any sentence that tells two errors apart. */
const lengthMax = 120;
const readMax = 1000;

/** What two lines of one error have in common. */
export function kindOf(line: string): string {
  const text = messageOf(line).slice(0, readMax);
  const words = text.replace(/(["'`])(?:(?!\1).){0,500}\1/g, ' # ').split(/\s+/);
  const kept: string[] = [];
  let hidden = 0;
  for (const word of words) {
    const shown = hidden > 0 ? '#' : shownOf(word);
    hidden = namesSecret.test(word) ? 2 : hidden - 1;
    if (shown !== '' && !(shown === '#' && kept.at(-1) === '#')) kept.push(shown);
  }
  return kept.join(' ').slice(0, lengthMax).trim();
}

const namesSecret =
  /(pass(word|wd|phrase|code)?|\bpwd|\bpin|\botp|secret|token|key|authorization|auth|bearer|basic|cookie|session|credentials?)\W*$/i;

function shownOf(word: string): string {
  const [, name, value] = /^([A-Za-z][A-Za-z_.-]{0,39})=(.*)$/.exec(word) ?? [];
  if (name !== undefined && value !== undefined) return `${name}=#`;
  const bare = word.replace(/^[([{<]+|[)\]}>,;:.!?]+$/g, '');
  if (bare === '') return '';
  return /^[A-Za-z][A-Za-z_.$-]{0,39}$/.test(bare) && !isRandom(bare) ? bare : '#';
}

/** Letters of both cases in no order are a key's, and no name's. */
function isRandom(word: string): boolean {
  const humps = word.match(/[a-z][A-Z]/g)?.length ?? 0;
  return word.length > 16 && humps > word.length / 6;
}

interface Line {
  readonly [key: string]: unknown;
}

function objectOf(line: string): Line | undefined {
  if (!line.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
}

function levelOf(line: Line | undefined): string | undefined {
  const level = line?.['level'] ?? line?.['severity'] ?? line?.['lvl'] ?? line?.['levelname'];
  return typeof level === 'string' || typeof level === 'number' ? String(level) : undefined;
}

function messageOf(text: string): string {
  const line = objectOf(text);
  if (line === undefined) return text;
  const nested = [line, line['err'], line['error'], line['exception']].flatMap((one) =>
    typeof one === 'object' && one !== null ? [(one as Line)['message'], (one as Line)['msg']] : [one],
  );
  const message = nested.find((one) => typeof one === 'string' && one !== '');
  return typeof message === 'string' ? message : `line of ${Object.keys(line).toSorted().join(' ')}`;
}
