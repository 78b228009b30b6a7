import { isDeepStrictEqual } from 'node:util';
import type { ProgrammePublished } from '@betang/contracts';
import { AppError } from '@betang/platform';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import type { ProgrammeDetails } from './programme-details.js';
import type { ProgrammeOrigin } from '../database/programme-parts.js';

type Material = NonNullable<ProgrammePublished['materials']>[number];

/** Where a draft comes from: another region's programme and, behind it, where that one came from. */
export interface Provenance {
  readonly origin: ProgrammeOrigin;
  readonly lineage: readonly ProgrammeOrigin[];
}

export function draftProgramme(
  programmeId: string,
  details: ProgrammeDetails,
  by: string,
  now: Date,
  provenance?: Provenance,
): ProgrammeEntity {
  return {
    ...details,
    competencyCodes: details.competencies.map(({ code }) => code),
    origin: provenance?.origin ?? null,
    lineage: provenance?.lineage ?? [],
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

/** What an adopted programme shares with its origin: change it, and it is a fork. */
const CURRICULUM = ['title', 'pathCode', 'delivery', 'hours', 'modules', 'competencies'] as const;

/**
 * The programme with other details; a published one stays as it was told until it is published again. Throws `programme-withdrawn`,
 * `programme-joined` and, when the curriculum of an adopted one would change, `programme-adopted-unchangeable` (409).
 */
export function changeProgramme(
  programme: ProgrammeEntity,
  details: Partial<ProgrammeDetails>,
  now: Date,
): ProgrammeEntity {
  refuseEnded(programme);
  const changed = { ...programme, ...details };
  if (
    programme.origin?.kind === 'ADOPTED' &&
    CURRICULUM.some((field) => !isDeepStrictEqual(programme[field], changed[field]))
  )
    throw new AppError('programme-adopted-unchangeable', { status: 409 });
  const competencyCodes = changed.competencies.map(({ code }) => code);
  return { ...changed, competencyCodes, revision: programme.revision + 1, changedAt: now };
}

/** From now on it goes its own way; where it came from stays on record. Throws `programme-not-adopted` (409). */
export function forkProgramme(programme: ProgrammeEntity, now: Date): ProgrammeEntity {
  refuseEnded(programme);
  if (programme.origin?.kind !== 'ADOPTED') throw new AppError('programme-not-adopted', { status: 409 });
  return {
    ...programme,
    origin: { ...programme.origin, kind: 'FORKED' },
    revision: programme.revision + 1,
    changedAt: now,
  };
}

/** Tells it to the federation, as the next version. Throws `programme-withdrawn`, `programme-joined`, `programme-published-already` (409). */
export function publishProgramme(
  programme: ProgrammeEntity,
  region: string,
  now: Date,
  materials: readonly Material[] = [],
): ProgrammeEntity {
  refuseEnded(programme);
  if (programme.publishedRevision === programme.revision)
    throw new AppError('programme-published-already', { status: 409 });
  const revision = programme.revision + 1;
  const published = { ...programme, publishedVersion: programme.publishedVersion + 1 };
  return {
    ...published,
    state: 'PUBLISHED',
    revision,
    publishedRevision: revision,
    published: publishedData(published, region, materials),
    changedAt: now,
  };
}

/** It is no longer offered; what was completed under it stays valid. Throws `programme-withdrawn`, `programme-not-published` (409). */
export function withdrawProgramme(programme: ProgrammeEntity, reason: string, now: Date): ProgrammeEntity {
  refuseEnded(programme);
  if (programme.state !== 'PUBLISHED') throw new AppError('programme-not-published', { status: 409 });
  return {
    ...programme,
    state: 'WITHDRAWN',
    revision: programme.revision + 1,
    withdrawnReason: reason,
    changedAt: now,
  };
}

/** A draft is set aside for a similar one that is joined instead. Throws `programme-published-already` (409) for one that is out. */
export function joinInstead(programme: ProgrammeEntity, reason: string, now: Date): ProgrammeEntity {
  refuseEnded(programme);
  if (programme.state !== 'DRAFT') throw new AppError('programme-published-already', { status: 409 });
  return { ...programme, state: 'JOINED', revision: programme.revision + 1, withdrawnReason: reason, changedAt: now };
}

/** What the federation is told of a programme: no trainer, who is a person, and no address of a file, which stays here. */
function publishedData(programme: ProgrammeEntity, region: string, materials: readonly Material[]): ProgrammePublished {
  const { programmeId, title, pathCode, delivery, hours, meetings, organiser, competencyCodes } = programme;
  const { developmentTarget, developmentTargetId, costPerParticipant, fundingPattern, origin } = programme;
  if (developmentTarget === null) throw new AppError('programme-target-missing', { status: 422 });
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
    ...(developmentTargetId === null ? {} : { developmentTargetId }),
    competencies: programme.competencies.map(({ code, level }) => ({ code, level })),
    targetGroups: [...programme.targetGroups],
    modules: programme.modules.map(({ moduleId, title: name, mode, hours: part }) => ({
      moduleId,
      title: name,
      mode,
      hours: part,
    })),
    materials: [...materials],
    costPerParticipant,
    fundingPattern,
    ...(origin === null ? {} : { origin }),
    ...(programme.lineage.length === 0 ? {} : { lineage: [...programme.lineage] }),
  };
}

/** Throws `programme-withdrawn`, `programme-joined` (409). */
export function refuseEnded(programme: Pick<ProgrammeEntity, 'state'>): void {
  if (programme.state === 'WITHDRAWN') throw new AppError('programme-withdrawn', { status: 409 });
  if (programme.state === 'JOINED') throw new AppError('programme-joined', { status: 409 });
}
