import { SERVICE_NAMES, openApiOf, type Endpoint, type ServiceName } from '@betang/platform';
import { randomUUID } from 'node:crypto';
import type { AgencyUnderTest } from './agency-under-test.js';
import { idFor, resolved, sampleOf, type OpenApiDocument, type SampleContext, type Schema } from './sample-input.js';
import type { TwoAgencies } from './two-agencies.js';

/** A request that names records of one agency. */
export interface RecordCall {
  readonly endpoint: Endpoint;
  readonly service: ServiceName;
  /** With ids and query filled in. */
  readonly path: string;
  readonly body?: object;
  readonly form?: FormData;
  /** Parameters of the path of which the agency has no record. */
  readonly unknown: readonly string[];
  /** It names a record of the agency, in its path or its input. */
  readonly names: boolean;
  /** It names in its path a record of a person of the agency. */
  readonly personal: boolean;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
  readonly requestBody?: { readonly content?: Content };
}

/** Collections whose records each belong to one person. */
const OF_PERSONS = [
  ...[
    'people',
    'employees',
    'accounts',
    'corrections',
    'assessments',
    'evidence',
    'individual-plans',
    'items',
    'peer-requests',
  ],
  ...['claims', 'later-use', 'certificates', 'completions', 'enrolments', 'submissions'],
];
const FILTERS = ['employeeId', 'agencyId', 'unitId', 'under', 'supervisorId', 'subject'];
/** Values of parameters that name no record. */
const FIXED: Readonly<Record<string, string>> = {
  ...{
    code: 'MAN-05',
    version: '1',
    from: '1',
    report: 'participation',
    dataset: 'participation-by-region',
    key: '62.03',
  },
  ...{ region: '62.03', kind: 'JOINER', figure: 'people', format: 'csv', part: 'Q1', stage: 'ADOPTED' },
};

export class RecordCalls {
  private constructor(
    private readonly world: TwoAgencies,
    private readonly documents: ReadonlyMap<ServiceName, OpenApiDocument>,
  ) {}

  static async of(world: TwoAgencies): Promise<RecordCalls> {
    const documents = new Map<ServiceName, OpenApiDocument>();
    for (const service of SERVICE_NAMES) documents.set(service, await openApiOf(world.running.app, service));
    return new RecordCalls(world, documents);
  }

  /** How one asks an endpoint for the agency's records: as it stands, and by each filter that names them. */
  readsOf(endpoint: Endpoint, agency: AgencyUnderTest): RecordCall[] {
    const context = this.contextOf(endpoint, agency);
    const { parameters = [] } = this.operationOf(endpoint);
    const query = parameters.filter((one) => one.in === 'query');
    // A file is asked for as text, so that it can be read for names.
    const needed = query
      .filter(({ name, required }) => required === true || name === 'format')
      .map(({ name, schema }) => [name, schema] as const);
    const filters = query
      .filter(({ name }) => FILTERS.includes(name))
      .map(({ name, schema }) => [name, schema] as const);
    return [[], ...filters.map((filter) => [filter])].map((more) => {
      const search = new URLSearchParams(
        [...needed, ...more].map(([name, schema]): [string, string] => [
          name,
          this.queryValue(context, name, schema, endpoint.path),
        ]),
      );
      return this.callOf(endpoint, context, search.toString(), undefined);
    });
  }

  /** How one would change the agency's records: an input that fits its schema and names them. */
  writeOf(endpoint: Endpoint, agency: AgencyUnderTest): RecordCall {
    const context = this.contextOf(endpoint, agency);
    const content = this.operationOf(endpoint).requestBody?.content ?? {};
    const [json, multipart] = [content['application/json']?.schema, content['multipart/form-data']?.schema];
    if (json === undefined && multipart !== undefined) {
      const form = formOf(context, multipart);
      return { ...this.callOf(endpoint, context, '', Object.fromEntries(form)), form };
    }
    const body = json === undefined ? {} : (sampleOf(context, json) as object);
    return { ...this.callOf(endpoint, context, '', body), body };
  }

  /** Names of the fields of its JSON input; none for a file. */
  fieldsOf(endpoint: Endpoint): string[] {
    const schema = this.operationOf(endpoint).requestBody?.content?.['application/json']?.schema;
    if (schema === undefined) return [];
    return Object.keys(resolved(this.documentOf(serviceOf(endpoint.path)), schema).properties ?? {});
  }

  operationOf({ path, method }: Endpoint): Operation {
    const item = this.documentOf(serviceOf(path)).paths[path.replace(/:(\w+)/g, '{$1}')] as
      Readonly<Record<string, Operation>> | undefined;
    return item?.[method.toLowerCase()] ?? {};
  }

  documentOf(service: ServiceName): OpenApiDocument {
    return this.documents.get(service)!;
  }

  private callOf(endpoint: Endpoint, context: SampleContext, query: string, input: object | undefined): RecordCall {
    const { path, unknown } = this.pathOf(endpoint, context);
    const { agencyId, chief, person, ids } = context.agency;
    const own = [agencyId, chief, person, ...ids.values()];
    const said = `${path}?${query} ${JSON.stringify(input ?? {})}`;
    const collections = [...ids].filter(([, id]) => path.includes(id)).map(([key]) => key.split(':')[1]!);
    return {
      endpoint,
      service: context.service,
      path: query === '' ? path : `${path}?${query}`,
      unknown,
      names: own.some((id) => said.includes(id)),
      personal: path.includes(person) || collections.some((one) => OF_PERSONS.includes(one)),
    };
  }

  private contextOf({ path }: Endpoint, agency: AgencyUnderTest): SampleContext {
    const service = serviceOf(path);
    return { document: this.documentOf(service), service, agency, day: this.world.day };
  }

  private pathOf({ path }: Endpoint, context: SampleContext): { path: string; unknown: string[] } {
    const unknown: string[] = [];
    const filled = path.replace(/(\/[^/:]+)?\/:(\w+)/g, (_, before: string | undefined, name: string) => {
      const collection = (before ?? '').slice(1);
      const id =
        idFor(context, collection, name) ?? FIXED[name] ?? (name === 'year' ? String(this.world.year) : undefined);
      if (id === undefined) unknown.push(name);
      return `${before ?? ''}/${id ?? randomUUID()}`;
    });
    return { path: filled, unknown };
  }

  private queryValue(context: SampleContext, name: string, schema: Schema, path: string): string {
    if (name === 'years') return `${this.world.year - 1},${this.world.year}`;
    if (path.endsWith('/difference')) return '1';
    const whole = resolved(context.document, schema);
    if (whole.format === 'date' || path.endsWith('/series')) {
      if (name === 'from' || name === 'to') return this.world.day;
    }
    const fixed = FIXED[name];
    if (fixed !== undefined && whole.enum?.includes(fixed) !== false) return fixed;
    return String([sampleOf(context, schema, name)].flat()[0]);
  }
}

export function serviceOf(path: string): ServiceName {
  return /^\/api\/([a-z-]+)\/v1/.exec(path)![1] as ServiceName;
}

function formOf(context: SampleContext, schema: Schema): FormData {
  const form = new FormData();
  const { properties = {} } = resolved(context.document, schema);
  for (const [name, field] of Object.entries(properties))
    if (name !== 'file') form.set(name, String([sampleOf(context, field, name)].flat()[0]));
  form.set('file', new Blob(['NIP;Nama\n1;Contoh\n']), 'daftar.csv');
  return form;
}
