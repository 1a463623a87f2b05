/** Rules between the fields of the checklist. */
type Say = (path: readonly (string | number)[], message: string) => void;
type Fields = Readonly<Record<string, unknown>>;

export function checkRules(plan: Fields, say: Say): void {
  const checks = fields(plan['checks']);
  oneWayToKnow(checks, 'onCall', ['schedule', 'token'], say);
  oneWayToKnow(checks, 'teamTold', ['webhook'], say);
  if (isSection(checks['staging']) && plan['staging'] === undefined)
    say(['checks', 'staging'], 'needs staging.url: say where the new version runs on staging');
  if (isSection(checks['load']) && fields(plan['staging'])['load'] === undefined)
    say(['checks', 'load'], 'needs staging.load: say what load staging must bear');
  namesAreUnique(checks['http'], say);
}

/** Read by machine or said by a person: one of the two, and whole. */
function oneWayToKnow(checks: Fields, id: string, keys: readonly string[], say: Say): void {
  if (!isSection(checks[id])) return;
  const own = fields(checks[id]);
  const isSaid = own['saidBy'] !== undefined;
  const given = keys.filter((key) => own[key] !== undefined);
  if (isSaid ? given.length === 0 : given.length === keys.length) return;
  say(['checks', id], `must have ${keys.join(' and ')}, or saidBy alone`);
}

function namesAreUnique(requests: unknown, say: Say): void {
  const names = Array.isArray(requests) ? requests.map((one) => fields(one)['name']) : [];
  for (const [index, name] of names.entries()) {
    if (typeof name === 'string' && names.indexOf(name) < index)
      say(
        ['checks', 'http', index, 'name'],
        'stands in the list already: give each request a name of its own',
      );
  }
}

function isSection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
