import type { SqlClient } from '@betang/platform';
import { toRow } from '../database/table.js';
import type { PlanAnnexes } from '../plans/plan-rows.js';
import { loadGap } from '../resources/load-gap.js';

const ROLES = `SELECT field, name, people, alternates FROM plan_role WHERE plan_id = $1 AND NOT removed ORDER BY field, name`;
const PARTNERS = `SELECT p.name, p.task, c.sheet_number, c.valid_until, coalesce((SELECT string_agg(l.quantity || ' ' || l.unit || ' ' || l.item, '; ' ORDER BY l.item, l.line_id)
    FROM commitment_line AS l WHERE l.commitment_id = c.commitment_id AND NOT l.removed), '-') AS gives FROM commitment AS c JOIN partner AS p USING (partner_id)
  WHERE c.plan_id = $1 AND NOT c.ended AND NOT p.ended ORDER BY p.name`;
const SERVICES = `SELECT s.name, s.longest_outage_hours, s.least_staff FROM plan_service JOIN critical_service AS s USING (service_id)
  WHERE plan_id = $1 AND NOT s.ended ORDER BY s.longest_outage_hours, s.name`;

/** Roles, needs, partners and services of a plan as they are on a day: what is signed beside its chapters. */
export async function loadAnnexes(db: SqlClient, planId: string, day: string): Promise<PlanAnnexes> {
  const rows = async <R extends object>(text: string) => (await db.query(text, [planId])).map(toRow<R>);
  const gap = await loadGap(db, planId, day);
  return {
    roles: await rows<PlanAnnexes['roles'][number]>(ROLES),
    needs: gap.map(({ field, place, item, unit, needed, available, gap: missing }) => ({
      field,
      place,
      item,
      unit,
      needed,
      available,
      gap: missing,
    })),
    partners: await rows<PlanAnnexes['partners'][number]>(PARTNERS),
    services: await rows<PlanAnnexes['services'][number]>(SERVICES),
  };
}
