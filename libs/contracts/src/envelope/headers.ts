import { parseAudience } from '../sharing/audience.js';
import { ContractError } from './contract-error.js';
import type { EventRecord, UnnumberedEvent } from './event-record.js';
import { isServiceName } from './service-name.js';

/** CloudEvents 1.0, binary mode: one header an attribute. https://github.com/cloudevents/spec (NATS protocol binding). */
export type HeaderList = [name: string, value: string][];

const SOURCE = /^\/(\d{2}(?:\.\d{2})?)\/([a-z-]+)$/;
const CHAIN = /^[0-9a-f]{64}$/;
const POSITION = /^[1-9]\d{0,15}$/;

/** The headers that the chain covers, in canonical (sorted) order; absent extensions are left out. */
export function chainedHeaders(event: UnnumberedEvent, position: number): HeaderList {
  const list: HeaderList = [];
  const add = (name: string, value: string | undefined) => value !== undefined && list.push([name, encodeValue(value)]);
  add('ce-actor', event.actor);
  add('ce-audience', event.audience);
  add('ce-causationid', event.causationId);
  add('ce-correlationid', event.correlationId);
  add('ce-dataschema', event.dataschema);
  add('ce-epoch', event.epoch);
  add('ce-id', event.id);
  add('ce-position', String(position));
  add('ce-source', `/${event.region}/${event.service}`);
  add('ce-specversion', '1.0');
  add('ce-subject', event.subject);
  add('ce-time', event.time);
  add('ce-traceparent', event.traceparent);
  add('ce-type', event.type);
  add('content-type', 'application/json');
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

/** @throws ContractError `envelope-incomplete` or `envelope-invalid`, naming the header */
export function decodeHeaders(get: (name: string) => string | undefined, body: Uint8Array): EventRecord {
  const required = (name: string): string => {
    const value = get(name);
    if (value) return decodeValue(name, value);
    throw new ContractError('envelope-incomplete', `header ${name} is missing`, name);
  };
  const matching = (name: string, pattern: RegExp): RegExpExecArray => {
    const match = pattern.exec(required(name));
    if (match) return match;
    throw new ContractError('envelope-invalid', `header ${name} is malformed`, name);
  };
  const optional = (name: string): string | undefined => {
    const value = get(name);
    return value ? decodeValue(name, value) : undefined;
  };
  const [, region = '', service = ''] = matching('ce-source', SOURCE);
  if (!isServiceName(service))
    throw new ContractError('envelope-invalid', 'header ce-source names no known service', 'ce-source');
  return {
    id: required('ce-id'),
    type: required('ce-type'),
    region,
    service,
    subject: required('ce-subject'),
    time: required('ce-time'),
    dataschema: required('ce-dataschema'),
    audience: parseAudience(required('ce-audience')),
    epoch: required('ce-epoch'),
    position: Number(matching('ce-position', POSITION)[0]),
    chain: matching('ce-chain', CHAIN)[0],
    previousChain: matching('ce-previouschain', CHAIN)[0],
    ...definedOnly({
      correlationId: optional('ce-correlationid'),
      causationId: optional('ce-causationid'),
      actor: optional('ce-actor'),
      traceparent: optional('ce-traceparent'),
      replay: optional('ce-replay'),
      signature: optional('betang-signature'),
    }),
    body,
  };
}

type Optional = Pick<EventRecord, 'correlationId' | 'causationId' | 'actor' | 'traceparent' | 'replay' | 'signature'>;

function definedOnly(fields: { [K in keyof Optional]: Optional[K] | undefined }): Optional {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const PLAIN = /^[\x21\x23\x24\x26-\x7e]*$/;

/** CloudEvents HTTP binding 3.1.3.2: space, `"`, `%` and non-ASCII are percent-encoded as UTF-8. */
function encodeValue(value: string): string {
  if (PLAIN.test(value)) return value;
  return value.replace(/[^\x21\x23\x24\x26-\x7e]/gu, (char) =>
    encodeURIComponent(char).replace(
      /^([^%])$/,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ),
  );
}

function decodeValue(name: string, value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new ContractError('envelope-invalid', `header ${name} is not percent-encoded UTF-8`, name, { cause });
  }
}
