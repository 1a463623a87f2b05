import { describe, expect, test } from 'vitest';
import type { Gate } from '../../../core/gate/gate.ts';
import { messageFor } from '../../../core/gate/message.ts';
import { openedAt, someGate } from './some-gate.ts';

const link = 'https://gate.example.com/g/1#secret';
const message = (changes: Partial<Gate> = {}, id = 'dana', about = {}) =>
  messageFor(someGate(changes), id, about);
const minute = 60_000;

test('a question that goes to one person, whole', () => {
  const { escalation: _escalation, ...gate } = someGate();
  expect(messageFor(gate, 'dana', { link })).toEqual({
    subject: 'claude-proxy: go-live? Answer by 23:00 UTC',
    text: [
      'claude-proxy asks for a decision: go-live.',
      '',
      'Cutover:   rehearsal-1',
      'Found:     all quiet',
      'Ships:     claude-proxy@sha256:1',
      'Until:     23:00 UTC. Silence ends the cutover; nothing has changed for users.',
      '',
      'Look, and decide, here. The link is yours alone: whoever has it decides in your name.',
      link,
      '',
      'Or with AWS credentials:',
      'npx cutover approve rehearsal-1',
      'npx cutover reject rehearsal-1',
      '',
      'Gate rehearsal-1.go-live, attempt 1.',
    ].join('\n'),
  });
});

test('one that anybody may read holds no link, and says what to do without one', () => {
  const { text } = message();
  expect(text).not.toContain('link');
  expect(text).toContain('\n\nDecide with AWS credentials:\nnpx cutover approve rehearsal-1\n');
});

test('one that is asked again says that older links are void', () => {
  expect(message({ attempt: 2 }).text).toContain('go-live (asked again: older links are void).');
  expect(message().text).not.toContain('asked again');
});

test('a reminder says so, and how the gate stands', () => {
  const { subject, text } = message({ need: 2 }, 'dana', { remindedAt: openedAt + 10 * minute });
  expect(subject).toBe('Reminder: claude-proxy: go-live? Answer by 23:00 UTC');
  expect(text).toMatch(
    /^claude-proxy still waits for a decision: go-live\. It is open until 23:00 UTC, 2 approvals are missing\.\n/,
  );
});

test('what no metric knows is asked first, and only where it decides', () => {
  expect(message({ gate: 'sign-off' }).text).toContain('\nFirst:     Have customers complained?');
  expect(message().text).not.toContain('First:');
});

test('whose turn comes later is told from when on an answer counts, and then that it does', () => {
  expect(message({}, 'dana').text).not.toContain('You:');
  expect(message({}, 'lead').text).toContain('others are asked first; your answer counts from 22:30 UTC on.');
  expect(message({}, 'lead', { remindedAt: openedAt + 30 * minute }).text).toContain(
    'your answer counts now.',
  );
  expect(message({}, 'lead', { remindedAt: openedAt + 29 * minute }).text).toContain('from 22:30 UTC on.');
});

describe('what silence means', () => {
  test.each<[Partial<Gate>, string]>([
    [{ onSilence: 'reject' }, 'Silence ends the cutover; nothing has changed for users.'],
    [{ onSilence: 'rollBack' }, 'Silence takes everybody back to the stable version.'],
    [{ onSilence: 'hold' }, 'Silence holds it for one more hour, then everybody goes back.'],
    [{ onSilence: 'hold', isHeld: true }, 'Silence takes everybody back to the stable version.'],
  ])('%o', (changes, said) => {
    expect(message(changes).text).toContain(`Until:     23:00 UTC. ${said}\n`);
  });
});

describe('names that somebody else has chosen', () => {
  test('begin no line of their own, however many breaks they hold', () => {
    const { subject, text } = message({
      service: 'shop\r\nBcc: all@example.com',
      cutoverId: 'a\u2028\u2028b',
    });
    expect(subject).toBe('shop Bcc: all@example.com: go-live? Answer by 23:00 UTC');
    expect(text).toContain('Cutover:   a b\n');
    expect(text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
  });

  test('do not fill a mail', () => {
    const long = 'x'.repeat(5000);
    const { subject, text } = message({ service: long });
    expect(subject).toHaveLength(1000);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBe(1000);
  });
});
