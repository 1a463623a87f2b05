/** What is released: the input of `ecs register-task-definition`, and the image where it replaces the file's. */
import * as z from 'zod';
import { list, section, text } from './fields.ts';
import { ecsName } from './target.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html: "Task definition size limit", 64 KB. */
const taskDefinitionBytesMax = 64 * 1024;

const container = z
  .looseObject(
    {
      name: text("The container's name.", ecsName, "a container's name"),
      image: text('The image that it runs.', /^\S{1,512}$/, 'a container image'),
    },
    { error: 'must be a container definition: a mapping with name, image, …' },
  )
  .meta({ description: 'A container definition, as register-task-definition takes it.' });

const other = z.unknown().optional();

/** All that RegisterTaskDefinition takes: the SDK silently drops what it does not know, so a mistyped key must stop here. */
const registerInput = section(
  'Input of aws ecs register-task-definition.',
  {
    family: text(
      "The task definition's family.",
      ecsName,
      "the task definition's family: letters, digits, - and _",
    ),
    containerDefinitions: list(
      'The containers.',
      container,
      1,
      10,
      'a list of 1 to 10 container definitions',
    ),
    taskRoleArn: other,
    executionRoleArn: other,
    networkMode: other,
    volumes: other,
    placementConstraints: other,
    requiresCompatibilities: other,
    cpu: other,
    memory: other,
    tags: other,
    pidMode: other,
    ipcMode: other,
    proxyConfiguration: other,
    inferenceAccelerators: other,
    ephemeralStorage: other,
    runtimePlatform: other,
    enableFaultInjection: other,
  },
  describedKey,
).refine((definition) => JSON.stringify(definition).length <= taskDefinitionBytesMax, {
  error: 'is larger than the 64 KB that ECS allows for a task definition',
});

const addedByEcs: ReadonlySet<string> = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
]);

function describedKey(key: string): string | undefined {
  if (key === 'taskDefinition') {
    return 'looks like the output of describe-task-definition: keep what stands under taskDefinition, without the keys that ECS adds';
  }
  if (addedByEcs.has(key)) return 'is added by ECS and not taken by register-task-definition: remove it';
  return undefined;
}

const fileName = z
  .string({ error: 'must be the input of register-task-definition, or the name of the file that holds it' })
  .transform((_name, context) => {
    context.addIssue({
      code: 'custom',
      message: "is a file's name and the file is not inlined: the cutover command does that",
    });
    return z.NEVER;
  })
  .meta({ description: 'A JSON file beside the plan with the input of register-task-definition.' });

const taskDefinition = z
  .union([fileName, registerInput])
  .optional()
  .transform((definition, context) => {
    if (definition !== undefined) return definition;
    context.addIssue({
      code: 'custom',
      message: 'must be the input of register-task-definition, or the name of the file that holds it',
    });
    return z.NEVER;
  })
  .meta({
    description:
      'Input of register-task-definition, or the name of a JSON file with it, beside the plan. Absent: rendered_task_def.json.',
  });

const imageAllowed = 'a container image with its tag or digest, such as …amazonaws.com/shop:2.4.0';

export const release = section('What is released.', {
  image: text(
    'The released image. It replaces the image of every container that uses the same repository. Absent: the images of the task definition.',
    /^[a-z0-9][a-zA-Z0-9._:/-]{0,400}(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/,
    imageAllowed,
  )
    .refine((image) => repositoryOf(image) !== image, { error: `must be ${imageAllowed}` })
    .optional(),
  taskDefinition,
});

/** An image's name without tag and digest. A colon before a slash belongs to the registry's port. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
