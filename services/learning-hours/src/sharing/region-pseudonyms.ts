import { readRegionKeys } from '@betang/messaging';
import type { LearningHoursConfig } from '../learning-hours.config.js';
import { KeyedPseudonyms, NoPseudonyms, type Pseudonyms } from './pseudonyms.js';

/** Purpose for which a region may opt in to share facts of persons under a pseudonym. */
const PURPOSE = 'learner-level-analysis';

/** Pseudonyms under the region's own key where it opted in and has a province to tell. Throws `keys-missing` before `betang region init`. */
export async function regionPseudonyms(config: LearningHoursConfig): Promise<Pseudonyms> {
  if (!config.sharingOptIn.includes(PURPOSE) || config.hubUrl === undefined) return new NoPseudonyms();
  return new KeyedPseudonyms((await readRegionKeys(config.keysDir)).pseudonym);
}
