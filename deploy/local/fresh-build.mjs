// Node built-ins only, like everything that prepares.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What every project is built from beside its own files. */
const SHARED = ['package-lock.json', 'tsconfig.base.json', 'nx.json'];
const OWN = ['package.json', 'tsconfig.json', 'src'];

/**
 * Whether what lies there was built from the sources as they are, and all of it. Building again would replace programs under processes that run
 * them.
 * @param {string} root @param {string} stampFile
 */
export function isBuildFresh(root, stampFile) {
  try {
    return readFileSync(stampFile, 'utf8') === stampOf(root, sourcesOf(root));
  } catch {
    return false;
  }
}

/** Builds and notes of which sources; what is changed meanwhile is built the next time. @param {string} root @param {string} stampFile */
export async function buildAndNote(root, stampFile, work) {
  const sources = sourcesOf(root);
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stampOf(root, sources));
}

/** By contents, not by times: a copied folder or a branch switched back has misleading ones. */
function sourcesOf(root) {
  const own = projectsOf(root).flatMap((project) => OWN.flatMap((name) => filesBelow(join(project, name))));
  const hash = createHash('sha256');
  for (const file of [...SHARED.map((name) => join(root, name)), ...own])
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Programs by name and size: that none is missing or was built from something else. */
function stampOf(root, sources) {
  const built = projectsOf(root).flatMap((project) => filesBelow(join(project, 'dist')));
  const hash = createHash('sha256').update(sources);
  for (const file of built) hash.update(`${relative(root, file)} ${statSync(file).size}\n`);
  return hash.digest('hex');
}

function projectsOf(root) {
  const folders = ['libs', 'services', 'deploy'].map((name) => join(root, name));
  const all = folders.flatMap((folder) => namesIn(folder).map((name) => join(folder, name)));
  return all.filter((project) => namesIn(project).includes('tsconfig.json'));
}

function filesBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? [path] : [];
  return namesIn(path).flatMap((name) => filesBelow(join(path, name)));
}

function namesIn(folder) {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).sort() : [];
}
