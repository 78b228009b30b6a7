const MOVES = `(SELECT 'IN' AS kind, effective_on AS day, move_order FROM transfer_in WHERE employee_id = p.employee_id AND effective_on IS NOT NULL
  UNION ALL SELECT 'OUT', left_on, move_order FROM transfer_out WHERE employee_id = p.employee_id AND left_on IS NOT NULL)`;

/**
 * SQL: whether person `p` was in service of this region when a year ended, which is where the hours of a year count. Who came from another region (mutasi) counts there
 * for the years that ended before: else two regions would count the same person, and totals of a year that is over would grow. The last move up to
 * the end of the year says where somebody was; before the first one it was the other side. @param year SQL of the year
 */
export function servedAtEndOf(year: string): string {
  const lastDay = `make_date(${year}, 12, 31)`;
  return `p.state_order > 0 AND p.in_service_since <= ${year} AND (p.left_on IS NULL OR p.left_on > ${lastDay})
    AND (NOT EXISTS (SELECT 1 FROM transfer_in AS came WHERE came.employee_id = p.employee_id) OR coalesce(
      (SELECT kind = 'IN' FROM ${MOVES} AS m WHERE day <= ${lastDay} ORDER BY day DESC, move_order DESC LIMIT 1),
      (SELECT kind = 'OUT' FROM ${MOVES} AS m ORDER BY day, move_order LIMIT 1), true))`;
}
