type Node = Readonly<Record<string, unknown>>;

/** The schema with every object closed that does not say itself what else may stand in it. Returns a copy. */
export function strictSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strictSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: Node = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === 'enum' || key === 'example' ? value : strictSchema(value),
    ]),
  );
  const isObject = copy['type'] === 'object' || (Array.isArray(copy['type']) && copy['type'].includes('object'));
  const isListed = isObject && typeof copy['properties'] === 'object';
  return isListed && copy['additionalProperties'] === undefined ? { ...copy, additionalProperties: false } : copy;
}
