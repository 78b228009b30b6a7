-- What is promised of a stock: for some months of each year or for all of it, how much of the promise the stock can keep beside the others, and
-- how much other plans were promised of the same stock for the same months.
ALTER TABLE supply
  ADD COLUMN months     smallint[] CHECK (cardinality(months) BETWEEN 1 AND 12),
  ADD COLUMN counted    bigint NOT NULL DEFAULT 0,
  ADD COLUMN elsewhere  bigint NOT NULL DEFAULT 0,
  -- Promised knowingly beyond what is there: why, by whom, when.
  ADD COLUMN over_reason text,
  ADD COLUMN over_by     text,
  ADD COLUMN over_on     date,
  ADD CHECK ((over_reason IS NULL) = (over_by IS NULL) AND (over_reason IS NULL) = (over_on IS NULL));

-- Promises made until now are for the whole year, and are kept in the order in which they were made.
UPDATE supply SET counted = quantity WHERE commitment_id IS NOT NULL;
UPDATE supply AS s SET counted = u.counted, elsewhere = u.elsewhere
  FROM (SELECT s.supply_id,
               greatest(0, least(s.quantity, t.quantity - coalesce(sum(s.quantity) OVER (PARTITION BY s.stock_id ORDER BY s.supply_id
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS counted,
               sum(s.quantity) OVER (PARTITION BY s.stock_id) - sum(s.quantity) OVER (PARTITION BY s.stock_id, n.plan_id) AS elsewhere
          FROM supply AS s JOIN stock AS t USING (stock_id) JOIN resource_need AS n USING (need_id) JOIN plan AS p ON p.plan_id = n.plan_id
         WHERE NOT s.ended AND NOT n.removed AND p.state = 'ACTIVE') AS u
 WHERE u.supply_id = s.supply_id;
