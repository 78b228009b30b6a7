import type { ServiceName, openApiOf } from '@betang/platform';
import { randomUUID } from 'node:crypto';
import type { AgencyUnderTest } from './agency-under-test.js';

export type OpenApiDocument = Awaited<ReturnType<typeof openApiOf>>;

/** The part of JSON Schema that our inputs use. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Whose records an input names, and on which day. */
export interface SampleContext {
  readonly document: OpenApiDocument;
  readonly service: ServiceName;
  readonly agency: AgencyUnderTest;
  readonly day: string;
}

/** Values that rules ask for beyond their form, by the name of the field. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  ...{ competencyCode: 'MAN-05', code: 'MAN-05', pathCode: 'KL03', hazardCode: 'KARHUTLA', form: 'CLASSICAL' },
  ...{
    region: '62.71',
    toRegion: '62.71',
    part: 'Q1',
    stage: 'ADOPTED',
    quarter: 1,
    level: 2,
    quantityHundredths: 100,
  },
  ...{
    employeeNumber: '199001012015051999',
    clientId: 'contoh-klien',
    loginName: 'contoh.masuk',
    report: 'participation',
    groupBy: 'region',
  },
};
const PERSON = /^(employeeId|toEmployee|ownerEmployeeId|trainerId|assignedTo)$/;
const UNIT = /^(unitId|agencyId|leadUnitId|ownerUnitId|parentUnitId|successorUnitId|under)$/;

/** An input that fits its schema and names the agency's own records wherever it can. */
export function sampleOf(context: SampleContext, schema: Schema, name = ''): unknown {
  const whole = resolved(context.document, schema);
  const known = name === '' ? undefined : knownValue(context, name);
  if (whole.type === 'array')
    return Array.from({ length: whole.minItems ?? 1 }, () =>
      sampleOf(context, whole.items ?? {}, name.replace(/s$/, '')),
    );
  if (known !== undefined && whole.enum?.includes(known) !== false) return known;
  if (whole.properties !== undefined) return objectOf(context, whole);
  if (whole.enum !== undefined) return whole.enum[0];
  return scalarOf(context, whole);
}

/** The id of the agency's own record that a path parameter or a field of a service asks for. */
export function idFor({ service, agency }: Pick<SampleContext, 'service' | 'agency'>, ...keys: readonly string[]) {
  return keys.map((key) => agency.ids.get(`${service}:${key}`)).find((id) => id !== undefined);
}

/** What a schema says of a value that is not null. */
export function resolved(document: OpenApiDocument, schema: Schema): Schema {
  const inner = schema.allOf?.[0] ?? schema.anyOf?.find(({ type }) => type !== 'null');
  if (inner !== undefined) return resolved(document, inner);
  if (Array.isArray(schema.type)) return { ...schema, type: schema.type.find((type) => type !== 'null') as string };
  if (schema.$ref === undefined) return schema;
  return (document.components?.schemas?.[schema.$ref.split('/').at(-1)!] ?? {}) as Schema;
}

function knownValue(context: SampleContext, name: string): unknown {
  const { agency, day } = context;
  if (PERSON.test(name)) return agency.person;
  if (UNIT.test(name)) return agency.agencyId;
  if (/[yY]ear$/.test(name)) return Number(day.slice(0, 4));
  if (/(On|From|Until|validTo|neededBy|dueAt)$/.test(name)) return day;
  const own = /^(\w+)Id$/.exec(name)?.[1];
  return (own === undefined ? undefined : idFor(context, `${own}s`, own, name)) ?? BY_NAME[name];
}

function objectOf(context: SampleContext, { properties = {}, required = [] }: Schema): object {
  const asked = Object.entries(properties).filter(
    ([key]) => required.includes(key) || PERSON.test(key) || UNIT.test(key),
  );
  return Object.fromEntries(asked.map(([key, schema]) => [key, sampleOf(context, schema, key)]));
}

function scalarOf({ day }: SampleContext, { type, format, minimum }: Schema): unknown {
  if (format === 'uuid') return randomUUID();
  if (format === 'date') return day;
  if (format === 'date-time') return new Date().toISOString();
  if (type === 'integer' || type === 'number') return Math.max(minimum ?? 1, 1);
  if (type === 'boolean') return true;
  if (type === 'object') return {};
  return 'Contoh tertulis untuk uji akses';
}
