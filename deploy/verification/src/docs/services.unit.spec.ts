import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES } from '@betang/platform';
import { describe, expect, it } from '@jest/globals';
import { ROOT, filesOf, readDocument } from './testing/documents.js';

/** Names in the first column of the table under a heading. */
function tableNames(text: string, heading: string): string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = [...section.matchAll(/^\| *(?:\[([\w-]+)\]\([^)]*\)|`([\w-]+)`) *\|/gm)];
  return rows.map(([, linked, plain]) => linked ?? plain ?? '');
}

describe('the services in the documents', () => {
  const folders = readdirSync(join(ROOT, 'services')).filter((name) =>
    existsSync(join(ROOT, 'services', name, 'package.json')),
  );

  it('are those of the folder, in the table of the README', () => {
    expect(tableNames(readDocument('README.md').text, 'Services').sort()).toEqual([...folders].sort());
    expect(folders).toEqual(expect.arrayContaining([...SERVICE_NAMES]));
  });

  it('have a README each', () => {
    const readmes = filesOf('README.md', 'services');
    expect(readmes.sort()).toEqual(folders.map((name) => `services/${name}/README.md`).sort());
  });

  it('stand in the table of libraries or the list of the README, all of them', () => {
    const text = readDocument('README.md').text;
    const libraries = readdirSync(join(ROOT, 'libs'));
    expect(libraries.filter((name) => !text.includes(`[${name}](libs/${name}/README.md)`))).toEqual([]);
  });
});
