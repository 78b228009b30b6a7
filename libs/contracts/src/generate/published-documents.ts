import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CONTRACTS } from '../catalogue.js';
import { fixturePath, readFixtures } from '../versions/fixtures.js';
import { asyncApiDocument } from './asyncapi.document.js';
import { catalogueDocument } from './catalogue.document.js';
import { schemaDocument, schemaFile, type SchemaDocument } from '../schemas/json-schema.document.js';

/** `docs/` of the repository, from src and from dist alike. */
export const DOCS_FOLDER = fileURLToPath(new URL('../../../../docs/', import.meta.url));
const SCHEMAS = 'schemas/';

/** A generated file: JSON as its value, so that white space is nobody's business; else text. */
export type GeneratedFile = { readonly path: string } & ({ readonly json: unknown } | { readonly text: string });

/** Every generated file, as it must stand below `docs/`. */
export function generatedFiles(): readonly GeneratedFile[] {
  const fixtures = readFixtures();
  return [
    { path: 'asyncapi.json', json: asyncApiDocument(CONTRACTS, (contract) => fixtures.get(fixturePath(contract))) },
    { path: 'events.md', text: catalogueDocument(CONTRACTS) },
    ...CONTRACTS.map((contract) => ({ path: `${SCHEMAS}${schemaFile(contract)}`, json: schemaDocument(contract) })),
  ];
}

/** The schemas as they were published: what the compatibility check holds the contracts to. */
export function publishedSchemas(folder = DOCS_FOLDER): readonly SchemaDocument[] {
  if (!existsSync(`${folder}${SCHEMAS}`)) return [];
  return readdirSync(`${folder}${SCHEMAS}`)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(`${folder}${SCHEMAS}${name}`, 'utf8')) as SchemaDocument);
}

/** Paths of the files that are missing below `folder` or say something else. */
export function staleFiles(files: readonly GeneratedFile[], folder = DOCS_FOLDER): readonly string[] {
  return files.filter((file) => !isCurrent(file, `${folder}${file.path}`)).map((file) => file.path);
}

function isCurrent(file: GeneratedFile, path: string): boolean {
  if (!existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  if ('text' in file) return text === file.text;
  return JSON.stringify(JSON.parse(text)) === JSON.stringify(file.json);
}
