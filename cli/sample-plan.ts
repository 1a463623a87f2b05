import { fileURLToPath } from 'node:url';

/** The plan of whoever names none. */
export const samplePlan = fileURLToPath(new URL('../events/plan.yml', import.meta.url));
