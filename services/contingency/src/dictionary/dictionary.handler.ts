import { CompetencyDictionaryPublished, CompetencyDictionaryRecorded, knownCompetency } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { RegionConfig } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { ReadinessMarks } from '../marks/readiness-marks.js';
import { loadDictionary } from './known-dictionary.js';

const UPSERT = `INSERT INTO dictionary_part (dictionary_id, part, parts, dictionary_version, competencies)
  SELECT DISTINCT ON (i, n) * FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[], $5::jsonb[]) AS u(i, n, m, v, c) ON CONFLICT DO NOTHING`;
/** Plans that ask for a code which the dictionary lacks, or were told so before. */
const TOUCHED = `SELECT plan_id AS "planId" FROM plan_role, jsonb_array_elements(competencies) AS c
   WHERE NOT removed AND NOT c->>'competencyCode' = ANY($1::text[])
  UNION SELECT plan_id FROM plan_service JOIN critical_service AS s USING (service_id), jsonb_array_elements(s.competencies) AS c
   WHERE NOT s.ended AND NOT c->>'competencyCode' = ANY($1::text[])
  UNION SELECT plan_id FROM readiness WHERE components::text LIKE '%readiness.competency-code-unknown%'`;

type Published = ReceivedEvent<typeof CompetencyDictionaryPublished>;
type Recorded = ReceivedEvent<typeof CompetencyDictionaryRecorded>;

/** The codes that roles, services, templates and findings may name: those of the region's own dictionary; other regions' are their own affair. */
@Controller()
export class DictionaryHandler {
  constructor(
    private readonly marks: ReadinessMarks,
    private readonly config: RegionConfig,
  ) {}

  /** As it is told at home: heard without a hub too. */
  @EventPattern(CompetencyDictionaryRecorded, 'projection')
  recorded(events: readonly Recorded[], batch: EventBatch): Promise<void> {
    return this.keep(events, batch);
  }

  /** As the federation is told it: versions of before it was told at home have come this way alone. */
  @EventPattern(CompetencyDictionaryPublished, 'projection')
  published(events: readonly Published[], batch: EventBatch): Promise<void> {
    return this.keep(
      events.filter(({ region, data }) => region === this.config.region && data.region === region),
      batch,
    );
  }

  private async keep(own: readonly (Recorded | Published)[], { transaction, rebuilding }: EventBatch): Promise<void> {
    if (own.length === 0) return;
    await transaction.prepared('dictionary-part', UPSERT, [
      own.map(({ data }) => data.dictionaryId),
      own.map(({ data }) => data.part),
      own.map(({ data }) => data.parts),
      own.map(({ data }) => data.dictionaryVersion),
      own.map(({ data }) => JSON.stringify(data.competencies.map(knownCompetency))),
    ]);
    if (rebuilding) return;
    const { whole, competencies } = await loadDictionary(transaction);
    if (!whole) return;
    const plans = await transaction.query<{ planId: string }>(TOUCHED, [[...competencies.keys()]]);
    await this.marks.markPlans(
      transaction,
      plans.map(({ planId }) => planId),
      'ROLES_CHANGED',
      own.at(-1)!.id,
    );
  }
}
