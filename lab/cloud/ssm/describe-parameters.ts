import type { DescribeParametersRequest, DescribeParametersResult } from '@aws-sdk/client-ssm';

/** Every parameter that is asked for by name exists. Not modelled: other filters, paging. */
export function describeParameters({
  ParameterFilters = [],
}: DescribeParametersRequest): DescribeParametersResult {
  const names = ParameterFilters.flatMap(({ Key, Values = [] }) => (Key === 'Name' ? Values : []));
  return { Parameters: names.map((Name) => ({ Name, Type: 'SecureString', Version: 1 })) };
}
