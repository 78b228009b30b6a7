import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CONTRACTS } from '../catalogue.js';
import { numberEvent } from '../envelope/chain.js';
import type { EventContract } from '../definition/define-event.js';
import { encodeHeaders } from '../envelope/headers.js';
import type { UnnumberedEvent } from '../envelope/event-record.js';
import { fixturePath, readFixtures } from '../versions/fixtures.js';
import { asyncApiDocument } from './asyncapi.document.js';
import { headerSchemas, headersOf } from '../schemas/header-schemas.js';
import { publishedSchemas } from './published-documents.js';

const fixtures = readFixtures();
const fixtureOf = (contract: EventContract) => fixtures.get(fixturePath(contract)) as Record<string, unknown>;
const types = CONTRACTS.map((contract) => [contract.type, contract] as const);
const document = asyncApiDocument(CONTRACTS, fixtureOf);

function validators(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addVocabulary(['x-betang', 'components']);
  return ajv;
}

describe('the AsyncAPI document, read by the official parser', () => {
  const errorsOf = async (text: string) => {
    const { document: read, diagnostics } = await new Parser().parse(text);
    return { read, errors: diagnostics.filter(({ severity }) => severity === 0).map(({ message }) => message) };
  };

  it('is valid: version 3, every event a message with headers and data', async () => {
    const { read, errors } = await errorsOf(JSON.stringify(document));
    expect(errors).toEqual([]);
    expect(read?.version()).toBe('3.0.0');
    const messages = read?.components().messages().all() ?? [];
    expect(messages.map((message) => message.name())).toEqual(CONTRACTS.map(({ type }) => type));
    for (const message of messages) {
      expect(message.hasPayload()).toBe(true);
      expect(message.hasHeaders()).toBe(true);
    }
    const addresses = read
      ?.allChannels()
      .all()
      .map((channel) => channel.address());
    expect(addresses).toContain('local.{region}.training-catalog.training-completed.v1');
  });

  it('would be refused with a message that points nowhere, or an operation that does not exist', async () => {
    const text = JSON.stringify(document);
    const lost = await errorsOf(
      text.replace('#/components/messages/betang.identity.employee-left.v1', '#/components/messages/gone'),
    );
    expect(lost.errors).not.toEqual([]);
    const unknown = await errorsOf(text.replace('"action":"send"', '"action":"shout"'));
    expect(unknown.errors).not.toEqual([]);
  });
});

describe('the published JSON Schemas, read by another validator', () => {
  const ajv = validators();
  const schemas = publishedSchemas();

  it('compile, each under its own $id', () => {
    for (const schema of schemas) ajv.addSchema(schema);
    for (const { $id } of schemas) expect(ajv.getSchema($id)).toBeInstanceOf(Function);
    expect(schemas).toHaveLength(CONTRACTS.length);
  });

  it.each(types)('%s: accepts the fixture, and no fixture without a required field', (_, contract) => {
    const validate = ajv.getSchema(contract.dataschema);
    const fixture = fixtureOf(contract);
    expect([validate?.(fixture), validate?.errors]).toEqual([true, null]);
    for (const field of contract.definition.data.required) {
      const { [field]: _gone, ...rest } = fixture;
      expect([field, validate?.(rest)]).toEqual([field, false]);
    }
  });
});

describe('the header schemas, against the headers that are sent', () => {
  const ajv = validators();
  const accepts = (contract: EventContract, headers: Record<string, string>) => {
    const validate = ajv.compile({ ...headersOf(contract), components: { schemas: headerSchemas } });
    return [validate(headers), validate.errors ?? []];
  };

  const sent = (contract: EventContract, change: Partial<UnnumberedEvent> = {}) => {
    const { service, sharing } = contract.definition;
    const audience = sharing?.audience ?? 'local';
    const event: UnnumberedEvent = {
      id: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d201',
      type: contract.type,
      region: '62.03',
      service: service === 'delivery' ? 'reporting' : service,
      subject: 'é 1',
      time: '2026-03-02T01:15:00.000Z',
      dataschema: contract.dataschema,
      audience: audience === 'directed' || audience === 'each' ? 'to.r62' : audience,
      epoch: '1.7f3a9c',
      body: Buffer.from('{}'),
      ...change,
    };
    const record = numberEvent(event, { position: 0, chain: 'a'.repeat(64) });
    const signature = contract.definition.signed ? { signature: 'c2lnbmF0dXJl' } : {};
    return Object.fromEntries(encodeHeaders({ ...record, ...signature }));
  };

  it.each(types)('%s', (_, contract) => {
    expect(accepts(contract, sent(contract))).toEqual([true, []]);
    const { 'ce-chain': _gone, ...unchained } = sent(contract);
    expect(accepts(contract, unchained)[0]).toBe(false);
    expect(accepts(contract, { ...sent(contract), 'ce-type': 'betang.identity.other.v1' })[0]).toBe(false);
  });

  it.each(types)('%s: an actor is named at home only', (_, contract) => {
    const headers = sent(contract, { actor: 'petugas' });
    expect(accepts(contract, headers)[0]).toBe(headers['ce-audience'] === 'local');
  });

  it.each(types.filter(([, { definition }]) => definition.signed))('%s: must be signed', (_, contract) => {
    const { 'betang-signature': _gone, ...unsigned } = sent(contract);
    expect(accepts(contract, unsigned)[0]).toBe(false);
  });
});
