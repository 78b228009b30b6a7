import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, anchorsOf, documents, linksOf, type Document } from './testing/documents.js';

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
