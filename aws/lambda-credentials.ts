/**
 * The credentials of a Lambda function, and of nothing else: the runtime puts them into the environment before the
 * first line of ours runs. `scripts/build.ts` puts this file in the place of `@aws-sdk/credential-provider-node`,
 * whose search through profiles, SSO, web identity and instance metadata is a third of a function's start.
 */
export interface LambdaCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The name under which the SDK's clients import it. The environment is read at each call, never at import. */
export function defaultProvider(): () => Promise<LambdaCredentials> {
  return async () => ({
    accessKeyId: read('AWS_ACCESS_KEY_ID'),
    secretAccessKey: read('AWS_SECRET_ACCESS_KEY'),
    sessionToken: read('AWS_SESSION_TOKEN'),
  });
}

function read(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  const error = new Error(
    `${name} is not set. This bundle takes its credentials only from the environment that the Lambda runtime sets; ` +
      'elsewhere run functions/ from the source, where the SDK looks for credentials itself',
  );
  error.name = 'CredentialsProviderError';
  throw error;
}
