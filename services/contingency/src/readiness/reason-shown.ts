import { findMessage, type Language } from '@betang/platform';
import type { ReasonView } from './readiness.dto.js';
import type { Reason } from './readiness-result.js';

/** Reasons in words. Who may not read the people of plans sees that somebody is missing, not who. */
export function reasonShown(people: boolean, language: Language): (reason: Reason) => ReasonView {
  return ({ code, subjectId, employeeId, params }) => ({
    code,
    text: findMessage(language, code, params) ?? code,
    subjectId: subjectId ?? null,
    employeeId: people ? (employeeId ?? null) : null,
  });
}
