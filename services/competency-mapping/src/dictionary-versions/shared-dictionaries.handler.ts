import { CompetencyDictionaryPublished } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const UPSERT = `INSERT INTO shared_dictionary (dictionary_id, part, parts, region, version, title, legal_basis, valid_from, competencies)
  SELECT DISTINCT ON (i, n) i, n, m, r, v, t, l, f, c
    FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::date[], $9::jsonb[])
      AS u(i, n, m, r, v, t, l, f, c)
  ON CONFLICT DO NOTHING`;

type Published = ReceivedEvent<typeof CompetencyDictionaryPublished>;

/** Dictionaries that regions published; a version never changes, so the first word on a part holds. */
@Controller()
export class SharedDictionariesHandler {
  @EventPattern(CompetencyDictionaryPublished, 'projection')
  async published(events: readonly Published[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data } of events)
      if (data.region !== region)
        throw new AppError('event-of-another-region', { params: { origin: region, named: data.region } });
    await transaction.prepared('shared-dictionary', UPSERT, [
      events.map(({ data }) => data.dictionaryId),
      events.map(({ data }) => data.part),
      events.map(({ data }) => data.parts),
      events.map(({ region }) => region),
      events.map(({ data }) => data.dictionaryVersion),
      events.map(({ data }) => data.title),
      events.map(({ data }) => data.legalBasis),
      events.map(({ data }) => data.validFrom),
      events.map(({ data }) => JSON.stringify(data.competencies)),
    ]);
  }
}
