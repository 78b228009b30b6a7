import type { ProgrammePublished } from '@betang/contracts';
import { AppError } from '@betang/platform';
import type { Provenance } from '../programmes/programme.decision.js';
import type { ProgrammeDetails } from '../programmes/programme-details.js';
import type { ProgrammeOrigin } from '../database/programme-parts.js';

/** What the adopting region says itself: its own target, organiser, cost and trainers. */
export interface AdoptionTerms {
  readonly kind: ProgrammeOrigin['kind'];
  readonly organiser: string;
  readonly developmentTargetId: string | null;
  readonly developmentTarget: string | null;
}

const LONGEST_LINE = 20;

/**
 * A draft made of another region's programme, with the curriculum as it was told and where it came from. Throws `programme-is-own` (409):
 * a region does not take over what is its own.
 */
export function takeOver(
  told: ProgrammePublished,
  terms: AdoptionTerms,
  region: string,
): { readonly details: ProgrammeDetails; readonly provenance: Provenance } {
  if (told.organiserRegion === region) throw new AppError('programme-is-own', { status: 409 });
  const { programmeId, programmeVersion, organiserRegion, title, pathCode, delivery, hours, meetings } = told;
  const details: ProgrammeDetails = {
    title,
    pathCode,
    delivery,
    hours,
    meetings,
    organiser: terms.organiser,
    developmentTarget: terms.developmentTarget,
    developmentTargetId: terms.developmentTargetId,
    competencies: told.competencies ?? told.competencyCodes.map((code) => ({ code, level: null })),
    targetGroups: told.targetGroups ?? [],
    modules: told.modules ?? [],
    trainers: [],
    costPerParticipant: told.costPerParticipant ?? 0,
    fixedCost: 0,
    fundingPattern: told.fundingPattern ?? 'APBD',
  };
  const origin = { kind: terms.kind, programmeId, programmeVersion, region: organiserRegion };
  const lineage = told.origin ? [told.origin, ...(told.lineage ?? [])].slice(0, LONGEST_LINE) : [];
  return { details, provenance: { origin, lineage } };
}

/**
 * The curriculum of a newer version of the origin, for a programme that follows it; undefined: its region offers it no more. Throws
 * `programme-not-adopted`, `origin-withdrawn`, `origin-not-newer` (409).
 */
export function followOrigin(
  origin: ProgrammeOrigin | null,
  told: ProgrammePublished | undefined,
): { readonly details: Partial<ProgrammeDetails>; readonly origin: ProgrammeOrigin } {
  if (origin?.kind !== 'ADOPTED') throw new AppError('programme-not-adopted', { status: 409 });
  if (!told) throw new AppError('origin-withdrawn', { status: 409 });
  if (told.programmeVersion <= origin.programmeVersion) throw new AppError('origin-not-newer', { status: 409 });
  const { title, pathCode, delivery, hours, meetings } = told;
  const competencies = told.competencies ?? told.competencyCodes.map((code) => ({ code, level: null }));
  const details = { title, pathCode, delivery, hours, meetings, competencies, modules: told.modules ?? [] };
  return { details, origin: { ...origin, programmeVersion: told.programmeVersion } };
}
