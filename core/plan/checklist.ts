/** Which checks a plan has: what the file says, and what is on because the plan gives what it needs. */
import type { LoadEngine, PlannedChecks } from '../checks/planned.ts';
import { imagesOf, parseImage } from '../release/image.ts';
import { logGroupsOf, secretsOf } from '../release/references.ts';
import type { ChecksFile } from './checks.ts';

interface Around {
  readonly checks: ChecksFile;
  readonly taskDefinition: Readonly<Record<string, unknown>>;
  readonly image: string | undefined;
  readonly productionUrl: string;
  readonly hasStaging: boolean;
  /** Of the load test on staging; absent: there is none. */
  readonly engine: LoadEngine | undefined;
}

export function plannedChecks(around: Around): PlannedChecks {
  const { checks, taskDefinition } = around;
  const planned = { ...infrastructure(around), ...application(around), ...people(checks) };
  const groups = given(checks.logs)?.groups ?? logGroupsOf(taskDefinition);
  const monitoring: PlannedChecks = {
    ...(checks.alarms ? { alarms: checks.alarms } : {}),
    ...(checks.dashboards ? { dashboards: checks.dashboards } : {}),
    ...(checks.logs !== false &&
      groups.length > 0 && { logs: { groups, withinSeconds: given(checks.logs)?.within ?? 300 } }),
    ...(checks.coverage !== false && { coverage: {} }),
  };
  return { ...planned, ...monitoring };
}

function infrastructure({ checks, productionUrl }: Around): PlannedChecks {
  const { terraform, certificate, waf, cloudfront, queue } = checks;
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(given(terraform)?.plan ?? '') ?? [];
  const wantsCertificate =
    certificate !== false && (certificate !== undefined || productionUrl.startsWith('https:'));
  return {
    ...(terraform ? { terraform: { bucket, key, maxAgeSeconds: terraform.maxAge } } : {}),
    ...(checks.ecs !== false && { ecs: {} }),
    ...(checks.targets !== false && { targets: {} }),
    ...(cloudfront !== false && { cloudfront: { distributions: cloudfront?.distributions ?? [] } }),
    ...(waf !== false && {
      waf: { mode: waf?.mode ?? 'count', countedAtMostPercent: waf?.countedAtMost ?? 1 },
    }),
    ...(wantsCertificate && {
      certificate: { arns: certificate?.arns ?? [], validForSeconds: certificate?.validFor ?? 7 * 24 * 3600 },
    }),
    ...(queue ? { queue } : {}),
  };
}

function application({ checks, taskDefinition, image, hasStaging, engine }: Around): PlannedChecks {
  const isInEcr = (image === undefined ? imagesOf(taskDefinition) : [image]).some(
    (one) => parseImage(one) !== undefined,
  );
  const environment = given(checks.environment);
  return {
    ...(checks.image !== false &&
      (isInEcr || checks.image !== undefined) && {
        image: {
          findingsBelow: checks.image?.findingsBelow ?? 'high',
          scan: checks.image?.scan ?? 'required',
        },
      }),
    ...(checks.secrets !== false && secretsOf(taskDefinition).length > 0 && { secrets: {} }),
    ...(checks.environment !== false && {
      environment: {
        required: environment?.required ?? [],
        matches: environment?.matches ?? {},
        dropped: environment?.dropped ?? [],
      },
    }),
    ...(checks.staging !== false && hasStaging && { staging: {} }),
    ...(checks.load !== false && engine !== undefined && { load: { engine } }),
    ...(checks.http
      ? {
          http: checks.http.map(({ within, condition, ...rest }) => ({
            ...rest,
            withinMilliseconds: within,
            ...(condition !== undefined && { condition }),
          })),
        }
      : {}),
  };
}

function people({ onCall, teamTold, supportReady, customersTold, calendar }: ChecksFile): PlannedChecks {
  return {
    ...(onCall
      ? { onCall: said(onCall.saidBy) ?? { schedule: onCall.schedule ?? '', token: onCall.token ?? '' } }
      : {}),
    ...(teamTold ? { teamTold: said(teamTold.saidBy) ?? { webhook: teamTold.webhook ?? '' } } : {}),
    ...(supportReady ? { supportReady } : {}),
    ...(customersTold ? { customersTold } : {}),
    ...(calendar ? { calendar } : {}),
  };
}

function given<T extends object>(section: T | false | undefined): T | undefined {
  return section === false ? undefined : section;
}

function said(by: string | undefined): { readonly saidBy: string } | undefined {
  return by === undefined ? undefined : { saidBy: by };
}
