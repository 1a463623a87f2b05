/** Values as the document client gives and takes them, with DynamoDB's types, equality, order and sizes. */
export type Numeric = number | bigint;
export type Value =
  | null
  | boolean
  | Numeric
  | string
  | Uint8Array
  | ValueSet
  | Value[]
  | { [name: string]: Value };
export type ValueSet = Set<Numeric> | Set<string> | Set<Uint8Array>;
export type Item = { [name: string]: Value };

export type TypeName = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'L' | 'M' | 'SS' | 'NS' | 'BS';

export function typeOf(value: Value): TypeName {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return 'S';
  if (typeof value === 'boolean') return 'BOOL';
  if (typeof value !== 'object') return 'N';
  if (value instanceof Uint8Array) return 'B';
  if (Array.isArray(value)) return 'L';
  return isSet(value) ? `${scalarType(value)}S` : 'M';
}

function scalarType(set: ValueSet): 'S' | 'N' | 'B' {
  const [member] = set;
  return member instanceof Uint8Array ? 'B' : typeof member === 'string' ? 'S' : 'N';
}

export function isSet(value: Value | undefined): value is ValueSet {
  return value instanceof Set;
}

export function isMap(value: Value | undefined): value is Item {
  return value !== undefined && typeOf(value) === 'M';
}

export function isNumeric(value: Value | undefined): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Order within one of the three types that have one: undefined for anything else. */
export function compare(left: Value, right: Value): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right);
  if (isNumeric(left) && isNumeric(right)) return left < right ? -1 : left > right ? 1 : 0;
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right);
  return undefined;
}

const surrogates = /[\ud800-\udfff]/;

/** By UTF-8 bytes, which differs from JavaScript's order only where there are surrogates. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  if (surrogates.test(left) || surrogates.test(right))
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return left < right ? -1 : 1;
}

export function equal(left: Value, right: Value): boolean {
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  if (Array.isArray(left)) return equalLists(left, right as Value[]);
  if (isSet(left))
    return (
      left.size === (right as ValueSet).size &&
      members(left).every((member) => hasMember(right as ValueSet, member))
    );
  if (type === 'M') return equalMaps(left as Item, right as Item);
  const order = compare(left, right);
  return order === undefined ? left === right : order === 0;
}

function equalLists(left: Value[], right: Value[]): boolean {
  return left.length === right.length && left.every((value, index) => equal(value, right[index] as Value));
}

function equalMaps(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every(
    (name) => Object.hasOwn(right, name) && equal(left[name] as Value, right[name] as Value),
  );
}

export function members(set: ValueSet): Value[] {
  return [...(set as Set<Value>)];
}

export function hasMember(set: ValueSet, value: Value): boolean {
  return (set as Set<Value>).has(value) || members(set).some((member) => equal(member, value));
}

/** Bytes, as the 400 KB limit counts them (numbers as AWS estimates them: half a byte a digit and one more). */
export function sizeOf(value: Value): number {
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (isNumeric(value)) return Math.ceil(String(value).replace(/[-.]|^0+|0+$/g, '').length / 2) + 1;
  if (value instanceof Uint8Array) return value.length;
  if (isSet(value)) return members(value).reduce<number>((sum, member) => sum + sizeOf(member), 0);
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + 1 + sizeOf(element), 3);
  return 3 + Object.keys(value).length + itemSize(value);
}

export function itemSize(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value),
    0,
  );
}
