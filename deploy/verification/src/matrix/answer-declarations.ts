import { resolved, type OpenApiDocument, type Schema } from './sample-input.js';

interface Declared {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

const NO_CONTENT = '204';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Answers whose fields no document names: the file of a data copy holds what each service keeps of the person, in its own words. */
export const FREE_FORM: readonly string[] = [
  'GET /api/identity/v1/me/data-copies/{copyId}/content: any application/json',
];

/** What of a document's operations does not say how it answers when all is well: one status, with a body unless that says there is none. */
export function undeclaredAnswers(document: OpenApiDocument): string[] {
  return operationsOf(document).flatMap(({ name, responses }) => {
    const taken = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    const [first, ...others] = taken;
    if (first === undefined || others.length > 0) return [`${name}: ${taken.length} statuses`];
    const [status, { content = {} }] = first;
    if (status === NO_CONTENT) return Object.keys(content).length === 0 ? [] : [`${name}: a body with ${status}`];
    const bodies = Object.entries(content);
    if (bodies.length === 0) return [`${name}: no body`];
    return bodies.flatMap(([type, { schema }]) => (tells(document, type, schema) ? [] : [`${name}: any ${type}`]));
  });
}

/** Operations that say of themselves that they answer nothing. */
export function withoutContent(document: OpenApiDocument): string[] {
  return operationsOf(document).flatMap(({ name, responses }) => (NO_CONTENT in responses ? [name] : []));
}

export function operationsOf(document: OpenApiDocument) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, { readonly responses?: Readonly<Record<string, Declared>> }>>)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, { responses = {} }]) => ({ name: `${method.toUpperCase()} ${path}`, responses })),
  );
}

/** JSON names its fields, or the kind of its rows; a file is bytes. */
function tells(document: OpenApiDocument, type: string, schema: Schema | undefined): boolean {
  if (schema === undefined) return false;
  const whole = resolved(document, schema);
  if (type !== 'application/json') return true;
  if (whole.type === 'array') return whole.items !== undefined && tells(document, type, whole.items);
  return whole.properties !== undefined;
}
