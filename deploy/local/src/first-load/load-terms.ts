import { writePrivateFile } from '@betang/platform';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a region is filled with. */
export interface LoadTerms {
  readonly people: number;
  readonly seed: string;
}

/**
 * The terms with which the filling of a region was begun, in its folder; else these, which are noted. One that was cut off goes on with its own: half of
 * the people that others would be are there already.
 */
export async function termsOf(dir: string, given: LoadTerms): Promise<LoadTerms> {
  const file = join(dir, 'loading.json');
  const begun = await readFile(file, 'utf8').catch(() => undefined);
  if (begun !== undefined) return JSON.parse(begun) as LoadTerms;
  const terms = { people: given.people, seed: given.seed };
  await writePrivateFile(file, `${JSON.stringify(terms)}\n`);
  return terms;
}
