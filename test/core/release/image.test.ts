import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type ImageName,
  imagesOf,
  parseImage,
  pinImage,
  startedImages,
  withDigest,
} from '../../../core/release/image.ts';

const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const parts = { registry, account: '123456789012', repository: 'team/shop' };

function ecrImage(name: string): ImageName {
  const image = parseImage(name);
  if (image === undefined) throw new Error(`${name} is not in ECR`);
  return image;
}

describe('an image in ECR', () => {
  test.each([
    ['by tag', `${registry}/team/shop:2.4.0`, { ...parts, tag: '2.4.0' }],
    ['by digest', `${registry}/team/shop@${digest}`, { ...parts, digest }],
    ['by both: the digest decides', `${registry}/team/shop:2.4.0@${digest}`, { ...parts, digest }],
    ['by neither: latest', `${registry}/team/shop`, { ...parts, tag: 'latest' }],
    ['in China', `${registry}.cn/team/shop:1`, { ...parts, registry: `${registry}.cn`, tag: '1' }],
    [
      'at the FIPS endpoint',
      `123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/team/shop:1`,
      { ...parts, registry: '123456789012.dkr.ecr-fips.us-east-1.amazonaws.com', tag: '1' },
    ],
    [
      'at the dual-stack endpoint',
      '123456789012.dkr-ecr.eu-west-1.on.aws/team/shop:1',
      { ...parts, registry: '123456789012.dkr-ecr.eu-west-1.on.aws', tag: '1' },
    ],
  ])('%s', (_title, image, expected) => {
    expect(parseImage(image)).toEqual(expected);
  });

  test.each([
    ['another registry', 'ghcr.io/team/shop:2.4.0'],
    ['no registry', 'nginx:latest'],
    ['the public gallery', 'public.ecr.aws/nginx/nginx:latest'],
    ['a host that only begins like ours', `${registry}.evil.example/team/shop:1`],
    ['half a digest', `${registry}/shop@sha256:0123`],
    ['nothing', ''],
  ])('is not: %s', (_title, image) => {
    expect(parseImage(image)).toBeUndefined();
  });
});

describe('pinning', () => {
  const sidecar = { name: 'proxy', image: `${registry}/envoy:1.30` };
  const definition = {
    family: 'shop',
    cpu: '256',
    containerDefinitions: [
      { name: 'shop', image: `${registry}/team/shop:2.3.0`, cpu: 128 },
      { name: 'migrate', image: `${registry}/team/shop:2.3.0` },
      sidecar,
      { name: 'other-account', image: `${registry.replace('1234', '9999')}/team/shop:2.3.0` },
      { name: 'outside', image: 'nginx:latest' },
    ],
  };
  const released = ecrImage(`${registry}/team/shop:2.4.0`);

  test('puts the digest in every container of that repository and nowhere else', () => {
    const pinned = pinImage(definition, released, digest, 'repository');
    const image = `${registry}/team/shop@${digest}`;
    const [shop, migrate, ...rest] = definition.containerDefinitions;
    expect(pinned).toEqual({
      ...definition,
      containerDefinitions: [{ ...shop, image }, { ...migrate, image }, ...rest],
    });
    expect(imagesOf(pinned)[0]).toBe(withDigest(released, digest));
  });

  test('by name, only in the container that names exactly that image', () => {
    const other = `sha256:${'f'.repeat(64)}`;
    const names = ['team/shop:2.4.0', 'team/shop:2.3.0', 'team/shop', `team/shop@${other}`, 'other:2.4.0'];
    const containers = names.map((name) => ({ image: `${registry}/${name}` }));
    const pinnedOf = (image: ImageName) =>
      imagesOf(pinImage({ containerDefinitions: containers }, image, digest, 'name')).flatMap(
        (name, index) => (name === withDigest(released, digest) ? [names[index]] : []),
      );
    expect(pinnedOf(released)).toEqual(['team/shop:2.4.0']);
    expect(pinnedOf(ecrImage(`${registry}/team/shop`))).toEqual(['team/shop']);
    expect(pinnedOf(ecrImage(`${registry}/team/shop@${other}`))).toEqual([`team/shop@${other}`]);
    expect(pinnedOf(ecrImage(`${registry}/team/shop@${digest}`))).toEqual([]);
  });

  test('leaves the definition that it was given as it was', () => {
    const before = structuredClone(definition);
    pinImage(definition, released, digest, 'repository');
    expect(definition).toEqual(before);
  });

  test('takes a definition without containers', () => {
    expect(pinImage({ family: 'shop' }, released, digest, 'repository')).toEqual({
      family: 'shop',
      containerDefinitions: [],
    });
    expect(imagesOf({ family: 'shop' })).toEqual([]);
  });
});

describe('what is started', () => {
  const own = `${registry}/team/shop:2.3.0`;
  const beside = `${registry}/team/logs:1`;
  const taskDefinition = {
    containerDefinitions: [{ image: own }, { image: own }, { image: beside }, { image: 'nginx' }],
  };
  const seen = (image?: string) =>
    startedImages({ image, taskDefinition }).map(
      ({ name, isReleased }) => `${name.slice(name.lastIndexOf('/') + 1)}${isReleased ? '' : ', beside'}`,
    );

  test('all of a task definition that is released as it is', () => {
    expect(seen()).toEqual(['shop:2.3.0', 'logs:1', 'nginx']);
  });

  test('the image of the plan in place of its repository’s, and what stands beside it', () => {
    expect(seen(`${registry}/team/shop:2.4.0`)).toEqual(['shop:2.4.0', 'logs:1, beside', 'nginx, beside']);
    expect(seen('nginx')).toEqual(['nginx', 'shop:2.3.0, beside', 'logs:1, beside']);
  });
});

it('what is pinned reads back as the same repository by that digest', () => {
  const names = fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9]{1,8})?$/);
  const tags = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,12}$/);
  fc.assert(
    fc.property(names, tags, (repository, tag) => {
      const image = ecrImage(`${registry}/${repository}:${tag}`);
      expect(image).toMatchObject({ repository, tag });
      expect(parseImage(withDigest(image, digest))).toEqual({ ...parts, repository, digest });
    }),
  );
});
