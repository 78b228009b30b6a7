import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompetencyDictionaryRecorded } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/** R10: the dictionary that needs are mapped by goes on from version to version, and everything that names its codes goes along. */
let service: CompetencyUnderTest;
let officer: string;
beforeAll(async () => {
  service = await startCompetency();
  officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
});
afterAll(() => service?.stop());

const post = <T = Record<string, never>>(path: string, body: object, as = officer) =>
  service.call<T>('POST', path, { as, body });
const recorded = async (): Promise<CompetencyDictionaryRecorded[]> => {
  const rows = await service.region.sql<{ data: CompetencyDictionaryRecorded }>(
    `SELECT convert_from(body, 'UTF8')::jsonb AS data FROM competency_mapping.outbox
      WHERE type = 'betang.competency-mapping.competency-dictionary-recorded.v1' AND destination = 'local' ORDER BY seq`,
  );
  return rows.map(({ data }) => data);
};

describe('R10: the dictionary of a region that stands alone', () => {
  it('is told at home whole, also where it was published before that was done', async () => {
    const draft = { title: 'Kamus 2', legalBasis: 'Peraturan Bupati (contoh)', validFrom: '2026-01-01' };
    const { dictionaryId } = (await post<{ dictionaryId: string }>('dictionaries', draft)).body;
    const radio = { code: 'TEK-01', group: 'TECHNICAL', field: 'Komunikasi', nameId: 'Radio', nameEn: 'Radio' };
    await post(`dictionaries/${dictionaryId}/competencies`, { competencies: [{ ...radio, minLevel: 1, maxLevel: 3 }] });
    expect((await post(`dictionaries/${dictionaryId}/publish`, { successions: [] })).status).toBe(200);
    const [told] = await recorded();
    expect(told).toMatchObject({ dictionaryId, dictionaryVersion: 2, part: 1, parts: 1 });
    expect(told!.competencies).toHaveLength(10);
    expect(told!.competencies.at(-1)).toMatchObject({ code: 'TEK-01', field: 'Komunikasi', maxLevel: 3 });
    await service.region.sql('UPDATE competency_mapping.dictionary SET told_at_home = false WHERE version = 2');
    await service.restart();
    await waitUntil('it is told again', async () => (await recorded()).length === 2);
    await service.restart();
    expect(await recorded()).toEqual([told, told]);
  });
});
