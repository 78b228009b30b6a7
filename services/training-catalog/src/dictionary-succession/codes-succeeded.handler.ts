import { CompetencyCodesSucceeded, lostCompetencies, succeedCompetencies } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Audit, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { NOT_NEEDED } from '../publication/publication-reasons.js';
import { PublicationRequests } from '../publication/publication-requests.js';
import { EventPattern } from '../events.js';
import type { CompetencyAtLevel } from '../dictionary/competency-at-level.js';

const ONCE = `INSERT INTO dictionary_step (dictionary_id, dictionary_version, successions) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
/** An adopted programme keeps the curriculum of its origin, in the codes of the origin's dictionary. */
const NAMING = `SELECT programme_id AS id, competencies FROM programme WHERE state IN ('DRAFT', 'PUBLISHED')
   AND origin->>'kind' IS DISTINCT FROM 'ADOPTED' AND competency_codes && $1::text[] ORDER BY programme_id FOR UPDATE`;
const WRITE = `UPDATE programme AS p SET competencies = u.c, competency_codes = ARRAY(SELECT jsonb_array_elements(u.c)->>'code'),
    revision = p.revision + 1, changed_at = now()
  FROM unnest($1::uuid[], $2::jsonb[]) AS u(i, c) WHERE p.programme_id = u.i`;

type Succeeded = ReceivedEvent<typeof CompetencyCodesSucceeded>;
interface Followed {
  readonly id: string;
  readonly competencies: readonly CompetencyAtLevel[];
  readonly lost: readonly string[];
}

/**
 * The region's programmes follow its dictionary (kamus kompetensi), each version once: what is being prepared goes over to the codes that hold now. What is on
 * offer stays as it was told until it is published again.
 */
@Controller()
export class CodesSucceededHandler {
  constructor(
    private readonly requests: PublicationRequests,
    private readonly audit: Audit,
  ) {}

  @EventPattern(CompetencyCodesSucceeded, 'process')
  async succeeded(events: readonly Succeeded[], { transaction }: EventBatch): Promise<void> {
    for (const { data } of events) await this.follow(transaction, data);
  }

  private async follow(tx: Transaction, data: CompetencyCodesSucceeded): Promise<void> {
    const { dictionaryId, dictionaryVersion, successions } = data;
    if ((await tx.execute(ONCE, [dictionaryId, dictionaryVersion, JSON.stringify(successions)])) === 0) return;
    const steps = new Map(successions.map((step) => [step.fromCode, step]));
    const rows = await tx.query<Omit<Followed, 'lost'>>(NAMING, [[...steps.keys()]]);
    const followed = rows.map(({ id, competencies }): Followed => {
      const now = succeedCompetencies(competencies, steps) ?? [...competencies];
      return { id, competencies: now, lost: lostCompetencies(competencies, steps) };
    });
    if (followed.length === 0) return;
    await tx.execute(WRITE, [
      followed.map(({ id }) => id),
      followed.map(({ competencies }) => JSON.stringify(competencies)),
    ]);
    for (const programme of followed) await this.keepTrack(tx, programme, dictionaryVersion);
  }

  /** A request for the revision of before would be decided for nothing. */
  private async keepTrack(tx: Transaction, { id, competencies, lost }: Followed, version: number): Promise<void> {
    await this.requests.closeOpen(tx, id, NOT_NEEDED.dictionary);
    await this.audit.record(tx, {
      actor: 'competency-mapping',
      action: 'follow-dictionary',
      object: { type: 'programme', id },
      after: { dictionaryVersion: version, competencies, lost },
    });
  }
}
