/** The lab, served: its Region with the cutover state machine and its simulated production, and any other Region, bare. */
import { VirtualClock } from '../clock.ts';
import { place } from '../cloud/service.ts';
import { functionNotFound, notModelled } from '../inside.ts';
import { buildLab } from '../lab.ts';
import { Random } from '../random.ts';
import { calmScenario } from '../scenario/parse.ts';
import { StatesEngine } from '../states/engine.ts';
import type { StatesHost } from '../states/host.ts';
import { productionOf } from '../weather.ts';
import type { Speed } from './driver.ts';
import { type LambdaEndpoint, lambdaEndpoint } from './lambda-endpoint.ts';
import { Region } from './region.ts';
import { Regions } from './regions.ts';
import { listen } from './server.ts';
import type { Wall } from './wall.ts';

export interface ServeOptions {
  readonly port: number;
  readonly wall: Wall;
  readonly speed: Speed;
  readonly seed: number;
  /** Milliseconds since the epoch: when virtual time begins. */
  readonly startsAt: number;
  /** Who runs Lambda tasks; without one our own functions, here. */
  readonly endpoint?: URL;
  readonly onFault: (error: unknown) => void;
}

export interface Served {
  readonly url: string;
  readonly stateMachineArn: string;
  close(): Promise<void>;
}

/** Rejects where the port cannot be had. */
export async function serve(options: ServeOptions): Promise<Served> {
  const endpoint = options.endpoint === undefined ? undefined : lambdaEndpoint(options.endpoint);
  const random = new Random(options.seed);
  const { home, stateMachineArn } = openHome(options, endpoint);
  const regions = new Regions(home, (name) => openBare(name, random.fork(name), options, endpoint));
  const requests = random.fork('requests');
  const requestId = () => requests.uuid();
  const server = await listen({ port: options.port, regions, wall: options.wall, requestId });
  return {
    url: server.url,
    stateMachineArn,
    close: async () => {
      for (const region of regions.all()) region.driver.close();
      endpoint?.close();
      await server.close();
    },
  };
}

function openHome(options: ServeOptions, endpoint: LambdaEndpoint | undefined) {
  const { seed, startsAt, wall } = options;
  const clock = new VirtualClock(startsAt, () => wall.now());
  const home = new Region({ ...options, clock, endpoint });
  const production = productionOf(calmScenario());
  const lab = buildLab({
    seed,
    production,
    clock,
    history: 'full',
    startTask: (inside) => home.startTask(inside),
  });
  home.open(lab.engine);
  return { home, stateMachineArn: lab.stateMachineArn };
}

/** A Region in which nothing is simulated but Step Functions itself. */
function openBare(
  name: string,
  random: Random,
  options: ServeOptions,
  endpoint: LambdaEndpoint | undefined,
): Region {
  const clock = new VirtualClock(options.startsAt, () => options.wall.now());
  const region = new Region({ ...options, clock, endpoint });
  const host: StatesHost = {
    clock,
    region: name,
    account: place.account,
    random: () => random.next(),
    uuid: () => random.uuid(),
    startTask: region.startTask(({ resource, invocation }, done) => {
      const outcome =
        invocation === undefined ? notModelled(resource) : functionNotFound(invocation, random.uuid());
      clock.after(0, () => done(outcome));
    }),
  };
  region.open(new StatesEngine(host));
  return region;
}
