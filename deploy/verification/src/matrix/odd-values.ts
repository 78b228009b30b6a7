import type { RecordCall } from './record-calls.js';

/** What of an endpoint's parameters is tried: a description of each, as its OpenAPI document gives it. */
export interface TriedParameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string | readonly string[]; readonly format?: string };
}

/** At and behind the ends of what calendars, databases and JavaScript hold. */
const NUMBERS = ['0', '-1', '99999', '2147483648', '9007199254740993', '1e3'];
const DAYS = ['0001-01-01', '9999-12-31', '2026-02-30'];
const TEXTS = ['abc', '%25', "'", 'a%00b'];

/**
 * A call for records that are there, with one odd value each: such a value reaches the queries behind the check whether a record is there at all. Some may
 * be taken, none may break anything. Pure.
 */
export function oddCalls(call: RecordCall, parameters: readonly TriedParameter[]): RecordCall[] {
  return parameters.flatMap((one) => valuesFor(one).map((value) => withValue(call, one, value)));
}

function valuesFor({ in: place, schema: { type, format } }: TriedParameter): readonly string[] {
  if (type === 'integer' || type === 'number') return NUMBERS;
  if (place !== 'query' || type !== 'string' || format === 'uuid') return [];
  return format === 'date' ? DAYS : TEXTS;
}

function withValue(call: RecordCall, { name, in: place }: TriedParameter, value: string): RecordCall {
  const [path = '', query = ''] = call.path.split('?');
  if (place === 'path') {
    const at = call.endpoint.path.split('/').indexOf(`:${name}`);
    const parts = path.split('/').map((part, index) => (index === at ? value : part));
    return { ...call, path: [parts.join('/'), query].filter((part) => part !== '').join('?') };
  }
  const others = query.split('&').filter((part) => part !== '' && !part.startsWith(`${name}=`));
  return { ...call, path: `${path}?${[...others, `${name}=${value}`].join('&')}` };
}
