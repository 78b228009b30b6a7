import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { getRepositoryRoot } from '../servers/work-folder.js';

const ROOT = getRepositoryRoot();
/** The one way to give a file its name for good. */
const DISK = 'libs/platform/src/disk/durable-files.ts';

/** Without what is for tests: nothing has to outlast them. */
const sources = ['libs', 'services', 'deploy'].flatMap((top) =>
  readdirSync(join(ROOT, top), { withFileTypes: true })
    .filter(({ name }) => existsSync(join(ROOT, top, name, 'src')))
    .flatMap(({ name }) =>
      readdirSync(join(ROOT, top, name, 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(top, name, 'src', file),
      ),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.split('/').includes('testing')),
);
const renames = (file: string) =>
  /import \{[^}]*\brename(Sync)?\b[^}]*\} from 'node:fs/.test(readFileSync(join(ROOT, file), 'utf8'));

describe('a file that gets its name by a rename', () => {
  it('gets it from the platform, which flushes the folder too', () => {
    expect(sources.filter(renames)).toEqual([DISK]);
  });
});
