/** Where tasks run that belong to no service. */
export const toolsName = 'tools';
export const k6Image = 'grafana/k6';
