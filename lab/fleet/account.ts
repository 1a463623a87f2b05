/**
 * Many productions in one account: in front of each service stands a router, which finds in the input whose production
 * is meant, asks that one under its own names, and answers under the fleet's. What names nobody is asked of the first.
 */
import type { Random } from '../random.ts';
import type { VirtualClock } from '../clock.ts';
import type { Action, SimulatedService } from '../cloud/service.ts';
import { buildProduction, type Production, type ProductionOptions } from '../production.ts';
import { inside, nameOf, numberIn, numbersIn, outside } from './names.ts';

export interface Account {
  readonly productions: readonly Production[];
  /** All of them, as if they were one. */
  readonly joined: Production;
}

type Services = Readonly<Record<string, SimulatedService>>;

export function buildAccount(given: {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly count: number;
  readonly options: ProductionOptions;
}): Account {
  const { clock, random, count, options } = given;
  const productions = Array.from({ length: count }, (_, number) =>
    buildProduction({ clock, random: random.fork(nameOf(number)), options }),
  );
  const [first] = productions;
  if (first === undefined) throw new Error('a fleet has at least one cutover');
  const services = Object.fromEntries(
    Object.keys(first.services).map((name) => [
      name,
      routed(productions.map((one) => (one.services as Services)[name] as SimulatedService)),
    ]),
  );
  const joined = {
    ...first,
    services,
    alarms: {
      ...first.alarms,
      onTransition: (listener: Parameters<Production['alarms']['onTransition']>[0]) =>
        productions.forEach((one, number) =>
          one.alarms.onTransition((transition) => listener(renamed(transition, number))),
        ),
    },
    answer: (request: Parameters<Production['answer']>[0]) => {
      const number = numberIn(request.url) ?? 0;
      return productionOf(productions, number).answer({ ...request, ...requestInside(request) });
    },
  };
  // Routers take and give what the services behind them do; only their types have forgotten it.
  return { productions, joined: joined as unknown as Production };
}

/** `http://claude-proxy-017.production_alb_dns` is the seventeenth's, by the only name that it knows. */
function requestInside({ url, headers }: Parameters<Production['answer']>[0]) {
  return {
    url: inside(url).replace(/claude-proxy\.(?=production_alb_dns|staging_alb_dns)/i, ''),
    headers: inside(headers),
  };
}

type Transition = Parameters<Parameters<Production['alarms']['onTransition']>[0]>[0];

/** What an event says of an alarm; the rest of it stays inside. */
function renamed(transition: Transition, number: number): Transition {
  const { alarm } = transition;
  const { name, input, queries, state } = alarm;
  const about = outside({ name, input, queries, state }, number);
  return { ...transition, alarm: { ...alarm, ...about } };
}

function routed(behind: readonly SimulatedService[]): SimulatedService {
  const actions = Object.keys(behind[0]?.actions ?? {}).map((name) => {
    const doors = behind.map(({ actions: of }) => of[name] as Action);
    return [name, (input: unknown) => route(name, doors, input)] as const;
  });
  return { actions: Object.fromEntries(actions) };
}

function route(name: string, doors: readonly Action[], input: unknown): unknown {
  const [number = 0, ...others] = numbersIn(input);
  if (others.length > 0) return routeEach(name, doors, input);
  return ask(doors, number, input);
}

function ask(doors: readonly Action[], number: number, input: unknown): unknown {
  const door = doors[number];
  if (door === undefined)
    throw new Error(`the fleet has ${doors.length} productions, and no ${nameOf(number)}`);
  try {
    return outside(door(inside(input) as never), number);
  } catch (error) {
    if (error instanceof Error) error.message = outside(error.message, number);
    throw error;
  }
}

/** The lists by which one call may ask of several productions at once, and what they come back in. */
const several: Readonly<Record<string, readonly [asked: string, ...answered: string[]]>> = {
  DescribeAlarms: ['AlarmNames', 'MetricAlarms', 'CompositeAlarms'],
  DescribeRules: ['RuleArns', 'Rules'],
  GetMetricData: ['MetricDataQueries', 'MetricDataResults'],
};

function routeEach(name: string, doors: readonly Action[], input: unknown): unknown {
  const [asked, ...answered] = several[name] ?? [];
  if (asked === undefined) throw new Error(`the fleet cannot ask several productions for ${name}`);
  const items = (input as Record<string, readonly unknown[]>)[asked] ?? [];
  const byNumber = Map.groupBy(items, (item) => [...numbersIn(item)][0] ?? 0);
  const answers = [...byNumber].map(
    ([number, own]) =>
      ask(doors, number, { ...(input as object), [asked]: own }) as Record<string, unknown[]>,
  );
  return Object.fromEntries(answered.map((list) => [list, answers.flatMap((answer) => answer[list] ?? [])]));
}

function productionOf(productions: readonly Production[], number: number): Production {
  const found = productions[number];
  if (found === undefined) throw new Error(`the fleet has no ${nameOf(number)}`);
  return found;
}
