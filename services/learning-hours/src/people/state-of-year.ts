/**
 * SQL: a column of `person_state` as it was of person `p` when a year ended, by the newest word that speaks of the year: told in it or before, or of it alone once
 * it was over. Before anything was told holds the oldest that is known. From the newest year on, which is nearly always the one asked for, the row of the person
 * answers.
 */
function atEndOf(year: string, column: 'agency_id' | 'employment_status'): string {
  return `CASE WHEN ${year} >= p.state_year THEN p.${column} ELSE (SELECT s.${column} FROM person_state AS s
    WHERE s.employee_id = p.employee_id AND (s.from_year = ${year} OR (s.from_year < ${year} AND NOT s.told_later))
    ORDER BY s.state_order DESC, s.from_year DESC LIMIT 1) END`;
}

/** SQL: the agency (perangkat daerah) to which the hours of a year belong. @param year SQL of the year @see atEndOf */
export function agencyAtEndOf(year: string): string {
  return atEndOf(year, 'agency_id');
}

/** SQL: the employment status whose duty a year is under. @param year SQL of the year @see atEndOf */
export function statusAtEndOf(year: string): string {
  return atEndOf(year, 'employment_status');
}
