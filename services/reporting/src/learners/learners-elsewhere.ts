/**
 * Every move of a learner (mutasi), seen from both sides: who came, by the name of the region that says so, and who left, by the former name, in whichever region
 * has it (null: any but the one that says so). A region is believed about its own people, and about others' only by their names, which it knows of nobody but whom
 * it took over.
 */
const MOVES = `SELECT m.region AS place, coalesce(a.learner, m.learner) AS learner, true AS came, m.region AS told_by,
    coalesce(m.moved_on, m.first_told) AS day, m.transfer_id
    FROM learner_move AS m LEFT JOIN learner_alias AS a ON a.region = m.region AND a.former = m.learner
  UNION ALL
  SELECT NULL, m.former, false, m.region, coalesce(m.moved_on, m.first_told), m.transfer_id FROM learner_move AS m WHERE m.former IS NOT NULL
  UNION ALL
  SELECT a.region, a.learner, false, m.region, coalesce(m.moved_on, m.first_told), m.transfer_id
    FROM learner_move AS m JOIN learner_alias AS a ON a.former = m.former`;

/**
 * SQL: relation (`region`, `learner`) of the persons under a pseudonym whose hours of a year do not count in that region, for they served elsewhere when it ended.
 * The rule is the one by which learning-hours states totals (`served-year.ts` there), and reporting counts its own people (`people-of-year.ts`): the last move up to
 * 31 December says where somebody was; before the first one it was the other side. So
 * - hours that somebody took along count in the new region from the year of the move on, and for the years before where they were earned;
 * - of several moves the last one up to the end of the year holds; of two on one day the one that was asked for later, by the id of the transfer;
 * - of a region that shares no persons nothing is taken away, for nothing is there: hours of the years before then stand in no figure about persons, as those of all
 *   its people do, and not in the new region's either; of who moved to one, hours stay where they are known;
 * - a move whose day was not told (older releases) was on the day on which it was told first.
 * @param year SQL of the year, an integer
 */
export function learnersElsewhere(year: string): string {
  const lastDay = `make_date(${year}, 12, 31)`;
  return `(WITH move AS MATERIALIZED (${MOVES})
     SELECT region, learner FROM (
       SELECT DISTINCT ON (k.region, k.learner) k.region, k.learner, m.came, m.day <= ${lastDay} AS is_past
         FROM (SELECT DISTINCT region, learner FROM learner_month WHERE year = ${year} AND learner IN (SELECT learner FROM move)) AS k
         JOIN move AS m ON m.learner = k.learner AND (m.place = k.region OR m.place IS NULL) AND (m.came OR m.told_by <> k.region)
        ORDER BY k.region, k.learner, m.day <= ${lastDay} DESC, abs(m.day - ${lastDay}),
                 CASE WHEN m.day <= ${lastDay} THEN m.transfer_id END DESC, m.transfer_id) AS nearest
      WHERE came <> is_past)`;
}
