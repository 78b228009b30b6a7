import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  ROOT,
  anchorsOf,
  blockLines,
  documents,
  filesOf,
  inlineCode,
  linksOf,
  readDocument,
  type Document,
} from './testing/documents.js';

/** Why a link leads nowhere; undefined for one that is good or leaves the repository. */
function problemOf(document: Document, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(ROOT, document.path) : resolve(document.folder, decodeURIComponent(path));
  if (!target.startsWith(ROOT)) return 'leaves the repository';
  if (!existsSync(target)) return 'no such file';
  if (anchor === undefined || statSync(target).isDirectory()) return undefined;
  return anchorsOf(readFileSync(target, 'utf8')).includes(anchor) ? undefined : 'no such heading';
}

describe('links of the documents', () => {
  const pages = documents();

  it('are found', () => {
    expect(pages.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['README.md', 'docs/delivery.md', 'docs/operator-handbook.md']),
    );
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(30);
  });

  it.each(pages.map((page) => [page.path, page] as const))('of %s lead somewhere', (_path, page) => {
    const broken = linksOf(page).flatMap((link) => {
      const problem = problemOf(page, link);
      return problem === undefined ? [] : [`${link}: ${problem}`];
    });
    expect(broken).toEqual([]);
  });

  it('that lead nowhere are noticed', () => {
    const page = { path: 'README.md', folder: ROOT, text: '# Betang' };
    expect(problemOf(page, 'docs/nowhere.md')).toBe('no such file');
    expect(problemOf(page, 'docs/delivery.md#nowhere')).toBe('no such heading');
    expect(problemOf(page, '../elsewhere.md')).toBe('leaves the repository');
    expect(problemOf(page, 'docs/delivery.md#proof-of-no-loss')).toBeUndefined();
  });
});

/** Paths of the repository that stand in sentences and commands; what is built from a source counts as there. */
function pathsOf(document: Document): string[] {
  const words = [...inlineCode(document), ...blockLines(document)].flatMap((code) => code.split(/\s+/));
  const named = words.map(
    (word) => /^(?:\/opt\/betang\/)?((?:libs|services|deploy|docs)\/[\w./-]+[\w-])$/.exec(word)?.[1],
  );
  return named
    .filter((path) => path !== undefined)
    .map((path) => path.replace('/dist/', '/src/').replace(/\.js$/, '.ts'));
}

describe('files that the documents name', () => {
  it.each(documents().map((page) => [page.path, page] as const))('in %s are there', (_path, page) => {
    const isThere = (path: string): boolean => existsSync(join(ROOT, path)) || existsSync(join(page.folder, path));
    expect(pathsOf(page).filter((path) => !isThere(path))).toEqual([]);
  });

  it('in the picture of a service are there', () => {
    const page = readDocument('docs/building-a-service.md');
    const picture = /```\nservices\/learning-hours\/\n([\s\S]*?)```/.exec(page.text)?.[1] ?? '';
    const names = [...picture.matchAll(/(?<![*.\w-])([\w-]+(?:\.[\w-]+)*\.(?:ts|sql|md))\b/g)].map(
      ([, name = '']) => name,
    );
    const found = ['.ts', '.sql', '.md'].flatMap((ending) => filesOf(ending, 'services/learning-hours'));
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !found.some((file) => basename(file) === name))).toEqual([]);
  });
});
