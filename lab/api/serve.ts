/** The lab, served: its Region with the cutover state machine and its simulated production, and any other Region, bare. */
import { VirtualClock } from '../clock.ts';
import { place } from '../cloud/service.ts';
import { functionNotFound, notModelled } from '../inside.ts';
import { buildLab } from '../lab.ts';
import { invitePeople, signStarts } from '../people.ts';
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

/** What all Regions share. */
interface Common extends ServeOptions {
  readonly begunAt: number;
  readonly lambda: LambdaEndpoint | undefined;
}

export interface Served {
  readonly url: string;
  readonly stateMachineArn: string;
  close(): Promise<void>;
}

/** Rejects where the port cannot be had. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { port, wall, seed } = options;
  const lambda = options.endpoint === undefined ? undefined : lambdaEndpoint(options.endpoint);
  const common = { ...options, begunAt: wall.now(), lambda };
  const random = new Random(seed);
  const { home, stateMachineArn } = openHome(common);
  const regions = new Regions(home, (name) => openBare(name, random.fork(name), common));
  const requests = random.fork('requests');
  const server = await listen({ port, regions, wall, requestId: () => requests.uuid() });
  return {
    url: server.url,
    stateMachineArn,
    close: async () => {
      for (const region of regions.all()) region.driver.close();
      lambda?.close();
      await server.close();
    },
  };
}

function openHome(common: Common) {
  const clock = new VirtualClock(common.startsAt, () => common.wall.now());
  const home = new Region({ ...common, clock });
  const lab = buildLab({
    seed: common.seed,
    production: productionOf(calmScenario()),
    clock,
    history: 'full',
    startTask: (inside) => home.startTask(inside),
  });
  signStarts(lab);
  invitePeople(lab, []);
  home.open(lab.engine);
  return { home, stateMachineArn: lab.stateMachineArn };
}

/** A Region in which nothing is simulated but Step Functions itself. */
function openBare(name: string, random: Random, common: Common): Region {
  const clock = new VirtualClock(common.startsAt, () => common.wall.now());
  const region = new Region({ ...common, clock });
  const host: StatesHost = {
    clock,
    region: name,
    account: place.account,
    random: () => random.next(),
    uuid: () => random.uuid(),
    startTask: region.startTask((task, done) => {
      const { invocation } = task;
      const outcome =
        invocation === undefined ? notModelled(task) : functionNotFound(invocation, name, random.uuid());
      clock.after(0, () => done(outcome));
    }),
  };
  region.open(new StatesEngine(host));
  return region;
}
