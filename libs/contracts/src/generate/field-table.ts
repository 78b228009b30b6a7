import type { JsonSchema } from '../schemas/json-schema.document.js';

export interface FieldRow {
  /** `heads[].position` */
  readonly field: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** The fields of a schema and of all objects inside, flat, in their order. */
export function fieldRows(schema: JsonSchema, prefix = ''): readonly FieldRow[] {
  const required = (schema['required'] ?? []) as readonly string[];
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(properties).flatMap(([name, field]) => [
    {
      field: prefix + name,
      type: typeText(field),
      required: required.includes(name),
      description: descriptionOf(field),
    },
    ...(field['type'] === 'array'
      ? fieldRows(field['items'] as JsonSchema, `${prefix}${name}[].`)
      : fieldRows(field, `${prefix}${name}.`)),
  ]);
}

/** A union may say it itself or leave it to the member that is not null. */
function descriptionOf(field: JsonSchema): string {
  const members = (field['anyOf'] ?? []) as readonly JsonSchema[];
  const text =
    field['description'] ?? members.map((member) => member['description']).find((found) => found !== undefined);
  return typeof text === 'string' ? text : '';
}

function typeText(field: JsonSchema): string {
  const { anyOf, enum: values, type, format, pattern, items } = field;
  if (Array.isArray(anyOf)) return (anyOf as JsonSchema[]).map(typeText).join(' or ');
  if (Array.isArray(values)) return `one of ${values.map((value) => `\`${String(value)}\``).join(', ')}`;
  if (type === 'array') return `list${bounds(field, 'minItems', 'maxItems')} of ${typeText(items as JsonSchema)}`;
  if (type === 'integer') return `integer${bounds(field, 'minimum', 'maximum')}`;
  if (type === 'string' && format) return String(format);
  if (type === 'string' && pattern) return `text \`${String(pattern)}\``;
  if (type === 'string') return `text${bounds(field, 'minLength', 'maxLength')}`;
  return String(type);
}

function bounds(field: JsonSchema, low: string, high: string): string {
  const [from, to] = [field[low], field[high]];
  if (from === undefined && to === undefined) return '';
  if (from === to) return ` (${String(from)})`;
  return ` (${from === undefined ? '' : String(from)}..${to === undefined ? '' : String(to)})`;
}
