import type { Action, Finding } from './drill-rows.js';
import type { ActionView, FindingView } from './drill.dto.js';

export function findingView(finding: Finding): FindingView {
  const { findingId, planId, source, sourceId, kind, title, severity, section, competencyCode, level, people } =
    finding;
  const { unitId, raisedOn, state, settledInVersion, settledReason } = finding;
  const what = { findingId, planId, source, sourceId, kind, title, severity, section, competencyCode, level, people };
  return { ...what, unitId, raisedOn, state, settledInVersion, settledReason };
}

export function actionView(
  { actionId, findingId, title, ownerUnitId, dueOn, doneOn, result }: Action,
  today: string,
): ActionView {
  const state = doneOn !== null ? 'DONE' : dueOn < today ? 'OVERDUE' : 'OPEN';
  return { actionId, findingId, title, ownerUnitId, dueOn, state, doneOn, result };
}
