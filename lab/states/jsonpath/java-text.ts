/** Values as States.Format writes them: texts as they are, objects and arrays as Java does. */

export function javaText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, child]) => `${key}=${javaText(child)}`)
    .join(', ')}}`;
}
