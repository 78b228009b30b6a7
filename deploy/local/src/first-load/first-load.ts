import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalFederation } from '../federation/local-federation.js';
import type { RegionRun } from '../federation/region-run.js';
import { TITLES } from '../messages/step-titles.js';
import { figure } from '../progress/figures.js';
import type { Progress, Tell } from '../progress/progress.js';
import { administratorApi } from './administrator.js';
import { waitForHome } from './arrival.js';
import { writeGeneratedFiles } from './generated-files.js';
import { figuresOf, type ExpectedFigures } from './expected-figures.js';
import { createLogins, createStaffLogins } from './invented-logins.js';
import { loadCompletions } from './load-completions.js';
import { loadRoster } from './load-roster.js';
import { termsOf } from './load-terms.js';
import { publishProgramme } from './publish-programme.js';

export interface FirstLoadInput {
  readonly federation: LocalFederation;
  readonly progress: Progress;
  /** Invented people of each region; 0: logins only. */
  readonly people: number;
  readonly seed: string;
  readonly signal: AbortSignal;
}

const MARK = 'loaded.json';

/**
 * Fills each region the way its offices would: files through the public interface, nothing by way of tables. A region that has been filled is left alone, one
 * whose filling was cut off goes on where it stood.
 */
export async function loadOnce(input: FirstLoadInput): Promise<ExpectedFigures[]> {
  const outcomes = await Promise.allSettled(input.federation.regions.map((region) => loadRegion(region, input)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value ? [outcome.value] : []));
}

async function loadRegion(region: RegionRun, input: FirstLoadInput): Promise<ExpectedFigures | undefined> {
  const mark = join(region.dir, MARK);
  if (await exists(mark)) return undefined;
  const terms = await termsOf(region.dir, input);
  if (terms.people !== input.people || terms.seed !== input.seed)
    input.progress.line(`${region.region.name}: ${TITLES.goesOn} --people ${terms.people} --seed ${terms.seed}`);
  let expected: ExpectedFigures | undefined;
  const api = administratorApi(region, input.signal);
  const step = <T>(title: string, work: (tell: Tell) => Promise<T>) =>
    input.progress.step(`${region.region.name}: ${title}`, work);
  await step(TITLES.logins, () => createLogins(api, region.region, region.dir));
  if (terms.people > 0) {
    const files = await step(TITLES.inventing, () => writeGeneratedFiles(region.region, region.dir, terms));
    expected = figuresOf(files.expected);
    const load = { api, region: region.code, signal: input.signal };
    await step(TITLES.roster, async (tell) => {
      const counts = await loadRoster({ ...load, file: files.rosterFile, tell });
      tell(`${figure(counts['applied'] ?? 0)} ✓, ${figure(counts['bad'] ?? 0)} ✗`);
    });
    await step(TITLES.staffLogins, () => createStaffLogins(api, region.region, region.dir));
    await step(TITLES.arriving, (tell) => waitForHome(api, 'identity', tell, input.signal));
    await step(TITLES.completions, (tell) => loadCompletions({ ...load, file: files.completionsFile, tell }));
  }
  if (region.region.role === 'hub') await step(TITLES.programme, async (tell) => tell(await publishProgramme(api)));
  await writeFile(mark, `${JSON.stringify({ ...terms, at: new Date().toISOString() })}\n`);
  return expected;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
