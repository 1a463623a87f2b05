/** The shapes that expressions are parsed into. Names and values are still the placeholders of the text. */

/** `a.#b[0]`: strings are names or `#placeholders`, numbers are list indices. */
export type RawPath = readonly (string | number)[];

export type Operand =
  | { readonly kind: 'path'; readonly path: RawPath }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'size'; readonly of: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export const predicates = [
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
] as const;
export type Predicate = (typeof predicates)[number];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'compare';
      readonly operator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'between'; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'predicate'; readonly name: Predicate; readonly operands: readonly Operand[] };

/** The right-hand side of a SET. */
export type Term =
  | { readonly kind: 'path'; readonly path: RawPath }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'if_not_exists'; readonly path: RawPath; readonly otherwise: Term }
  | { readonly kind: 'list_append' | '+' | '-'; readonly left: Term; readonly right: Term };

export interface Update {
  readonly set: readonly { readonly path: RawPath; readonly to: Term }[];
  readonly remove: readonly RawPath[];
  readonly add: readonly { readonly path: RawPath; readonly value: string }[];
  readonly delete: readonly { readonly path: RawPath; readonly value: string }[];
}

/** What an expression came to, and which placeholders it uses. */
export interface Parsed<T> {
  readonly tree: T;
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}

export type Label =
  | 'ConditionExpression'
  | 'UpdateExpression'
  | 'KeyConditionExpression'
  | 'FilterExpression'
  | 'ProjectionExpression';
