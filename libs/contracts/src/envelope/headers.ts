import { parseAudience, type Audience } from './audience.js';
import { ContractError } from './contract-error.js';
import type { EventRecord, UnnumberedEvent } from './event-record.js';
import { HEADER_PATTERNS } from './header-patterns.js';
import { decodeValue, encodeValue } from './header-value.js';
import { isServiceName, type ServiceName } from './service-name.js';

/** CloudEvents 1.0, binary mode: one header an attribute. https://github.com/cloudevents/spec (NATS protocol binding). */
export type HeaderList = [name: string, value: string][];
type GetHeader = (name: string) => string | undefined;

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Calls `write` for each header that the chain covers, in canonical (sorted) order; absent and empty extensions are left out. Not a list: this
 * runs twice for every event on its way out and once on its way in.
 */
function eachChained(event: UnnumberedEvent, position: number, write: (name: string, value: string) => void): void {
  const add = (name: string, value: string | undefined) => value && write(name, encodeValue(name, value));
  add('ce-actor', event.actor);
  write('ce-audience', event.audience);
  add('ce-causationid', event.causationId);
  add('ce-correlationid', event.correlationId);
  add('ce-dataschema', event.dataschema);
  add('ce-epoch', event.epoch);
  write('ce-id', event.id);
  write('ce-position', String(position));
  write('ce-source', `/${event.region}/${event.service}`);
  write('ce-specversion', '1.0');
  add('ce-subject', event.subject);
  write('ce-time', event.time);
  add('ce-traceparent', event.traceparent);
  add('ce-type', event.type);
  write('content-type', 'application/json');
}

/** The headers that the chain covers as the text that it digests: `name:value` and a line feed each. */
export function canonicalHeaders(event: UnnumberedEvent, position: number): string {
  let text = '';
  eachChained(event, position, (name, value) => (text += `${name}:${value}\n`));
  return text;
}

/** The same as a list. */
export function chainedHeaders(event: UnnumberedEvent, position: number): HeaderList {
  const list: HeaderList = [];
  eachChained(event, position, (name, value) => list.push([name, value]));
  return list;
}

/** All headers of an event on the wire. */
export function encodeHeaders(event: EventRecord): HeaderList {
  const list = chainedHeaders(event, event.position);
  list.push(['ce-chain', event.chain], ['ce-previouschain', event.previousChain]);
  if (event.replay) list.push(['ce-replay', event.replay]);
  if (event.signature) list.push(['betang-signature', event.signature]);
  return list;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** @throws ContractError `envelope-incomplete`, `envelope-invalid` or `audience-invalid`, naming the header */
export function decodeHeaders(get: GetHeader, body: Uint8Array): EventRecord {
  matching(get, 'ce-specversion');
  if (!JSON_TYPE.test(get('content-type') ?? 'application/json')) throw malformed('content-type');
  const { region, service } = sourceOf(get);
  // Field by field: this runs for every event, and copies of whole records cost more than everything else in it.
  const event: Writable<EventRecord> = {
    id: matching(get, 'ce-id'),
    type: required(get, 'ce-type'),
    region,
    service,
    subject: required(get, 'ce-subject'),
    time: timeOf(get),
    dataschema: required(get, 'ce-dataschema'),
    audience: audienceOf(get),
    epoch: required(get, 'ce-epoch'),
    position: Number(matching(get, 'ce-position')),
    chain: matching(get, 'ce-chain'),
    previousChain: matching(get, 'ce-previouschain'),
    body,
  };
  for (const [field, header] of OPTIONAL) {
    const value = optional(get, header);
    if (value !== undefined) event[field] = value;
  }
  return event;
}

const OPTIONAL = [
  ['correlationId', 'ce-correlationid'],
  ['causationId', 'ce-causationid'],
  ['actor', 'ce-actor'],
  ['traceparent', 'ce-traceparent'],
  ['replay', 'ce-replay'],
  ['signature', 'betang-signature'],
] as const;

function optional(get: GetHeader, name: string): string | undefined {
  const value = get(name);
  return value ? decodeValue(name, value) : undefined;
}

function required(get: GetHeader, name: string): string {
  const value = optional(get, name);
  if (value) return value;
  throw new ContractError('envelope-incomplete', `header ${name} is missing`, name);
}

function matching(get: GetHeader, name: keyof typeof HEADER_PATTERNS): string {
  const value = required(get, name);
  if (HEADER_PATTERNS[name].test(value)) return value;
  throw malformed(name);
}

const malformed = (name: string) => new ContractError('envelope-invalid', `header ${name} is malformed`, name);

function sourceOf(get: GetHeader): { region: string; service: ServiceName } {
  const [, region = '', service = ''] = matching(get, 'ce-source').split('/');
  if (isServiceName(service)) return { region, service };
  throw new ContractError('envelope-invalid', 'header ce-source names no known service', 'ce-source');
}

function timeOf(get: GetHeader): string {
  const time = matching(get, 'ce-time');
  if (Number.isNaN(Date.parse(time))) throw malformed('ce-time');
  return time;
}

function audienceOf(get: GetHeader): Audience {
  const text = required(get, 'ce-audience');
  try {
    return parseAudience(text);
  } catch (cause) {
    throw new ContractError('audience-invalid', 'header ce-audience names no audience', 'ce-audience', { cause });
  }
}
