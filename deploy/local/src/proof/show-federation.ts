import type { LocalFederation } from '../federation/local-federation.js';
import { administratorApi } from '../first-load/administrator.js';
import { waitForFigures } from '../first-load/expected-figures.js';
import { loadOnce } from '../first-load/first-load.js';
import { COURSE_YEAR } from '../first-load/generated-files.js';
import { waitForProgramme } from '../first-load/publish-programme.js';
import { TITLES } from '../messages/step-titles.js';
import type { Progress } from '../progress/progress.js';
import { addressTable } from './address-table.js';
import { fulfilmentTables, readFulfilment } from '../tables/fulfilment-table.js';
import { proofTable } from './proof-table.js';
import { assertProven, awaitProof } from './prove.js';

export interface ShowInput {
  readonly federation: LocalFederation;
  readonly progress: Progress;
  readonly people: number;
  readonly seed: string;
  readonly signal: AbortSignal;
}

/**
 * What a newcomer comes for: fills the regions once, waits until the province shows what their files come to, and prints addresses, logins, the proof and
 * the figures. @throws AppError `local.proof-incomplete`, after everything has been printed
 */
export async function showFederation(input: ShowInput): Promise<void> {
  const { federation, progress, signal } = input;
  const apis = federation.regions.map((region) => administratorApi(region, signal));
  const [province] = apis;
  if (!province) return;
  const expected = await loadOnce(input);
  if (expected.length > 0) {
    await progress.step(TITLES.figures, (tell) => waitForFigures(province, expected, tell, signal));
    await progress.step(TITLES.catalogue, () => waitForProgramme(apis, signal));
  }
  const proof = await progress.step(TITLES.proof, (tell) => awaitProof(apis, tell, signal));
  progress.line(await addressTable(federation.regions));
  progress.line(proofTable(proof.proofs));
  const [regions, agencies] = await Promise.all([
    readFulfilment(province, COURSE_YEAR, 'region'),
    readFulfilment(province, COURSE_YEAR, 'agency'),
  ]);
  progress.line(fulfilmentTables(COURSE_YEAR, regions, agencies));
  assertProven(proof);
}
