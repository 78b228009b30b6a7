import { openApiOf } from '@betang/platform';

type Application = Parameters<typeof openApiOf>[0];

/** A JSON Schema, as far as this suite looks into it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** A parameter behind the question mark that is free text, a whole number or a day. */
export interface AskedFor {
  readonly name: string;
  readonly kind: 'text' | 'integer' | 'day';
}

/** What the OpenAPI document says of an endpoint's input. */
export interface DescribedBody {
  /** Media types; empty where it takes no body. */
  readonly types: readonly string[];
  /** Names of the fields of a JSON body. */
  readonly fields: readonly string[];
  /** Path parameters that are UUIDs. */
  readonly ids: readonly string[];
  /** Path parameters that are whole numbers. */
  readonly numbers: readonly string[];
  readonly query: readonly AskedFor[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: { readonly format?: string; readonly type?: string; readonly enum?: readonly unknown[] };
}

interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly parameters?: readonly Parameter[];
}

/** Bodies by `METHOD /path/:id`, of every endpoint that is described. */
export async function describedBodies(app: Application): Promise<ReadonlyMap<string, DescribedBody>> {
  const { paths, components } = await openApiOf(app);
  const schemas = (components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const found = new Map<string, DescribedBody>();
  for (const [path, item] of Object.entries(paths))
    for (const [method, operation] of Object.entries(item as Readonly<Record<string, Operation>>)) {
      const content = operation.requestBody?.content ?? {};
      const schema = content['application/json']?.schema;
      const whole = schema?.$ref === undefined ? schema : schemas[schema.$ref.split('/').at(-1) ?? ''];
      const key = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
      const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path');
      found.set(key, {
        types: Object.keys(content),
        fields: Object.keys(whole?.properties ?? {}),
        ids: inPath.filter((one) => one.schema?.format === 'uuid').map(({ name }) => name),
        numbers: inPath.filter((one) => one.schema?.type === 'integer').map(({ name }) => name),
        query: (operation.parameters ?? []).flatMap(askedFor),
      });
    }
  return found;
}

function askedFor({ name, in: place, schema = {} }: Parameter): AskedFor[] {
  if (place !== 'query' || schema.enum !== undefined) return [];
  if (schema.type === 'integer' || schema.type === 'number') return [{ name, kind: 'integer' }];
  if (schema.type !== 'string') return [];
  if (schema.format === 'date') return [{ name, kind: 'day' }];
  return schema.format === undefined ? [{ name, kind: 'text' }] : [];
}
