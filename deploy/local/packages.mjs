// Node built-ins only: used before any package is installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether node_modules holds what package-lock.json says. Compares contents, not times: a fresh clone, a branch switched back
 * or a copied folder all have misleading times.
 * @param {string} root
 */
export function arePackagesFresh(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    // Programs for other platforms are optional and absent.
    return found ? found.version === entry.version : entry.optional === true;
  });
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}
