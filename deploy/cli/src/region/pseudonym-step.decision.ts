import type { PseudonymKeys } from '@betang/messaging';
import { AppError } from '@betang/platform';

/** What learning-hours has told the province of persons, by its database. */
export interface ToldNames {
  /** Version of the key under whose names it told of them last; undefined where it never told of anybody. */
  readonly version: number | undefined;
  /** Whether it shares facts of persons at present. */
  readonly shares: boolean;
}

/** `make` the next key, `forget` the former secrets, or leave all as it is: names are still to be told (`waiting`), or cannot be told now (`kept`). */
export type PseudonymStep = 'make' | 'waiting' | 'kept' | 'forget';

/**
 * The next step of a rotation. Pure.
 * @throws AppError `pseudonym-secret-missing` where the province knows people by names that these keys cannot make: whoever went on would have it count them twice
 */
export function pseudonymStep({ version, former }: PseudonymKeys, told: ToldNames): PseudonymStep {
  const known = [version, ...former.map((key) => key.version)];
  if (told.version !== undefined && !known.includes(told.version))
    throw new AppError('pseudonym-secret-missing', { params: { version: String(told.version) } });
  if (former.length === 0) return 'make';
  if (told.version === undefined || told.version === version) return 'forget';
  return told.shares ? 'waiting' : 'kept';
}
