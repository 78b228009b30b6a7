import type { ProgrammePublished } from '@betang/contracts';
import type { CatalogueProgrammeView } from './catalogue.dto.js';

export interface OfferedRow {
  readonly programmeId: string;
  readonly region: string;
  readonly told: ProgrammePublished;
}

/** A programme as its region told it; what releases before this one left out is empty or null. */
export function catalogueView(told: ProgrammePublished): CatalogueProgrammeView {
  const { programmeId, programmeVersion, organiserRegion, title, pathCode, delivery, hours, meetings, organiser } =
    told;
  return {
    programmeId,
    organiserRegion,
    programmeVersion,
    title,
    pathCode,
    delivery,
    hoursHundredths: hours,
    meetings,
    organiser,
    developmentTarget: told.developmentTarget,
    developmentTargetId: told.developmentTargetId ?? null,
    competencyCodes: told.competencyCodes,
    competencies: told.competencies ?? told.competencyCodes.map((code) => ({ code, level: null })),
    targetGroups: told.targetGroups ?? [],
    modules: (told.modules ?? []).map(({ hours: hoursHundredths, ...module }) => ({ ...module, hoursHundredths })),
    materials: told.materials ?? [],
    costPerParticipant: told.costPerParticipant ?? null,
    fundingPattern: told.fundingPattern ?? null,
    origin: told.origin ?? null,
    lineage: told.lineage ?? [],
  };
}
