import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorFilter, isErrorLine, kindOf } from '../../../core/evidence/log-lines.ts';

const refusal = ({ ms, id, hex, mail }: { ms: number; id: string; hex: string; mail: string }) =>
  `ERROR order ${id} of ${mail} failed after ${ms}ms in trace ${hex}`;

describe('an error line', () => {
  test.each([
    '2026-12-01T22:00:00Z ERROR upstream closed the stream',
    '[FATAL] out of memory',
    'level=error msg="no route"',
    '{"level":"error","msg":"no route"}',
    '{"level":50,"msg":"an error of pino"}',
    '{"severity":"CRITICAL","message":"no route"}',
    'Traceback (most recent call last):',
    'java.lang.IllegalStateException: closed',
    'UnhandledPromiseRejection: error in handler',
    'panic: runtime error: index out of range',
  ])('is %s', (line) => {
    expect(isErrorLine(line)).toBe(true);
    // And CloudWatch's filter lets it through.
    const words = errorFilter.split(' ').map((word) => word.slice(1));
    expect(words.some((word) => line.includes(word))).toBe(true);
  });

  test.each([
    '{"level":"info","error":null,"msg":"done"}',
    '{"level":30,"msg":"no error"}',
    '2026-12-01T22:00:00Z INFO 0 errors, last error at 21:00',
    'level=warn msg="an error was retried"',
    'GET /errors/404 200',
    'WARN Exception swallowed: Error',
  ])('is not %s', (line) => {
    expect(isErrorLine(line)).toBe(false);
  });
});

describe('the kind of a line', () => {
  test.each([
    ['ERROR upstream closed after 3021 ms, request req_8f3a', 'ERROR upstream closed after # ms request #'],
    ['{"level":"error","msg":"no user \'dana@example.com\' in org 7"}', 'no user # in org #'],
    ['{"level":"error","err":{"message":"socket hang up"}}', 'socket hang up'],
    ['ERROR GET https://example.com/v1?key=abc failed', 'ERROR GET # failed'],
    ['ERROR password: hunter two rest', 'ERROR password # rest'],
    ['ERROR wrong pin: four two for dana', 'ERROR wrong pin # for dana'],
    ['ERROR pwd hunter two rest', 'ERROR pwd # rest'],
    ['ERROR otp is stale today', 'ERROR otp # today'],
    ['ERROR spin lock lost again', 'ERROR spin lock lost again'],
    ['ERROR Authorization: Bearer abcdefgh is refused', 'ERROR Authorization # refused'],
    ['ERROR token=abcdefgh status=500', 'ERROR token=# status=#'],
    ['ERROR key AbCdEfGhIjKlMnOpQr at /app/src/x.js', 'ERROR key # '],
  ])('%s is %s', (line, kind) => {
    expect(kindOf(line)).toBe(kind.trim());
  });

  test('is the same whatever numbers, ids and addresses stand in it', () => {
    const parts = fc.record({
      ms: fc.nat(),
      id: fc.uuid(),
      hex: fc.stringMatching(/^[0-9a-f]{12,40}[0-9]$/),
      mail: fc.stringMatching(/^[a-z]{1,9}@example\.com$/),
    });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(kindOf(refusal(one))).toBe(kindOf(refusal(other)));
      }),
    );
  });

  test('holds no secret: no word with a digit, nothing quoted, nothing after the name of a secret', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/_-]{0,30}[0-9][A-Za-z0-9+/_-]{7,30}$/);
    const around = fc.constantFrom(
      (text: string) => `ERROR refused ${text} again`,
      (text: string) => `ERROR refused "${text}"`,
      (text: string) => `ERROR apiKey=${text}`,
      (text: string) => `{"level":"error","msg":"key ${text} refused"}`,
      (text: string) => `ERROR https://user:${text}@example.com/`,
    );
    fc.assert(
      fc.property(secret, around, (text, put) => {
        expect(kindOf(put(text))).not.toContain(text);
      }),
    );
  });

  test('is short, and takes any line', () => {
    fc.assert(fc.property(fc.string({ maxLength: 3000 }), (line) => kindOf(line).length <= 120));
    expect(kindOf(`ERROR ${'word '.repeat(500)}`)).toHaveLength(120);
  });
});
