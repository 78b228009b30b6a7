-- Who came from another region counts there for the years that ended before; until now two regions counted them. Who had been here before is looked at anew
-- with the next word of the register.
WITH elsewhere AS (
  UPDATE person_year AS y SET in_service = false
    FROM (SELECT employee_id, min(effective_on) AS came_on FROM transfer_in WHERE effective_on IS NOT NULL GROUP BY employee_id) AS t
   WHERE t.employee_id = y.employee_id AND y.in_service AND t.came_on > make_date(y.year, 12, 31)
     AND NOT EXISTS (SELECT 1 FROM transfer_out AS o WHERE o.employee_id = y.employee_id)
  RETURNING y.employment_status, y.year)
INSERT INTO totals_mark (employment_status, year)
SELECT DISTINCT employment_status, year FROM elsewhere WHERE employment_status IS NOT NULL;
