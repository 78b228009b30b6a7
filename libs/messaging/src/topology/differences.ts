import { isDeepStrictEqual } from 'node:util';

/**
 * The way out of a difference. `apply`: run `betang topology apply`. `recreate-stream`, `recreate-consumer`: the field can never change;
 * an operator decides to delete and make it anew. The texts are in `topology-messages.ts`.
 */
export type Remedy = 'apply' | 'recreate-stream' | 'recreate-consumer';

/** One field in which the running server is not what the topology says. */
export interface Difference {
  /** `server`, `stream FEDERATION`, `consumer r6203`, `region 62.03`. */
  readonly object: string;
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly remedy: Remedy;
}

type Fields = Readonly<Record<string, unknown>>;

/** The expected fields that the actual object lacks or has otherwise. Absent, false and null are the same to the server. */
export function compareFields(
  object: string,
  expected: object,
  actual: object,
  remedyOf: (field: string, actual: unknown) => Remedy,
): Difference[] {
  const found = actual as Fields;
  return Object.entries(expected as Fields)
    .filter(([field, value]) => !isDeepStrictEqual(normalise(value), normalise(found[field])))
    .map(([field, value]) => ({
      object,
      field,
      expected: value,
      actual: found[field],
      remedy: remedyOf(field, found[field]),
    }));
}

/** The difference of an object that is not there at all, or there and not wanted. */
export function presence(object: string, expected: boolean): Difference {
  return { object, field: 'exists', expected, actual: !expected, remedy: 'apply' };
}

function normalise(value: unknown): unknown {
  if (value === false || value === null) return undefined;
  return Array.isArray(value) ? [...value].sort() : value;
}
