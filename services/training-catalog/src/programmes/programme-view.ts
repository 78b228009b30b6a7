import { newId } from '@betang/contracts';
import { findMessage, type Language } from '@betang/platform';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { curriculumGaps } from './curriculum.decision.js';
import type { ProgrammeDetails } from './programme-details.js';
import type { ChangeProgrammeDto, NewProgrammeDto } from './programme.dto.js';
import type { ProgrammeView, ProgrammeWarningView } from './programme-view.dto.js';

/** A programme as the officers of its region see it. */
export function programmeView(programme: ProgrammeEntity): ProgrammeView {
  const { state, revision, publishedRevision, hours, modules } = programme;
  const { programmeId, publishedVersion, title, pathCode, delivery, meetings, organiser } = programme;
  const { developmentTarget, developmentTargetId, competencyCodes, competencies, targetGroups, trainers } = programme;
  const { costPerParticipant, fixedCost, fundingPattern, origin, lineage, withdrawnReason } = programme;
  return {
    programmeId,
    state,
    revision,
    publishedVersion,
    changedSincePublished: state === 'PUBLISHED' && publishedRevision !== revision,
    title,
    pathCode,
    delivery,
    hoursHundredths: hours,
    meetings,
    organiser,
    developmentTarget,
    developmentTargetId,
    competencyCodes,
    competencies,
    targetGroups,
    modules: modules.map(({ hours: hoursHundredths, ...module }) => ({ ...module, hoursHundredths })),
    trainers,
    costPerParticipant,
    fixedCost,
    fundingPattern,
    origin,
    lineage,
    withdrawnReason,
    warnings: warningsOf(programme),
  };
}

/** What is open for whoever publishes it; what has ended is not published any more. */
function warningsOf(programme: ProgrammeEntity): ProgrammeWarningView[] {
  if (programme.state === 'WITHDRAWN' || programme.state === 'JOINED') return [];
  // The path was in force on the day of the last change: else that was refused.
  return curriculumGaps(programme, programme.changedAt.toISOString().slice(0, 10)).map(({ field, code }) => ({
    ...{ field, code, textId: textOf('id', code), textEn: textOf('en', code) },
  }));
}

const textOf = (language: Language, code: string): string => findMessage(language, `field.${code}`) ?? code;

/** What a change says, and nothing that it leaves out. */
export function detailsOf(input: ChangeProgrammeDto | NewProgrammeDto): Partial<ProgrammeDetails> {
  const { hoursHundredths, competencies, competencyCodes, modules, trainers, ...rest } = input;
  const named = competencies ?? competencyCodes?.map((code) => ({ code, level: undefined }));
  const given = {
    ...rest,
    hours: hoursHundredths,
    competencies: named?.map(({ code, level }) => ({ code, level: level ?? null })),
    modules: modules?.map(({ moduleId, title, mode, hoursHundredths: hours }) => ({
      moduleId: moduleId ?? newId(),
      title,
      mode,
      hours,
    })),
    trainers: trainers?.map(({ name, institution, employeeId }) => ({
      name,
      institution: institution ?? null,
      employeeId: employeeId ?? null,
    })),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The details of a new programme. */
export function newDetailsOf(input: NewProgrammeDto): ProgrammeDetails {
  const { title, pathCode, delivery, hoursHundredths, meetings, organiser } = input;
  return {
    developmentTarget: null,
    developmentTargetId: null,
    competencies: [],
    targetGroups: [],
    modules: [],
    trainers: [],
    costPerParticipant: 0,
    fixedCost: 0,
    fundingPattern: 'APBD',
    ...detailsOf(input),
    title,
    pathCode,
    delivery,
    hours: hoursHundredths,
    meetings,
    organiser,
  };
}
