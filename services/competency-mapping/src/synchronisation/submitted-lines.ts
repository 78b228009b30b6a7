/**
 * Lines of submissions under the codes of the province's dictionary of today: regions submit at different times, and what was renamed in between
 * is still the same demand. A code without a successor stays as it came.
 */
export const SUBMITTED_LINES = `(SELECT b.line_id, b.submission, b.plan_id, b.region, b.year, b.target_group, b.people, b.organiser, b.quarter, b.budget, b.hours,
    b.development_target_id, b.urgency, coalesce(s.current_code, b.competency_code) AS competency_code,
    (CASE WHEN s.current_code IS NULL THEN b.level ELSE greatest(1, s.levels[b.level + 1]) END)::smallint AS level
  FROM submitted_line AS b LEFT JOIN competency_succession AS s ON s.recorded_code = b.competency_code)`;
