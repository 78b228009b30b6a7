/**
 * SQL: condition on a row `s` of `employee_state` that it is what the person was when a year ended, by the same rule as in the totals that learning-hours states:
 * it is the newest word that speaks of the year, told in it or before, or of it alone once it was over; before anything was told holds the oldest that is known.
 * @param year SQL of the year
 */
export function wasAtEndOf(year: string): string {
  return `${speaksOf(year, 's')} AND NOT EXISTS (SELECT 1 FROM employee_state AS n WHERE n.employee_id = s.employee_id AND ${speaksOf(year, 'n')}
     AND (n.event_order, n.from_year) > (s.event_order, s.from_year))`;
}

function speaksOf(year: string, row: string): string {
  return `(${row}.from_year = ${year} OR (${row}.from_year < ${year} AND NOT ${row}.told_later))`;
}

/**
 * SQL: whether employee `p` served in this region when a year ended, by the first day out of service, whenever that was told. The rule is the one by which
 * learning-hours states totals: two regions count nobody twice, so who came from another one (mutasi) counts there before, and of whom just the leaving was told
 * counts in no year. @param year SQL of the year
 */
export function servedAtEndOf(year: string): string {
  const lastDay = `make_date(${year}, 12, 31)`;
  const moves = 'FROM employee_move AS m WHERE m.employee_id = p.employee_id';
  return `p.event_order > 0 AND p.since_year <= ${year} AND (p.in_service OR p.left_on > ${lastDay})
    AND (NOT EXISTS (SELECT 1 ${moves} AND m.kind = 'IN') OR coalesce(
      (SELECT m.kind = 'IN' ${moves} AND m.day <= ${lastDay} ORDER BY m.day DESC, m.move_order DESC LIMIT 1),
      (SELECT m.kind = 'OUT' ${moves} ORDER BY m.day, m.move_order LIMIT 1), true))`;
}

/**
 * SQL: relation of the people who count in a year: those in service when it ended, with the agency, unit and status of then; of the present year as things
 * stand. Columns `employee_id`, `name`, `agency_id`, `unit_id`, `employment_status`. @param year SQL of the year, an integer
 */
export function peopleOfYear(year: string): string {
  return `(SELECT s.employee_id, p.name, s.agency_id, s.unit_id, s.employment_status
     FROM employee_state AS s JOIN employee AS p USING (employee_id) WHERE ${wasAtEndOf(year)} AND ${servedAtEndOf(year)})`;
}
