import type { EventContract } from '../definition/define-event.js';
import { HEADER_PATTERNS } from '../envelope/header-patterns.js';
import type { JsonSchema } from './json-schema.document.js';

type Patterned = keyof typeof HEADER_PATTERNS;
const text = (description: string) => ({ type: 'string', minLength: 1, description });
const form = (name: Patterned, description: string) => ({
  type: 'string',
  pattern: HEADER_PATTERNS[name].source,
  description,
});

/** CloudEvents 1.0 in binary mode: the attributes that every event carries, wherever it travels. */
const envelope: JsonSchema = {
  type: 'object',
  required: [
    'ce-specversion',
    'ce-id',
    'ce-type',
    'ce-source',
    'ce-subject',
    'ce-time',
    'ce-dataschema',
    'ce-audience',
    'ce-epoch',
    'ce-position',
    'ce-chain',
    'ce-previouschain',
  ],
  properties: {
    'ce-specversion': { type: 'string', const: '1.0', description: 'Version of CloudEvents' },
    'ce-id': form('ce-id', 'UUID version 7, lower case'),
    'ce-type': text('Event and version'),
    'ce-source': form('ce-source', 'Origin: `/<region code>/<service>`'),
    'ce-subject': text('What the event is about; events of one subject are handled in order'),
    'ce-time': form('ce-time', 'When it happened, RFC 3339'),
    'ce-dataschema': text('JSON Schema of the data'),
    'ce-audience': {
      type: 'string',
      pattern: '^(local|province|federation|to\\.r\\d{2}(\\d{2})?)$',
      description: 'Who may read it',
    },
    'ce-epoch': text('Epoch in which the origin counts'),
    'ce-position': form(
      'ce-position',
      'Place among the events of this origin service, audience and epoch, from 1; a decimal string',
    ),
    'ce-chain': form('ce-chain', 'Proof of this event and all before it; test vectors in chain-vectors.json'),
    'ce-previouschain': form('ce-previouschain', 'The chain at the position before'),
    'ce-replay': text('On an answer to a replay request: the id of the request. Not part of the chain'),
    'content-type': { type: 'string', pattern: '^application/json', description: 'JSON, as UTF-8' },
    'betang-signature': text('Ed25519 signature of the origin over the chain, base64url. Not part of the chain'),
  },
};

/** Extensions that never leave the region. */
const homeExtensions: JsonSchema = {
  type: 'object',
  properties: {
    'ce-correlationid': text('The command that all this began with'),
    'ce-causationid': text('The event that this one follows from'),
    'ce-actor': text('Who did it'),
    'ce-traceparent': text('W3C trace context'),
  },
};

/** A shared event carries no actor, no causation and no trace of home. */
const sharedOnly: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(Object.keys(homeExtensions['properties'] as object).map((name) => [name, false])),
};

/** What stays home is decided by the audience alone, also for events that are said on each. */
const privacy: JsonSchema = {
  if: { type: 'object', properties: { 'ce-audience': { const: 'local' } } },
  then: reference('homeExtensions'),
  else: reference('sharedOnly'),
};

export const headerSchemas: Readonly<Record<string, JsonSchema>> = { envelope, homeExtensions, sharedOnly, privacy };

/** The headers of one contract's events, by reference to {@link headerSchemas}. */
export function headersOf(contract: EventContract): JsonSchema {
  return {
    allOf: [
      reference('envelope'),
      reference('privacy'),
      {
        type: 'object',
        ...(contract.definition.signed && { required: ['betang-signature'] }),
        properties: {
          'ce-type': { const: contract.type },
          'ce-dataschema': { const: contract.dataschema },
        },
      },
    ],
  };
}

function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}
