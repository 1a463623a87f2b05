/** Writes `events/plan.schema.json`, by which editors check a plan, from the parser's own schema. */
import { writeFileSync } from 'node:fs';
import { planJsonSchema } from '../core/plan/schema.ts';

const file = new URL('../events/plan.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(planJsonSchema(), null, 2)}\n`);
