import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { getRepositoryRoot } from '../servers/work-folder.js';

/** Packages whose folders depend one way. One that has circles yet is not here, and joins when its last one is gone. */
const ONE_WAY = [
  'deploy/cli',
  'deploy/local',
  'deploy/verification',
  'libs/asn',
  'libs/contracts',
  'libs/messaging',
  'libs/platform',
  'services/competency-mapping',
  'services/contingency',
  'services/identity',
  'services/learning-hours',
  'services/reporting',
  'services/training-catalog',
];

type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** The files of a package by which it runs; its tests may look everywhere. */
function sourcesOf(source: string): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.split('/').includes('testing'),
  );
}

/** Of each folder of a package the others that it imports from, types too; files beside the folders bind them together and do not count. */
function importsByFolder(source: string): Imports {
  const imports = new Map<string, Set<string>>();
  for (const file of sourcesOf(source)) {
    const folder = folderOf(file);
    const text = readFileSync(join(source, file), 'utf8');
    for (const [, path = ''] of text.matchAll(/(?:from|import) '(\.{1,2}\/[^']+)'/g)) {
      const other = folderOf(normalize(join(dirname(file), path)));
      if (folder === undefined || other === undefined || other === folder) continue;
      imports.set(folder, (imports.get(folder) ?? new Set()).add(other));
    }
  }
  return imports;
}

function folderOf(file: string): string | undefined {
  const [folder, ...rest] = file.split('/');
  return rest.length === 0 ? undefined : folder;
}

/** A way from a folder back to itself; undefined: there is none. */
function findCircle(imports: Imports): readonly string[] | undefined {
  const clear = new Set<string>();
  const walk = (folder: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (clear.has(folder)) return undefined;
    for (const other of imports.get(folder) ?? []) {
      const circle = walk(other, [...way, folder]);
      if (circle) return circle;
    }
    clear.add(folder);
    return undefined;
  };
  for (const folder of imports.keys()) {
    const circle = walk(folder, []);
    if (circle) return circle;
  }
  return undefined;
}

describe('the folders of a package', () => {
  it.each(ONE_WAY)('depend one way in %s', (name) => {
    const imports = importsByFolder(join(getRepositoryRoot(), name, 'src'));
    expect(imports.size).toBeGreaterThan(1);
    expect(findCircle(imports)).toBeUndefined();
  });

  it('would be found in a circle', () => {
    const imports = new Map([
      ['claims', new Set(['ledger', 'people'])],
      ['ledger', new Set(['people', 'transfer'])],
      ['transfer', new Set(['ledger'])],
    ]);
    expect(findCircle(imports)).toEqual(['ledger', 'transfer', 'ledger']);
  });
});
