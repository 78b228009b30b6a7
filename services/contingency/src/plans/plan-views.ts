import type { PlanVersionView, PlanView } from './plan.dto.js';
import { missingSections, unadaptedSections } from './plan-content.decision.js';
import type { Plan, PlanVersion } from './plan-rows.js';
import { stateOf } from './plan-statements.js';

export function planView(plan: Plan, today: string): PlanView {
  const { planId, hazardId, hazardCode, title, leadUnitId, latestVersion, versionInForce, decreeNumber, decreeOn } =
    plan;
  const { validUntil, reviewDueOn, templateId, withdrawnReason } = plan;
  return {
    planId,
    hazardId,
    hazardCode,
    title,
    leadUnitId,
    state: stateOf(plan.state, versionInForce, validUntil, today),
    latestVersion,
    versionInForce,
    decreeNumber,
    decreeOn,
    validUntil,
    reviewDueOn,
    templateId,
    withdrawnReason,
  };
}

export function versionView(row: PlanVersion): PlanVersionView {
  const { planId, version, state, revision, guideEdition, sections, annexes, returnReason } = row;
  const { decreeNumber, decreeOn, signedBy, validFrom, validUntil, reviewDueOn } = row;
  return {
    planId,
    version,
    state,
    revision,
    guideEdition,
    sections,
    annexes,
    missingSections: missingSections(sections),
    unadaptedSections: unadaptedSections(sections, row.templateSections),
    returnReason,
    decreeNumber,
    decreeOn,
    signedBy,
    validFrom,
    validUntil,
    reviewDueOn,
  };
}
