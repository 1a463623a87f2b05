import { describe, expect, test } from 'vitest';
import { type ImageFacts, judgeImages } from '../../../core/checks/image.ts';

describe('image', () => {
  const name = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:2.4.0';
  const good: ImageFacts = {
    name,
    digest: `sha256:${'a'.repeat(64)}`,
    status: 'ACTIVE',
    isFixed: true,
    scan: { status: 'COMPLETE', counts: { LOW: 7, INFORMATIONAL: 3, UNDEFINED: 1 } },
  };
  const rule = { findingsBelow: 'high', scan: 'required' } as const;
  const judge = (change: Partial<ImageFacts>) => judgeImages([{ ...good, ...change }], rule);

  test('in place, fixed and scanned passes', () => {
    expect(judgeImages([good], rule).outcome).toBe('pass');
    expect(judge({ scan: { status: 'ACTIVE', counts: { MEDIUM: 2 } } }).outcome).toBe('pass');
  });

  test.each<[string, Partial<ImageFacts>, string, RegExp]>([
    ['missing', { digest: undefined }, 'fail', /^shop:2\.4\.0 is not in ECR$/],
    ['archived', { status: 'ARCHIVED' }, 'fail', /ARCHIVED/],
    ['a tag that can be moved', { isFixed: false }, 'fail', /can be moved/],
    [
      'high findings',
      { scan: { status: 'COMPLETE', counts: { HIGH: 2, CRITICAL: 1 } } },
      'fail',
      /found 2 high, 1 critical/,
    ],
    ['never scanned', { scan: undefined }, 'fail', /no scan/],
    ['still scanning', { scan: { status: 'IN_PROGRESS', counts: {} } }, 'inconclusive', /IN_PROGRESS/],
    ['unsupported', { scan: { status: 'UNSUPPORTED_IMAGE', counts: {} } }, 'fail', /UNSUPPORTED_IMAGE/],
    ['expired', { scan: { status: 'SCAN_ELIGIBILITY_EXPIRED', counts: {} } }, 'fail', /not scanned/],
  ])('%s', (_title, change, outcome, says) => {
    expect(judge(change)).toMatchObject({ outcome, reason: expect.stringMatching(says) });
  });

  test('a scan that is optional may be missing, and still counts where it is there', () => {
    const optional = { ...rule, scan: 'optional' } as const;
    expect(judgeImages([{ ...good, scan: undefined }], optional).outcome).toBe('pass');
    const bad = { ...good, scan: { status: 'COMPLETE', counts: { CRITICAL: 1 } } };
    expect(judgeImages([bad], optional).outcome).toBe('fail');
  });

  const digest = `sha256:${'b'.repeat(64)}`;
  test.each<[string, string, boolean, string, RegExp]>([
    [
      'outside ECR by a tag',
      'public.ecr.aws/x/envoy:v1',
      false,
      'inconclusive',
      /envoy:v1 is not in ECR and was/,
    ],
    ['outside ECR without one', 'nginx', false, 'inconclusive', /^nginx is not in ECR/],
    ['outside ECR by digest', `nginx@${digest}`, false, 'pass', /not looked at: nginx@bbbbbbbbbbbb$/],
    [
      'beside the release by a tag',
      name.replace('shop', 'logs'),
      true,
      'inconclusive',
      /of the release's repo/,
    ],
    ['a digest that is cut off', `nginx@${digest.slice(0, 30)}`, false, 'inconclusive', /was not looked at/],
  ])('an image %s', (_title, other, isInEcr, outcome, says) => {
    expect(judgeImages([good], rule, [{ name: other, isInEcr }])).toMatchObject({
      outcome,
      reason: expect.stringMatching(says),
    });
  });

  test('findings that nobody has rated are told, and nothing may be unrated where nothing may be left', () => {
    const counts = { UNTRIAGED: 3, UNDEFINED: 1, INFORMATIONAL: 2 };
    const scan = { status: 'ACTIVE', counts };
    const says = /the scan of shop:2\.4\.0 found 3 untriaged, 1 undefined, which nobody has rated/;
    expect(judge({ scan })).toEqual({ outcome: 'pass', reason: expect.stringMatching(says) });
    const none = { findingsBelow: 'low', scan: 'required' } as const;
    expect(judgeImages([{ ...good, scan }], none)).toEqual({
      outcome: 'inconclusive',
      reason: expect.stringMatching(says),
    });
    const rated = { status: 'ACTIVE', counts: { INFORMATIONAL: 2, UNTRIAGED: 0 } };
    expect(judgeImages([{ ...good, scan: rated }], none).outcome).toBe('pass');
  });

  test('no image of ECR is not a pass', () => {
    expect(judgeImages([], rule).outcome).toBe('inconclusive');
  });
});
