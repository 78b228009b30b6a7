import { CompetencyDictionaryPublished, CompetencyDictionaryRecorded, knownCompetency } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { RegionConfig } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const UPSERT = `INSERT INTO dictionary_part (dictionary_id, part, parts, dictionary_version, competencies)
  SELECT DISTINCT ON (i, n) * FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[], $5::jsonb[]) AS u(i, n, m, v, c) ON CONFLICT DO NOTHING`;

type Published = ReceivedEvent<typeof CompetencyDictionaryPublished>;
type Recorded = ReceivedEvent<typeof CompetencyDictionaryRecorded>;

/** The codes that programmes may name: those of the region's own dictionary (kamus kompetensi); other regions' are their own affair. */
@Controller()
export class DictionaryHandlers {
  constructor(private readonly config: RegionConfig) {}

  /** As it is told at home: heard without a hub too. */
  @EventPattern(CompetencyDictionaryRecorded, 'projection')
  recorded(events: readonly Recorded[], batch: EventBatch): Promise<void> {
    return keep(events, batch);
  }

  /** As the federation is told it: versions of before it was told at home have come this way alone. */
  @EventPattern(CompetencyDictionaryPublished, 'projection')
  published(events: readonly Published[], batch: EventBatch): Promise<void> {
    const own = ({ region, data }: Published) => region === this.config.region && data.region === region;
    return keep(events.filter(own), batch);
  }
}

async function keep(own: readonly (Recorded | Published)[], { transaction }: EventBatch): Promise<void> {
  if (own.length === 0) return;
  await transaction.prepared('dictionary-part', UPSERT, [
    own.map(({ data }) => data.dictionaryId),
    own.map(({ data }) => data.part),
    own.map(({ data }) => data.parts),
    own.map(({ data }) => data.dictionaryVersion),
    own.map(({ data }) => JSON.stringify(data.competencies.map(knownCompetency))),
  ]);
}
