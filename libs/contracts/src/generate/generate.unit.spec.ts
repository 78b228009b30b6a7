import { describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '../catalogue.js';
import { catalogueDocument } from './catalogue.document.js';
import { channelsOf } from './channels.js';
import { fieldRows } from './field-table.js';
import { dataSchema, schemaDocument, schemaFile } from '../schemas/json-schema.document.js';
import { generatedFiles, publishedSchemas, staleFiles } from './published-documents.js';

const files = generatedFiles();
const types = CONTRACTS.map((contract) => [contract.type, contract] as const);
const channels = (name: string) =>
  CONTRACTS.filter((contract) => contract.definition.name === name).flatMap((contract) =>
    channelsOf(contract).map((channel) => channel.address),
  );

describe('the generated documents', () => {
  it('are those in docs/: else run npm run contracts:generate', () => {
    expect(staleFiles(files)).toEqual([]);
  });

  it('are known to be stale when a word differs, or a file is missing', () => {
    expect(
      staleFiles([
        { path: 'events.md', text: `${catalogueDocument(CONTRACTS)} ` },
        { path: 'asyncapi.json', json: { asyncapi: '3.0.0' } },
        { path: 'schemas/identity.never-published.v1.json', json: {} },
      ]),
    ).toEqual(['events.md', 'asyncapi.json', 'schemas/identity.never-published.v1.json']);
  });

  it('hold one schema a version and no other', () => {
    expect(
      publishedSchemas()
        .map((schema) => schema.title)
        .sort(),
    ).toEqual(CONTRACTS.map(({ type }) => type).sort());
  });

  it.each(types)('%s: the schema is named by what its events carry', (type, contract) => {
    expect(schemaDocument(contract)).toMatchObject({ $id: contract.dataschema, title: type });
    expect(files.map((file) => file.path)).toContain(`schemas/${schemaFile(contract)}`);
  });

  it.each(types)('%s: every field has a description', (_, contract) => {
    const silent = fieldRows(dataSchema(contract)).filter((row) => row.description === '');
    expect(silent.map((row) => row.field)).toEqual([]);
  });

  it.each(types)('%s: the catalogue tells its terms and every field', (type, contract) => {
    const page = catalogueDocument(CONTRACTS)
      .split('\n### ')
      .find((part) => part.startsWith(`${type}\n`));
    for (const { field } of fieldRows(dataSchema(contract))) expect(page).toContain(`| \`${field}\` |`);
    for (const { address } of channelsOf(contract)) expect(page).toContain(`\`${address}\``);
  });
});

describe('the subject patterns', () => {
  it('of what stays home, and of what is shared', () => {
    expect(channels('hours-recorded')).toEqual(['local.{region}.learning-hours.hours-recorded.v1']);
    expect(channels('unit-learning-hours-stated')).toEqual([
      'share.{region}.province.learning-hours.unit-learning-hours-stated.v1',
    ]);
    expect(channels('programme-published')).toEqual([
      'share.{region}.federation.training-catalog.programme-published.v1',
    ]);
  });

  it('never name a directed event', () => {
    expect(channels('receipts-published')).toEqual(['share.{region}.to.{receiver}.identity.directed.v1']);
  });

  it('of the delivery itself leave the service open', () => {
    expect(channels('replay-requested')).toEqual([
      'local.{region}.{service}.replay-requested.v1',
      'share.{region}.province.{service}.replay-requested.v1',
      'share.{region}.federation.{service}.replay-requested.v1',
      'share.{region}.to.{receiver}.{service}.directed.v1',
    ]);
  });
});
