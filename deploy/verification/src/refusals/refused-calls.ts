import type { Endpoint } from '@betang/platform';
import type { DescribedBody } from './described-bodies.js';

/** A request that must be refused, and how its refusal has to read. */
export interface RefusedCall {
  readonly what: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  /** Undefined for a call that an endpoint may take after all: then it is no refusal. */
  readonly expected?: { readonly status: number; readonly code: string; readonly fields?: readonly string[] };
}

/** Tokens of somebody who may call the endpoint, of the same person in another region, and of another sign-in. */
export interface CallerTokens {
  readonly own: string;
  readonly elsewhere: string;
  readonly otherIssuer: string;
}

const ID = '0195c0de-0000-7000-8000-000000000001';
/** A version, a row or a year that may be. */
const NUMBER = '2026';
const NO_ID = 'bukan-nomor';
const KEY = 'penolakan-0001';
const JSON_TYPE = 'application/json';
/** More than a stack takes of those who walk it by calling themselves. */
const DEEP = 10_000;
const FORM_TYPE = 'multipart/form-data';

/** What is tried on one endpoint. Pure. */
export function refusedCalls(endpoint: Endpoint, body: DescribedBody, tokens: CallerTokens): RefusedCall[] {
  return [
    ...byToken(endpoint, tokens),
    ...byPath(endpoint, body, tokens),
    ...byQuery(endpoint, body, tokens),
    ...byBody(endpoint, body, tokens),
  ];
}

function byToken({ path, access }: Endpoint, { elsewhere, otherIssuer }: CallerTokens): RefusedCall[] {
  if (access === undefined || 'public' in access) return [];
  const at = withIds(path, ID);
  const unauthenticated = { status: 401, code: 'unauthenticated', fields: ['Authorization'] };
  return [
    { what: 'no token', path: at, headers: {}, expected: unauthenticated },
    { what: 'no bearer', path: at, headers: { authorization: 'Basic eDp5' }, expected: unauthenticated },
    { what: 'another sign-in', path: at, headers: bearer(otherIssuer), expected: unauthenticated },
    {
      what: 'another region',
      path: at,
      headers: bearer(elsewhere),
      expected: { status: 403, code: 'forbidden', fields: ['Authorization'] },
    },
  ];
}

/** Every parameter at once: those that are ids are named, others may be codes of nothing. */
function byPath({ path }: Endpoint, { ids, numbers }: DescribedBody, { own }: CallerTokens): RefusedCall[] {
  if (!path.includes(':')) return [];
  const call = { what: 'malformed ids', path: withIds(path, NO_ID), headers: bearer(own) };
  const fields = [...ids, ...numbers];
  return [fields.length === 0 ? call : { ...call, expected: { status: 400, code: 'validation-failed', fields } }];
}

/** Values at the ends of what databases and calendars hold: some may be taken, none may break anything. */
function byQuery({ path }: Endpoint, { query, numbers }: DescribedBody, { own }: CallerTokens): RefusedCall[] {
  const at = withIds(path, ID, numbers);
  return query.flatMap(({ name, kind }): RefusedCall[] => {
    const call = (value: string) => ({
      what: `${name}=${value}`,
      path: `${at}?${name}=${value}`,
      headers: bearer(own),
    });
    if (kind === 'text')
      return [{ ...call('a%00b'), expected: { status: 400, code: 'validation-failed', fields: [name] } }];
    return (kind === 'day' ? ['9999-12-31', '0001-01-01'] : ['99999999999', '-1']).map(call);
  });
}

function byBody({ path }: Endpoint, { types, fields, numbers }: DescribedBody, { own }: CallerTokens): RefusedCall[] {
  if (types.length === 0) return [];
  const at = withIds(path, ID, numbers);
  const json = { ...bearer(own), 'content-type': JSON_TYPE, 'idempotency-key': KEY };
  const mediaType = { status: 415, code: 'unsupported-media-type', fields: ['Content-Type'] };
  if (!types.includes(JSON_TYPE))
    return [
      { what: 'JSON instead of a form', path: at, headers: json, body: '{}', expected: mediaType },
      wrongPart(at, own),
    ];
  const wrong = JSON.stringify(Object.fromEntries(fields.map((field) => [field, { salah: [1] }])));
  const nothing = { status: 400, code: 'body-empty' };
  const invalid = { status: 400, code: 'validation-failed' };
  const zeros = JSON.stringify(Object.fromEntries(fields.map((field) => [field, 'Nama\u0000'])));
  const deep = `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`;
  return [
    ...(fields.length === 0
      ? []
      : [
          {
            what: 'texts that no database holds',
            path: at,
            headers: { ...json, 'if-match': '*' },
            body: zeros,
            expected: { ...invalid, fields },
          },
        ]),
    { what: 'endless nesting', path: at, headers: json, body: deep, expected: { ...invalid, fields: ['body'] } },
    ...(types.includes(FORM_TYPE)
      ? []
      : [
          {
            what: 'a form instead of JSON',
            path: at,
            headers: { ...bearer(own), 'idempotency-key': KEY },
            body: aForm(),
            expected: mediaType,
          },
        ]),
    { what: 'half a JSON', path: at, headers: json, body: '{"a":', expected: { status: 400, code: 'body-unreadable' } },
    { what: 'an empty body', path: at, headers: json, body: '', expected: nothing },
    { what: 'wrong kinds of values', path: at, headers: json, body: wrong },
    { what: 'unknown fields', path: at, headers: json, body: '{"takDikenal":1,"tak2":{"a":[null]}}' },
    { what: 'a list', path: at, headers: json, body: '[]' },
    { what: 'a number', path: at, headers: json, body: '7' },
  ];
}

function wrongPart(path: string, own: string): RefusedCall {
  const form = new FormData();
  form.append('berkas', new Blob(['NIP;Nama']), 'daftar.csv');
  const headers = { ...bearer(own), 'idempotency-key': KEY };
  const expected = { status: 400, code: 'form-refused', fields: ['file'] };
  return { what: 'a file in a part of another name', path, headers, body: form, expected };
}

function withIds(path: string, value: string, numbers: readonly string[] = []): string {
  return path.replace(/:(\w+)/g, (_, name: string) => (numbers.includes(name) ? NUMBER : value));
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function aForm(): FormData {
  const form = new FormData();
  form.append('nama', 'nilai');
  return form;
}
