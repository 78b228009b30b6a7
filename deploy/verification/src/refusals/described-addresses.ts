/** What of an address an endpoint describes, as its OpenAPI document gives it. */
export interface AddressPart {
  /** `GET identity accounts`. */
  readonly endpoint: string;
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: {
    readonly type?: string;
    readonly format?: string;
    readonly pattern?: string;
    readonly enum?: readonly unknown[];
    readonly minimum?: number;
    readonly maximum?: number;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, unknown>>;
}

/** Parameters of all paths and queries. */
export function addressPartsOf({ paths }: Document): AddressPart[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(
      item as Readonly<Record<string, { readonly parameters?: readonly Omit<AddressPart, 'endpoint'>[] }>>,
    ).flatMap(([method, { parameters = [] }]) => {
      const endpoint = `${method.toUpperCase()} ${path.replace('/api/', '').replace('/v1/', ' ')}`;
      return parameters.filter((one) => one.in === 'path' || one.in === 'query').map((one) => ({ ...one, endpoint }));
    }),
  );
}

/** What people are told apart by: a name, a login, an employee number, the number of a certificate. */
const PERSONAL = ['Dewi Rahmawati', 'dewi.rahmawati', '198609262015052001', 'STTPP/0012/62.03/2026'];

/** Takes any of them. A cursor is sealed, and points into its own list alone. Pure. */
export function takesPersonal({ name, schema }: AddressPart): boolean {
  const { type, format, pattern, enum: choices } = schema;
  if (type !== 'string' || choices !== undefined || name === 'cursor') return false;
  if (format !== undefined) return false;
  return pattern === undefined || PERSONAL.some((text) => new RegExp(pattern).test(text));
}

/** A number without an end that a database or a calendar has. Pure. */
export function isEndless({ schema: { type, minimum, maximum } }: AddressPart): boolean {
  return (type === 'integer' || type === 'number') && (minimum === undefined || maximum === undefined);
}
