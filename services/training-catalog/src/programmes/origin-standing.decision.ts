import type { ProgrammeOrigin } from '../database/programme-parts.js';

/** NOT_KNOWN: the region that offers the origin has not told of it here. */
export const ORIGIN_STANDINGS = ['CURRENT', 'NEWER_VERSION', 'WITHDRAWN', 'NOT_KNOWN'] as const;
export type OriginStanding = (typeof ORIGIN_STANDINGS)[number];

/** The origin as its region tells it today. */
export interface KnownOrigin {
  readonly title: string | null;
  readonly newestVersion: number | null;
  readonly withdrawn: boolean;
}

export interface OriginNow {
  readonly title: string | null;
  readonly newestVersion: number | null;
  readonly standing: OriginStanding;
}

/** What became of the programme that another was taken from, since its version was taken. */
export function originNow(origin: ProgrammeOrigin, known: KnownOrigin | undefined): OriginNow {
  if (!known) return { title: null, newestVersion: null, standing: 'NOT_KNOWN' };
  const { title, newestVersion, withdrawn } = known;
  const newer = (newestVersion ?? 0) > origin.programmeVersion;
  return { title, newestVersion, standing: withdrawn ? 'WITHDRAWN' : newer ? 'NEWER_VERSION' : 'CURRENT' };
}
