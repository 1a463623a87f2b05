import {
  DashboardNotFoundError,
  type GetDashboardInput,
  type GetDashboardOutput,
} from '@aws-sdk/client-cloudwatch';

/** Every dashboard exists and has two widgets with metrics and one with text. Not modelled: what people would see. */
export function getDashboard(finding: 'present' | 'missing') {
  return ({ DashboardName = '' }: GetDashboardInput): GetDashboardOutput => {
    if (finding === 'missing') {
      const message = `Dashboard ${DashboardName} does not exist`;
      throw new DashboardNotFoundError({ message, $metadata: {} });
    }
    const widgets = [
      metric('Requests and errors'),
      metric('Latency'),
      { type: 'text', properties: { markdown: '# us' } },
    ];
    return { DashboardName, DashboardBody: JSON.stringify({ widgets }) };
  };
}

function metric(title: string) {
  return { type: 'metric', properties: { title, metrics: [], region: 'eu-west-1' } };
}
