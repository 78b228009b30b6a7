import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CONTRACTS } from '../catalogue.js';
import { breakingChanges } from '../compatibility/check-published.js';
import { schemaDocument } from '../schemas/json-schema.document.js';
import { DOCS_FOLDER, generatedFiles, publishedSchemas, staleFiles } from './published-documents.js';

/** `npm run contracts:generate`: writes docs/events.md, docs/asyncapi.json and docs/schemas; refuses to overwrite what is published. */
function generate(): number {
  const breaking = breakingChanges(publishedSchemas(), CONTRACTS.map(schemaDocument));
  if (breaking.length > 0) {
    process.stderr.write(`${breaking.join('\n')}\nNothing was written.\n`);
    return 1;
  }
  const files = generatedFiles();
  const stale = new Set(staleFiles(files));
  for (const file of files.filter(({ path }) => stale.has(path))) {
    const path = `${DOCS_FOLDER}${file.path}`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'text' in file ? file.text : `${JSON.stringify(file.json, null, 2)}\n`);
    process.stdout.write(`docs/${file.path}\n`);
  }
  process.stdout.write(`${files.length} documents, ${stale.size} written\n`);
  return 0;
}

process.exitCode = generate();
