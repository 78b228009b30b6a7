import type { ProgrammePublished } from '@betang/contracts';
import { findLearningPath } from '@betang/contracts';
import { AppError } from '@betang/platform';
import type { Delivery, ProgrammeEntity } from '../database/programme.entity.js';

/** What an officer says about a programme. */
export interface ProgrammeDetails {
  readonly title: string;
  readonly pathCode: string;
  readonly delivery: Delivery;
  readonly hours: number;
  readonly meetings: number;
  readonly organiser: string;
  readonly developmentTarget: string;
  readonly competencyCodes: readonly string[];
}

/** Throws `programme-refused` (422): the path (jalur) must be in force today. */
export function checkProgramme(details: Pick<ProgrammeDetails, 'pathCode'>, today: string): void {
  if (findLearningPath(details.pathCode, today)) return;
  throw new AppError('programme-refused', {
    status: 422,
    errors: [{ field: 'pathCode', code: 'completion.path-unknown' }],
  });
}

export function draftProgramme(programmeId: string, details: ProgrammeDetails, by: string, now: Date): ProgrammeEntity {
  return {
    ...details,
    competencyCodes: [...details.competencyCodes],
    programmeId,
    state: 'DRAFT',
    revision: 1,
    publishedRevision: null,
    publishedVersion: 0,
    published: null,
    withdrawnReason: null,
    createdBy: by,
    createdAt: now,
    changedAt: now,
  };
}

/** The programme with other details; a published one stays as it was told until it is published again. Throws `programme-withdrawn` (409). */
export function changeProgramme(
  programme: ProgrammeEntity,
  details: Partial<ProgrammeDetails>,
  now: Date,
): ProgrammeEntity {
  refuseWithdrawn(programme);
  const competencyCodes = [...(details.competencyCodes ?? programme.competencyCodes)];
  return { ...programme, ...details, competencyCodes, revision: programme.revision + 1, changedAt: now };
}

/** Tells it to the federation, as the next version. Throws `programme-withdrawn`, `programme-published-already` (409). */
export function publishProgramme(programme: ProgrammeEntity, region: string, now: Date): ProgrammeEntity {
  refuseWithdrawn(programme);
  if (programme.publishedRevision === programme.revision)
    throw new AppError('programme-published-already', { status: 409 });
  const revision = programme.revision + 1;
  const published = { ...programme, publishedVersion: programme.publishedVersion + 1 };
  return {
    ...published,
    state: 'PUBLISHED',
    revision,
    publishedRevision: revision,
    published: publishedData(published, region),
    changedAt: now,
  };
}

/** It is no longer offered; what was completed under it stays valid. Throws `programme-withdrawn`, `programme-not-published` (409). */
export function withdrawProgramme(programme: ProgrammeEntity, reason: string, now: Date): ProgrammeEntity {
  refuseWithdrawn(programme);
  if (programme.state !== 'PUBLISHED') throw new AppError('programme-not-published', { status: 409 });
  return {
    ...programme,
    state: 'WITHDRAWN',
    revision: programme.revision + 1,
    withdrawnReason: reason,
    changedAt: now,
  };
}

/** What the federation is told of a programme. */
function publishedData(programme: ProgrammeEntity, region: string): ProgrammePublished {
  const { programmeId, title, pathCode, delivery, hours, meetings, organiser, developmentTarget, competencyCodes } =
    programme;
  return {
    programmeId,
    programmeVersion: programme.publishedVersion,
    title,
    pathCode,
    delivery,
    hours,
    meetings,
    organiser,
    organiserRegion: region,
    developmentTarget,
    competencyCodes,
  };
}

function refuseWithdrawn(programme: ProgrammeEntity): void {
  if (programme.state === 'WITHDRAWN') throw new AppError('programme-withdrawn', { status: 409 });
}
