type Node = Readonly<Record<string, unknown>>;

const NULL = { type: 'null' } as const;

/** OpenAPI 3.1 is JSON Schema, which knows no `nullable`: what may be null says so by its type. Returns a copy. */
export function withNullTypes<T>(document: T): T {
  return converted(document) as T;
}

function converted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(converted);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = node as Node;
  // A property may be called `nullable` too; then it is a schema.
  const whole = typeof nullable === 'boolean' ? rest : (node as Node);
  const copy = Object.fromEntries(Object.entries(whole).map(([key, value]) => [key, converted(value)]));
  return nullable === true ? orNull(copy) : copy;
}

function orNull({ description, ...schema }: Node): Node {
  const told = description === undefined ? {} : { description };
  const values = Array.isArray(schema['enum']) ? { enum: [...new Set([...(schema['enum'] as unknown[]), null])] } : {};
  if (typeof schema['type'] === 'string') return { ...schema, type: [schema['type'], 'null'], ...values, ...told };
  const [only, ...others] = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [schema];
  const alternative = others.length === 0 && Object.keys(schema).length === 1 ? only : schema;
  return { anyOf: [alternative, NULL], ...told };
}
