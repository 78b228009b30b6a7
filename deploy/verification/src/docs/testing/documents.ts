import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { getRepositoryRoot } from '@betang/testing';

export const ROOT = getRepositoryRoot();

/** Folders that hold nothing of ours. */
const FOREIGN = new Set(['node_modules', 'dist', '.git', '.nx', '.betang', 'coverage']);

/** A page of the repository. */
export interface Document {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
}

/** Every file below a folder of the repository whose name ends so. */
export function filesOf(ending: string, below = '.'): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !FOREIGN.has(entry.name)) visit(join(folder, entry.name));
      else if (entry.isFile() && entry.name.endsWith(ending)) found.push(join(folder, entry.name));
    }
  };
  visit(join(ROOT, below));
  return found.map((file) => relative(ROOT, file)).sort();
}

export function readDocument(path: string): Document {
  return { path, folder: dirname(join(ROOT, path)), text: readFileSync(join(ROOT, path), 'utf8') };
}

export function documents(): Document[] {
  return filesOf('.md').map(readDocument);
}

/** The lines of all fenced blocks, continued lines joined, comments left out. */
export function blockLines({ text }: Document): string[] {
  const blocks = [...text.matchAll(/^ *```[^\n]*\n([\s\S]*?)^ *```/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .replace(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
      .filter((line) => line !== ''),
  );
}

/** What stands between backquotes outside of fenced blocks. */
export function inlineCode({ text }: Document): string[] {
  const prose = text.replace(/^ *```[\s\S]*?^ *```/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Targets of links and pictures outside of code. */
export function linksOf({ text }: Document): string[] {
  const prose = text.replace(/^ *```[\s\S]*?^ *```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}

/** Anchors of a page's headings, as they are made of their words. */
export function anchorsOf(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
