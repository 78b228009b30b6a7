import { createHash } from 'node:crypto';

/** What an audit entry keeps of a change: the names of the fields, and hashes that prove the values without telling them. */
export interface ChangeDigest {
  readonly fields: readonly string[];
  readonly before?: string;
  readonly after?: string;
}

type State = Readonly<Record<string, unknown>>;

export function digestChange(before: State | undefined, after: State | undefined): ChangeDigest | undefined {
  if (before === undefined && after === undefined) return undefined;
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const fields = [...names].filter((name) => canonical(before?.[name]) !== canonical(after?.[name])).sort();
  return {
    fields,
    ...(before === undefined ? {} : { before: hash(before) }),
    ...(after === undefined ? {} : { after: hash(after) }),
  };
}

function hash(state: State): string {
  return createHash('sha256').update(canonical(state)).digest('hex');
}

/** JSON with sorted keys: the same content has the same text, whatever the order it was read in. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : typeof item === 'bigint'
          ? item.toString()
          : item,
    ) ?? ''
  );
}
