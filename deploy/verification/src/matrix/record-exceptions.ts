/** Answers that name people and are not put on record as a look at their data, with the reason. */
export const NO_LOOK: Readonly<Record<string, string>> = {
  'identity units': 'who heads a unit is public',
  'identity units/:unitId': 'who heads a unit is public',
  'identity units/:unitId/history': 'who heads a unit is public',
  'identity units/tree': 'who heads a unit is public',
  'identity accounts': 'opaque ids only; the operator sees no record of a person',
  'identity accounts/:accountId': 'opaque ids only; the operator sees no record of a person',
};

/** Where the employee number (NIP) of others stands in full, and for whom; everywhere else it is masked or left out. */
export const WHOLE_NUMBER: Readonly<Record<string, readonly string[]>> = {
  'identity employees/:employeeId': ['bkpsdm-officer', 'bpsdm-officer'],
  'learning-hours siasn/export': ['bkpsdm-officer', 'bpsdm-officer'],
};

/** Commands that may name records of another agency and are taken all the same, with the reason. */
export const TAKEN_WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  'POST learning-hours claims/decisions': 'answers claim-not-found for each',
  'POST learning-hours claims/assignments': 'assigns the claims within reach alone',
  'POST learning-hours delegations': 'gives the own power away, to whomever one likes',
  'POST reporting schedules': 'a report for oneself, made with the rights of its owner when it is due',
  'POST training-catalog sessions/:sessionId/nominations': 'lists people out of reach as unknown',
};

/** Commands that say of themselves, with the reason, that they leave no entry in the audit trail or take no key. Beside reading one's own notices. */
export const EXCUSED: readonly string[] = [
  'competency-mapping people/search: no entry',
  'competency-mapping people/search: no key',
  'identity accounts/search: no entry',
  'identity accounts/search: no key',
  'identity employees/search: no entry',
  'identity employees/search: no key',
  'learning-hours people/search: no entry',
  'learning-hours people/search: no key',
  'learning-hours team/search: no entry',
  'learning-hours team/search: no key',
  'training-catalog certificates-elsewhere/search: no entry',
  'training-catalog certificates-elsewhere/search: no key',
  'training-catalog certificates/search: no entry',
  'training-catalog certificates/search: no key',
  'training-catalog me/attempts-elsewhere/:attemptId/answers: no entry',
  'training-catalog me/attempts/:attemptId/answers: no entry',
  'training-catalog me/sessions-elsewhere/:sessionId/reaction: no entry',
  'training-catalog me/sessions/:sessionId/reaction: no entry',
];

/** Commands that find everything as it was asked to be, or nothing within reach, and say so by `Audit.nothingChanged`. */
export const UNCHANGED: readonly string[] = [
  'learning-hours claims/assignments',
  'learning-hours claims/decisions',
  'competency-mapping targets/:targetId',
  'identity units/:unitId',
];

/** Commands that no repetition reaches here, whatever key it carries, with the reason. */
export const REFUSED_FIRST: Readonly<Record<string, string>> = {
  'POST identity me/password': 'passwords are no part of what a repetition is known by, lest a guess be confirmed',
  'POST learning-hours claims/:claimId/evidence': 'only who entered a claim goes on with it; here its person did',
  'POST learning-hours claims/:claimId/submit': 'only who entered a claim goes on with it; here its person did',
  'POST training-catalog me/sessions-elsewhere/:sessionId/reaction':
    'anonymous: its key is kept without the account that sent it',
  'POST training-catalog me/sessions/:sessionId/reaction':
    'anonymous: its key is kept without the account that sent it',
  'POST reporting periods/regions/:region/decision': 'a regency decides on nobody’s report; provinces do',
};

/** Commands whose repetition is not answered word by word, with the reason. */
export const TOLD_ONCE: Readonly<Record<string, string>> = {
  'identity accounts/:accountId/password': 'the password is told once and kept nowhere',
  'identity accounts/:accountId/password-resets': 'the code is told once and kept nowhere',
};
