import { findRegionCode, type SnapshotProvider } from '@betang/messaging';
import { DrillFindingRaisedV2, PlanTemplatePublished, type NewEvent } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { toRow } from './database/table.js';
import type { Drill, Participation } from './drills/drill-rows.js';
import { participationEvents } from './drills/drills.js';
import type { Emergencies } from './emergencies/emergencies.js';
import type { MutualAid } from './mutual-aid/mutual-aid.js';
import { loadStatements } from './statements.js';

const TEMPLATES = `SELECT published FROM plan_template WHERE state = 'PUBLISHED' ORDER BY template_id`;
const PARTICIPATIONS = `SELECT p.*, d.drill_id, d.plan_id, d.kind, d.title, d.organiser, d.starts_on, d.ends_on FROM participation AS p JOIN drill AS d USING (drill_id)
  WHERE p.minutes IS NOT NULL AND p.withdrawn_reason IS NULL AND NOT p.forgotten ORDER BY p.participation_id`;
const NEEDS = `SELECT f.*, coalesce(p.hazard_code, e.hazard_code) AS hazard_code FROM finding AS f LEFT JOIN plan AS p USING (plan_id)
  LEFT JOIN emergency AS e ON f.source = 'AFTER_ACTION' AND e.emergency_id = f.source_id WHERE f.kind = 'COMPETENCY' ORDER BY f.finding_id`;

/**
 * The service's present as facts that anyone may apply again: newest statements for the province, emergencies and templates for the federation, what was said
 * in mutual aid for the region it was said to, participations and competency needs for the region itself.
 */
export function presentFacts(emergencies: Emergencies, aid: MutualAid): SnapshotProvider {
  return async (tx, audience): Promise<readonly NewEvent[]> => {
    if (audience === 'province') return loadStatements(tx);
    if (audience === 'federation') return [...(await emergencies.present(tx)), ...(await templates(tx))];
    if (audience === 'local') return [...(await participations(tx)), ...(await needs(tx))];
    const region = findRegionCode(audience.slice('to.'.length));
    return region === undefined ? [] : aid.saidTo(tx, region);
  };
}

async function templates(db: SqlClient): Promise<NewEvent[]> {
  const rows = await db.query<{ published: PlanTemplatePublished }>(TEMPLATES);
  return rows.map(
    ({ published }) =>
      PlanTemplatePublished.create({ subject: published.templateId, data: published }) as unknown as NewEvent,
  );
}

async function participations(db: SqlClient): Promise<NewEvent[]> {
  const rows = (await db.query(PARTICIPATIONS)).map(toRow<Participation & Drill>);
  return rows.flatMap((row) => participationEvents(row, row)) as NewEvent[];
}

/** Names of people in a finding travelled with its own event only; they are not kept. */
async function needs(db: SqlClient): Promise<NewEvent[]> {
  const rows = (await db.query(NEEDS)).map(toRow<DrillFindingRaisedV2>);
  return rows.map((row) => {
    const {
      findingId,
      source,
      sourceId,
      planId,
      hazardCode,
      title,
      severity,
      competencyCode,
      level,
      people,
      unitId,
      raisedOn,
    } = row;
    const what = { findingId, source, sourceId, planId, hazardCode, title, severity, competencyCode, level, people };
    const data = { ...what, unitId, employeeIds: [], dueOn: null, raisedOn };
    return DrillFindingRaisedV2.create({ subject: findingId, data }) as unknown as NewEvent;
  });
}
