import type { SchemaDocument } from '../schemas/json-schema.document.js';
import { explain, type BreakingChange } from './breaking-change.js';
import { compareSchemas } from './compare-schemas.js';
import { compareTerms } from './compare-terms.js';

/** Every breaking change of `present` against the published documents, one line each; a version that is not published yet is free. */
export function breakingChanges(
  published: readonly SchemaDocument[],
  present: readonly SchemaDocument[],
): readonly string[] {
  const byId = new Map(present.map((document) => [document.$id, document]));
  return published.flatMap((document) => {
    const { version } = document['x-betang'];
    return compareDocuments(document, byId.get(document.$id)).map((change) => explain(document.title, version, change));
  });
}

function compareDocuments(published: SchemaDocument, present: SchemaDocument | undefined): readonly BreakingChange[] {
  if (!present) return [{ rule: 'version-removed', field: 'contract', problem: 'is gone from the catalogue' }];
  return [...compareSchemas(published, present), ...compareTerms(published['x-betang'], present['x-betang'])];
}
