/** A plan as `terraform show -json` writes it, with a value in it that must never be shown. */
export function terraformPlan(madeAt: Date, hasChanges: boolean): object {
  const calm = ['aws_lb.main', 'aws_ecs_cluster.main', 'aws_db_instance.main'].map((address) =>
    resource(address, ['no-op']),
  );
  const changes = hasChanges
    ? [
        resource('aws_security_group.tasks', ['update']),
        resource('aws_lb_target_group.b', ['delete', 'create']),
      ]
    : [];
  return {
    format_version: '1.2',
    terraform_version: '1.13.5',
    timestamp: madeAt.toISOString(),
    applyable: hasChanges,
    complete: true,
    errored: false,
    planned_values: { root_module: {} },
    resource_changes: [...calm, ...changes],
    output_changes: { endpoint: { actions: ['no-op'], before: 'claude-proxy', after: 'claude-proxy' } },
    configuration: { root_module: {} },
  };
}

function resource(address: string, actions: readonly string[]): object {
  const [type = '', name = ''] = address.split('.');
  const before = { name, password: 'hunter2-must-not-be-shown' };
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      actions,
      before,
      after: before,
      after_unknown: {},
      before_sensitive: { password: true },
      after_sensitive: { password: true },
    },
  };
}
