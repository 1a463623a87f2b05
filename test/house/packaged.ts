/** Reads what the packager makes of names and definitions. */
import type { Arn } from '../../scripts/permissions.ts';

export function functionOf(arn: Arn): string {
  const id = typeof arn === 'object' && 'Fn::GetAtt' in arn ? arn['Fn::GetAtt'][0] : JSON.stringify(arn);
  return id.charAt(0).toLowerCase() + id.slice(1).replace(/LambdaFunction$/, '');
}

type PackagedState = {
  Type?: string;
  Resource?: string;
  Arguments?: { FunctionName?: string };
  TimeoutSeconds: number;
};

/** Without what packaging is meant to change: the functions' names, and the query language on every state. */
export function plain(definition: unknown): unknown {
  return JSON.parse(JSON.stringify(definition), (key, value: unknown) =>
    ['QueryLanguage', 'Resource', 'FunctionName'].includes(key) ? undefined : value,
  );
}

/** Every Task of the packaged definition, with the function that its placeholder stands for. */
export function tasksOf([text, placeholders]: [string, Record<string, Arn>]): {
  key: string;
  TimeoutSeconds: number;
}[] {
  const found: { key: string; TimeoutSeconds: number }[] = [];
  JSON.parse(text, (_, value: PackagedState) => {
    if (value?.Type === 'Task' && value.Resource !== 'arn:aws:states:::ecs:runTask.sync') {
      // A state that waits for a token names its function to Lambda's own integration.
      const named = value.Arguments?.FunctionName ?? value.Resource ?? '';
      const arn = placeholders[named.replace(/^\$\{|\}$/g, '')] ?? named;
      const isWait = typeof value.TimeoutSeconds !== 'number';
      found.push({ key: functionOf(arn), TimeoutSeconds: isWait ? Infinity : value.TimeoutSeconds });
    }
    return value;
  });
  return found;
}
