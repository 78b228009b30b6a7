/**
 * Whether a decision to pass does not count any more, as SQL over a row of `training_outcome`: its completion was revoked, or the certificate of a guest,
 * whose completion is recorded at home. One that was restored has another completion, and counts again.
 */
export const takenBack = (outcome: string): string => `(${outcome}.passed AND (
  EXISTS (SELECT 1 FROM completion AS tb WHERE tb.completion_id = ${outcome}.completion_id AND tb.revoked_at IS NOT NULL)
  OR EXISTS (SELECT 1 FROM certificate AS tb WHERE tb.completion_id = ${outcome}.completion_id AND tb.state = 'REVOKED')))`;

/** The same over a row that names an enrolment: a review of behaviour, a seat. */
export const takenBackOf = (row: string): string =>
  `EXISTS (SELECT 1 FROM training_outcome AS tbo WHERE tbo.enrolment_id = ${row}.enrolment_id AND ${takenBack('tbo')})`;
