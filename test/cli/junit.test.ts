import { expect, test } from 'vitest';
import { junit } from '../../cli/junit.ts';

const one = (id: string, verdict: 'pass' | 'fail' | 'error' | 'inconclusive', evidence = 'because') => ({
  id,
  verdict,
  waived: false,
  evidence,
});

test('only a pass passes, and everything is counted', () => {
  const xml = junit('shop', [
    one('a', 'pass'),
    one('b', 'fail'),
    one('c', 'error'),
    one('d', 'inconclusive'),
    { ...one('e', 'inconclusive'), isUntried: true },
  ]);
  expect(xml).toContain('<testsuite name="shop" tests="5" failures="1" errors="2" skipped="1">');
  expect(xml).toContain('<testcase classname="shop" name="e"><skipped message="because"/></testcase>');
  expect(xml).toContain('<testcase classname="shop" name="a"><system-out>because</system-out></testcase>');
  expect(xml).toContain('<failure type="fail" message="because"/>');
  expect(xml).toContain('<error type="inconclusive" message="because"/>');
});

test('what would break XML is escaped or left out', () => {
  expect(junit('s', [one('a', 'fail', '<b> & "c" \u0000\u001b[31m')])).toContain(
    'message="&lt;b&gt; &amp; &quot;c&quot; [31m"/>',
  );
});
