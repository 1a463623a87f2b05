import { describe, expect, test } from 'vitest';
import { afternoon } from '../../users/afternoon.ts';

const repositoryName = 'claude-proxy';
const build = (options = {}) => {
  const { production } = afternoon(options);
  return { ...production.services.ecr.actions, registry: production.registry };
};

describe('images', () => {
  test('a tag has one digest for good, and is found by it', () => {
    const { DescribeImages } = build();
    const [byTag] = DescribeImages({ repositoryName, imageIds: [{ imageTag: '2.4.0' }] }).imageDetails ?? [];
    expect(byTag).toMatchObject({ imageStatus: 'ACTIVE', imageTags: ['2.4.0'] });
    expect(byTag?.imageDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const imageIds = [{ imageDigest: byTag?.imageDigest }];
    expect(DescribeImages({ repositoryName, imageIds }).imageDetails).toEqual([byTag]);
    expect(
      build().DescribeImages({ repositoryName, imageIds: [{ imageTag: '2.4.0' }] }).imageDetails,
    ).toEqual([byTag]);
  });

  test.each<[string, string, (ecr: ReturnType<typeof build>) => unknown]>([
    [
      'another repository',
      'RepositoryNotFoundException',
      (ecr) => ecr.DescribeImages({ repositoryName: 'x', imageIds: [{ imageTag: '1' }] }),
    ],
    [
      'a digest that nobody has pushed',
      'ImageNotFoundException',
      (ecr) => ecr.DescribeImages({ repositoryName, imageIds: [{ imageDigest: 'sha256:0' }] }),
    ],
    [
      'a tag that is marked as missing',
      'ImageNotFoundException',
      (ecr) => {
        ecr.registry.setMissing(repositoryName, '2.4.0');
        return ecr.DescribeImages({ repositoryName, imageIds: [{ imageTag: '2.4.0' }] });
      },
    ],
  ])('%s: %s', (_, name, act) => {
    expect(() => act(build())).toThrow(expect.objectContaining({ name }));
  });

  test('a registry without the image to be released', () => {
    const { DescribeImages } = build({ image: 'missing' });
    expect(() => DescribeImages({ repositoryName, imageIds: [{ imageTag: '2.4.0' }] })).toThrow(
      'does not exist',
    );
  });
});
