/** The checklist as the plan has it after parsing: which checks there are, and what each needs to know. */

/** In the order of the runbook, which is the order in which people read the answers. */
export const checkIds = [
  'terraform',
  'ecs',
  'targets',
  'cloudfront',
  'waf',
  'certificate',
  'queue',
  'image',
  'secrets',
  'environment',
  'staging',
  'load',
  'http',
  'alarms',
  'dashboards',
  'logs',
  'coverage',
  'onCall',
  'teamTold',
  'supportReady',
  'customersTold',
  'calendar',
] as const;

export type CheckId = (typeof checkIds)[number];

/** Each check that the plan asks for; a key that is absent is not checked. */
export interface PlannedChecks {
  readonly terraform?: { readonly bucket: string; readonly key: string; readonly maxAgeSeconds: number };
  readonly ecs?: Nothing;
  readonly targets?: Nothing;
  readonly cloudfront?: { readonly distributions: readonly string[] };
  readonly waf?: { readonly mode: WafMode; readonly countedAtMostPercent: number };
  readonly certificate?: { readonly arns: readonly string[]; readonly validForSeconds: number };
  readonly queue?: {
    readonly url: string;
    readonly depthAtMost: number;
    readonly deadLettersAtMost: number;
  };
  readonly image?: { readonly findingsBelow: Severity; readonly scan: 'required' | 'optional' };
  readonly secrets?: Nothing;
  readonly environment?: {
    readonly required: readonly string[];
    /** By name: what the value must match. */
    readonly matches: Readonly<Record<string, string>>;
    /** Variables of the running version that the new one leaves out on purpose. */
    readonly dropped: readonly string[];
  };
  readonly staging?: Nothing;
  readonly load?: { readonly engine: LoadEngine };
  readonly http?: readonly HttpCheck[];
  readonly alarms?: { readonly names: readonly string[] };
  readonly dashboards?: { readonly names: readonly string[] };
  readonly logs?: { readonly groups: readonly string[]; readonly withinSeconds: number };
  readonly coverage?: Nothing;
  readonly onCall?: { readonly schedule: string; readonly token: string } | Said;
  readonly teamTold?: { readonly webhook: string } | Said;
  readonly supportReady?: Said;
  readonly customersTold?: Said;
  readonly calendar?: { readonly names: readonly string[] };
}

/** Who sends the load. */
export type LoadEngine = 'builtin' | 'k6';

export type Nothing = Readonly<Record<string, never>>;

/** `count`: nothing is blocked. `block`: blocking is meant. */
export type WafMode = 'count' | 'block';

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** A person who says so, by the one who wrote the plan. */
export interface Said {
  readonly saidBy: string;
}

export interface HttpCheck {
  readonly name: string;
  readonly url: string;
  readonly status: number;
  readonly withinMilliseconds: number;
  /** JSONata over `{ status, headers, body, tookMilliseconds }`; must be true. */
  readonly condition?: string;
}
