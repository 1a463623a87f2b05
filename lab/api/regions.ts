/** Which Region answers a request: the one that its ARN names, else the one that it was signed for. */
import type { IncomingHttpHeaders } from 'node:http';
import { place } from '../cloud/service.ts';
import { StatesApiError } from '../states/errors.ts';
import { regionOf } from './arns.ts';
import type { Region } from './region.ts';

const arnMembers = ['stateMachineArn', 'executionArn', 'activityArn', 'resourceArn'] as const;
const signedFor = /Credential=[^/\s]+\/\d{8}\/([a-z]{2}[a-z0-9-]{1,30})\/states\/aws4_request/;
/** A caller could name any number of Regions; AWS has fewer than these. */
const regionsMax = 64;

export class Regions {
  readonly #byName: Map<string, Region>;
  readonly #make: (name: string) => Region;

  /** Regions are made when they are first asked for. */
  constructor(home: Region, make: (name: string) => Region) {
    this.#byName = new Map([[place.region, home]]);
    this.#make = make;
  }

  all(): readonly Region[] {
    return [...this.#byName.values()];
  }

  of(headers: IncomingHttpHeaders, body: Readonly<Record<string, unknown>>): Region {
    const named = arnMembers.map((member) => regionOf(body[member])).find((name) => name !== undefined);
    const known = named === undefined ? undefined : this.#byName.get(named);
    if (known !== undefined) return known;
    return this.#named(signedFor.exec(headers.authorization ?? '')?.[1] ?? place.region);
  }

  /** A token says nothing of its Region: whoever knows it answers. */
  async whereTokenIs<T>(first: Region, ask: (region: Region) => T): Promise<Awaited<T>> {
    let unknown: unknown;
    for (const region of [first, ...this.all().filter((one) => one !== first)]) {
      try {
        return await ask(region);
      } catch (error) {
        if (!isUnknownToken(error)) throw error;
        unknown ??= error;
      }
    }
    throw unknown;
  }

  #named(name: string): Region {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (this.#byName.size >= regionsMax) throw new Error(`more than ${regionsMax} Regions were asked for`);
    const region = this.#make(name);
    this.#byName.set(name, region);
    return region;
  }
}

function isUnknownToken(error: unknown): boolean {
  return error instanceof StatesApiError && /^(TaskDoesNotExist|InvalidToken)$/.test(error.name);
}
