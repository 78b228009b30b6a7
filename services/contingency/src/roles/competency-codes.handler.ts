import { CompetencyCodesSucceeded } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Audit, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import type { RequiredCompetency } from '../readiness/plan-facts.js';
import { ReadinessMarks } from '../readiness/readiness-marks.js';
import { succeedRequired, type CodeStep } from './required-codes.decision.js';

const ONCE = `INSERT INTO dictionary_step (dictionary_id, dictionary_version) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
const ASKING = `EXISTS (SELECT 1 FROM jsonb_array_elements(competencies) AS c WHERE c->>'competencyCode' = ANY($1::text[]))`;
const ROLES = `SELECT role_id AS id, competencies FROM plan_role WHERE NOT removed AND ${ASKING} ORDER BY role_id FOR UPDATE`;
const SERVICES = `SELECT service_id AS id, competencies FROM critical_service WHERE NOT ended AND ${ASKING} ORDER BY service_id FOR UPDATE`;
const WRITE_ROLES = `UPDATE plan_role AS r SET competencies = u.c FROM unnest($1::uuid[], $2::jsonb[]) AS u(i, c) WHERE r.role_id = u.i`;
const WRITE_SERVICES = `UPDATE critical_service AS s SET competencies = u.c FROM unnest($1::uuid[], $2::jsonb[]) AS u(i, c) WHERE s.service_id = u.i`;
const PLANS = `SELECT plan_id AS "planId" FROM plan_role WHERE role_id = ANY($1::uuid[])
  UNION SELECT plan_id FROM plan_service WHERE service_id = ANY($2::uuid[])`;
/**
 * Levels under the old codes count under the new ones until the profiles, computed anew one after the other, tell them: else readiness would
 * fall for the minute in between. Only of people who stand for something; their order stays, so that the profile's own word wins.
 */
const CARRY_LEVELS = `INSERT INTO person_competency AS c (employee_id, competency_code, level, valid_until, profile_order)
  SELECT DISTINCT ON (o.employee_id, s.to_code) o.employee_id, s.to_code, (s.levels::smallint[])[o.level + 1], o.valid_until, o.profile_order
    FROM unnest($1::text[], $2::text[], $3::text[]) AS s(from_code, to_code, levels)
    JOIN person_competency AS o ON o.competency_code = s.from_code AND o.level IS NOT NULL
   WHERE s.to_code IS NOT NULL AND o.employee_id IN (SELECT employee_id FROM assignment WHERE NOT ended)
   ORDER BY o.employee_id, s.to_code, 3 DESC
  ON CONFLICT (employee_id, competency_code) DO UPDATE SET level = excluded.level, valid_until = excluded.valid_until,
    profile_order = excluded.profile_order
  WHERE excluded.profile_order >= c.profile_order`;

type Succeeded = ReceivedEvent<typeof CompetencyCodesSucceeded>;
interface Asking {
  readonly id: string;
  readonly competencies: readonly RequiredCompetency[];
}

/** What roles and services ask for follows the region's dictionary (kamus kompetensi), each version once. */
@Controller()
export class CompetencyCodesHandler {
  constructor(
    private readonly marks: ReadinessMarks,
    private readonly audit: Audit,
  ) {}

  @EventPattern(CompetencyCodesSucceeded, 'process')
  async succeeded(events: readonly Succeeded[], { transaction }: EventBatch): Promise<void> {
    for (const event of events) await this.follow(transaction, event);
  }

  private async follow(tx: Transaction, { id, data }: Succeeded): Promise<void> {
    const { dictionaryId, dictionaryVersion, successions } = data;
    if ((await tx.execute(ONCE, [dictionaryId, dictionaryVersion])) === 0) return;
    const steps = new Map(successions.map((step) => [step.fromCode, step]));
    const roles = await rewrite(tx, ROLES, WRITE_ROLES, steps);
    const services = await rewrite(tx, SERVICES, WRITE_SERVICES, steps);
    await tx.execute(CARRY_LEVELS, [
      successions.map(({ fromCode }) => fromCode),
      successions.map(({ toCode }) => toCode),
      successions.map(({ levels }) => `{${levels.join(',')}}`),
    ]);
    const plans = await tx.query<{ planId: string }>(PLANS, [roles, services]);
    await this.marks.markPlans(
      tx,
      plans.map(({ planId }) => planId),
      'ROLES_CHANGED',
      id,
    );
    await this.audit.record(tx, {
      actor: 'competency-mapping',
      action: 'follow-dictionary',
      object: { type: 'dictionary', id: dictionaryId },
      after: { dictionaryVersion, roles: roles.length, services: services.length },
    });
  }
}

/** Answers the ids of what asks for something else now. */
async function rewrite(
  tx: Transaction,
  select: string,
  update: string,
  steps: ReadonlyMap<string, CodeStep>,
): Promise<string[]> {
  const rows = await tx.query<Asking>(select, [[...steps.keys()]]);
  const changed = rows.flatMap(({ id, competencies }) => {
    const now = succeedRequired(competencies, steps);
    return now === undefined ? [] : [{ id, competencies: now }];
  });
  await tx.execute(update, [changed.map(({ id }) => id), changed.map((row) => JSON.stringify(row.competencies))]);
  return changed.map(({ id }) => id);
}
