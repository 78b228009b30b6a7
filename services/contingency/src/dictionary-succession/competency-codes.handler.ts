import { CompetencyCodesSucceeded, type CodeStep } from '@betang/contracts';
import { Outbox, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import { Audit, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import type { RequiredCompetency } from '../dictionary/required-competency.js';
import { ReadinessMarks } from '../marks/readiness-marks.js';
import { Reviews } from '../reviews/reviews.js';
import { Templates } from '../templates/templates.js';
import { lostCodes, succeedRequired } from '../dictionary/required-codes.decision.js';

const ONCE = `INSERT INTO dictionary_step (dictionary_id, dictionary_version, successions) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
const ASKING = `EXISTS (SELECT 1 FROM jsonb_array_elements(competencies) AS c WHERE c->>'competencyCode' = ANY($1::text[]))`;
const ROLES = `SELECT role_id AS id, competencies FROM plan_role WHERE NOT removed AND ${ASKING} ORDER BY role_id FOR UPDATE`;
const SERVICES = `SELECT service_id AS id, competencies FROM critical_service WHERE NOT ended AND ${ASKING} ORDER BY service_id FOR UPDATE`;
const WRITE_ROLES = `UPDATE plan_role AS r SET competencies = u.c FROM unnest($1::uuid[], $2::jsonb[]) AS u(i, c) WHERE r.role_id = u.i`;
const WRITE_SERVICES = `UPDATE critical_service AS s SET competencies = u.c FROM unnest($1::uuid[], $2::jsonb[]) AS u(i, c) WHERE s.service_id = u.i`;
const PLANS = `SELECT plan_id AS "planId" FROM plan_role WHERE role_id = ANY($1::uuid[])
  UNION SELECT plan_id FROM plan_service WHERE service_id = ANY($2::uuid[])`;
/**
 * Levels under the old codes count under the new ones until the profiles, computed anew one after the other, tell them: else readiness would
 * fall for the minute in between. Their order stays, so that the profile's own word wins.
 */
const carryLevels = (
  whose: string,
): string => `INSERT INTO person_competency AS c (employee_id, competency_code, level, valid_until, profile_order)
  SELECT DISTINCT ON (o.employee_id, s.to_code) o.employee_id, s.to_code, (s.levels::smallint[])[o.level + 1], o.valid_until, o.profile_order
    FROM unnest($1::text[], $2::text[], $3::text[]) AS s(from_code, to_code, levels)
    JOIN person_competency AS o ON o.competency_code = s.from_code AND o.level IS NOT NULL
   WHERE s.to_code IS NOT NULL ${whose}
   ORDER BY o.employee_id, s.to_code, 3 DESC
  ON CONFLICT (employee_id, competency_code) DO UPDATE SET level = excluded.level, valid_until = excluded.valid_until,
    profile_order = excluded.profile_order
  WHERE excluded.profile_order >= c.profile_order`;
/** The reader waits for it: only of people who stand for something. */
const CARRY_LEVELS = carryLevels('AND o.employee_id IN (SELECT employee_id FROM assignment WHERE NOT ended)');
/** Who stands for something is no projection, and nobody waits. */
const CARRY_ALL_LEVELS = carryLevels('');

type Succeeded = ReceivedEvent<typeof CompetencyCodesSucceeded>;
type Steps = ReadonlyMap<string, CodeStep>;
interface Asking {
  readonly id: string;
  readonly competencies: readonly RequiredCompetency[];
}
/** Rows that ask for something else now, and those of them that lost something that they asked for. */
interface Rewritten {
  readonly changed: readonly string[];
  readonly lost: ReadonlyMap<string, readonly string[]>;
}

/** What roles, services and templates ask for follows the region's dictionary (kamus kompetensi), each version once. */
@Controller()
export class CompetencyCodesHandler {
  constructor(
    private readonly marks: ReadinessMarks,
    private readonly reviews: Reviews,
    private readonly templates: Templates,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /** A projection for the levels; while they are rebuilt the rest stands: each version is followed once. */
  @EventPattern(CompetencyCodesSucceeded, 'projection')
  async succeeded(events: readonly Succeeded[], { transaction, rebuilding }: EventBatch): Promise<void> {
    for (const event of events)
      if (rebuilding) await transaction.execute(CARRY_ALL_LEVELS, levelSteps(event));
      else await this.follow(transaction, event);
  }

  private async follow(tx: Transaction, event: Succeeded): Promise<void> {
    const { id, data } = event;
    const { dictionaryId, dictionaryVersion, successions } = data;
    if ((await tx.execute(ONCE, [dictionaryId, dictionaryVersion, JSON.stringify(successions)])) === 0) return;
    const steps: Steps = new Map(successions.map((step) => [step.fromCode, step]));
    const roles = await rewrite(tx, ROLES, WRITE_ROLES, steps);
    const services = await rewrite(tx, SERVICES, WRITE_SERVICES, steps);
    const templates = await this.templates.followDictionary(tx, steps, dictionaryVersion);
    await tx.execute(CARRY_LEVELS, levelSteps(event));
    await this.askReviews(tx, dictionaryId, [roles, services]);
    await this.marks.markPlans(tx, await plansOf(tx, roles.changed, services.changed), 'ROLES_CHANGED', id);
    await this.audit.record(tx, {
      actor: 'competency-mapping',
      action: 'follow-dictionary',
      object: { type: 'dictionary', id: dictionaryId },
      after: { dictionaryVersion, roles: roles.changed.length, services: services.changed.length, templates },
    });
  }

  /** A requirement that nothing takes the place of is gone from its role: whoever leads the plan has to say what is asked for instead. */
  private async askReviews(
    tx: Transaction,
    dictionaryId: string,
    [roles, services]: readonly [Rewritten, Rewritten],
  ): Promise<void> {
    const codes = [...new Set([...roles.lost.values(), ...services.lost.values()].flat())].sort();
    if (codes.length === 0) return;
    const plans = await plansOf(tx, [...roles.lost.keys()], [...services.lost.keys()]);
    const reason = `Kompetensi yang diminta tidak ada lagi dalam kamus: ${codes.join(', ')}`.slice(0, 500);
    const { events } = await this.reviews.ask(tx, plans, { cause: 'DICTIONARY', causeId: dictionaryId, reason });
    await this.outbox.append(tx, events);
  }
}

/** Parameters of {@link carryLevels}: a step each part of each code. */
function levelSteps({ data }: Succeeded): unknown[] {
  const parts = data.successions.flatMap(({ fromCode, also = [], ...first }) =>
    [first, ...also].map((part) => ({ fromCode, ...part })),
  );
  return [
    parts.map(({ fromCode }) => fromCode),
    parts.map(({ toCode }) => toCode),
    parts.map(({ levels }) => `{${levels.join(',')}}`),
  ];
}

async function plansOf(tx: Transaction, roles: readonly string[], services: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ planId: string }>(PLANS, [roles, services]);
  return rows.map(({ planId }) => planId);
}

async function rewrite(tx: Transaction, select: string, update: string, steps: Steps): Promise<Rewritten> {
  const rows = await tx.query<Asking>(select, [[...steps.keys()]]);
  const changed = rows.flatMap(({ id, competencies }) => {
    const now = succeedRequired(competencies, steps);
    return now === undefined ? [] : [{ id, competencies: now }];
  });
  await tx.execute(update, [changed.map(({ id }) => id), changed.map((row) => JSON.stringify(row.competencies))]);
  const lost = rows.map(({ id, competencies }) => [id, lostCodes(competencies, steps)] as const);
  return { changed: changed.map(({ id }) => id), lost: new Map(lost.filter(([, codes]) => codes.length > 0)) };
}
