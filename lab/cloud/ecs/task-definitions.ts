/** Task definitions by family and revision, and which of them are of the version that is being released. */
import {
  ClientException,
  type RegisterTaskDefinitionRequest,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { VersionName } from '../../users/behaviour.ts';
import { arn } from '../service.ts';
import { refuse } from './errors.ts';

export class TaskDefinitions {
  readonly #byArn = new Map<string, TaskDefinition>();
  readonly #initial = new Set<string>();
  readonly #revisions = new Map<string, number>();

  /** One from before the story: of the stable version. */
  seed(definition: TaskDefinition & { readonly family: string; readonly revision: number }): string {
    const { taskDefinitionArn } = this.#store(definition);
    this.#initial.add(taskDefinitionArn);
    return taskDefinitionArn;
  }

  register(
    definition: RegisterTaskDefinitionRequest & { readonly family: string },
    at: Date,
  ): TaskDefinition {
    const revision = (this.#revisions.get(definition.family) ?? 0) + 1;
    const { tags: _tags, ...rest } = definition;
    return this.#store({ ...rest, revision, registeredAt: at });
  }

  /** By ARN, by `family:revision`, or by family: its newest active revision. */
  find(name: string): TaskDefinition | undefined {
    const short = name.slice(name.lastIndexOf('/') + 1);
    if (short.includes(':')) return this.#byArn.get(arnOf(short));
    const active = [...this.#byArn.values()].filter((one) => one.family === short && one.status === 'ACTIVE');
    return active.toSorted((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0];
  }

  require(name: string, otherwise: string): TaskDefinition & { readonly taskDefinitionArn: string } {
    const found = this.find(name);
    if (found?.taskDefinitionArn === undefined) throw refuse(ClientException, otherwise);
    return { ...found, taskDefinitionArn: found.taskDefinitionArn };
  }

  deregister(taskDefinitionArn: string, at: Date): TaskDefinition {
    const before = this.require(taskDefinitionArn, 'The specified task definition does not exist.');
    const after: TaskDefinition = { ...before, status: 'INACTIVE', deregisteredAt: at };
    this.#byArn.set(before.taskDefinitionArn, after);
    return after;
  }

  /** Registered during the story means the canary's version. */
  versionOf(taskDefinitionArn: string): VersionName {
    return this.#initial.has(taskDefinitionArn) ? 'stable' : 'canary';
  }

  #store(definition: TaskDefinition & { readonly family: string; readonly revision: number }) {
    const { family, revision } = definition;
    const taskDefinitionArn = arnOf(`${family}:${revision}`);
    const stored = { status: 'ACTIVE' as const, ...definition, taskDefinitionArn };
    this.#byArn.set(taskDefinitionArn, stored);
    this.#revisions.set(family, Math.max(revision, this.#revisions.get(family) ?? 0));
    return stored;
  }
}

function arnOf(familyAndRevision: string): string {
  return arn('ecs', `task-definition/${familyAndRevision}`);
}
