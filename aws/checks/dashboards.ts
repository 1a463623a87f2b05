import { GetDashboardCommand, GetMetricWidgetImageCommand } from '@aws-sdk/client-cloudwatch';
import { type DashboardFacts, judgeDashboards } from '../../core/checks/telemetry.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import type { Picture, Reader } from './reader.ts';

/** Each picture is a call and a row of the ledger. */
const picturesMax = 6;
/** A row of the ledger holds 400 KB. */
const pictureBytesMax = 300 * 1024;

interface Widget {
  readonly type?: string;
  readonly properties?: { readonly title?: string };
}

/** Every picture is as people would see it now: what the dashboards said when somebody decided. */
export const readDashboards: Reader<'cloudwatch'> = async (world, { plan }) => {
  const facts: DashboardFacts[] = [];
  const pictures: Picture[] = [];
  for (const name of plan.checks.dashboards?.names ?? []) {
    const widgets = await readWidgets(world, name);
    const before = pictures.length;
    for (const widget of (widgets ?? []).filter(({ type }) => type === 'metric')) {
      if (pictures.length === picturesMax) break;
      const picture = await draw(world, name, widget);
      if (picture !== undefined) pictures.push(picture);
    }
    facts.push({
      name,
      exists: widgets !== undefined,
      widgets: widgets?.length ?? 0,
      pictures: pictures.length - before,
    });
  }
  return { verdict: judgeDashboards(facts), facts, pictures };
};

/** Undefined where the dashboard does not exist. */
async function readWidgets(world: World<'cloudwatch'>, name: string): Promise<readonly Widget[] | undefined> {
  try {
    const { DashboardBody = '{}' } = await world.clients.cloudwatch.send(
      new GetDashboardCommand({ DashboardName: name }),
    );
    return (JSON.parse(DashboardBody) as { widgets?: readonly Widget[] }).widgets ?? [];
  } catch (error) {
    if (isNamed(error, 'DashboardNotFoundError') || isNamed(error, 'ResourceNotFound')) return undefined;
    throw error;
  }
}

/** A widget that CloudWatch cannot draw is no reason to hold a release. */
async function draw(
  world: World<'cloudwatch'>,
  dashboard: string,
  { properties = {} }: Widget,
): Promise<Picture | undefined> {
  try {
    const { MetricWidgetImage: png } = await world.clients.cloudwatch.send(
      new GetMetricWidgetImageCommand({ MetricWidget: JSON.stringify(properties) }),
    );
    const title = `${dashboard}: ${properties.title ?? 'untitled'}`;
    return png === undefined || png.length > pictureBytesMax ? undefined : { title, png };
  } catch (error) {
    world.log.error('widget not drawn', { dashboard, title: properties.title, error: String(error) });
    return undefined;
  }
}
