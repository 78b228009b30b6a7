import { ProgrammePublished, ProgrammeWithdrawn, newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { presentFacts } from '../present-facts.js';
import type { ProgrammeDetails } from './programme-details.js';
import { employ } from '../testing/employees.js';
import { REGION, ServiceUnderTest, requestOf } from '../testing/service-under-test.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  await service.rows(
    `INSERT INTO dictionary_part (dictionary_id, part, parts, dictionary_version, competencies)
     SELECT gen_random_uuid(), 1, 1, 2, jsonb_agg(jsonb_build_object('code', kind || n, 'nameId', kind, 'nameEn', kind, 'minLevel', 1, 'maxLevel', 5))
       FROM unnest(ARRAY['TEK-', 'SOS-']) AS kind, generate_series(1, 60) AS n`,
  );
});
afterAll(async () => service?.stop());

/** What one region tells of a programme. */
const told = {
  title: 'Penyusunan Rencana Kontingensi',
  pathCode: 'KL03',
  delivery: 'BLENDED' as const,
  hours: 4050,
  meetings: 5,
  organiser: 'BPSDM Provinsi Kalimantan Tengah',
  developmentTarget: 'Ketangguhan daerah terhadap bencana',
  competencyCodes: ['MAN-05', 'MAN-07'],
};
let drafts = 0;
/** Another subject each time: nothing here is to look like an overlap. */
const details = (): ProgrammeDetails => {
  drafts += 1;
  const { competencyCodes: _codes, ...rest } = told;
  return {
    ...rest,
    title: `Rancangan${drafts}`,
    developmentTargetId: null,
    competencies: [
      { code: `TEK-${drafts}`, level: 3 },
      { code: `SOS-${drafts}`, level: null },
    ],
    targetGroups: [],
    modules: [],
    trainers: [],
    costPerParticipant: 0,
    fixedCost: 0,
    fundingPattern: 'APBD',
  };
};
function run<T>(work: (tx: never) => Promise<T>): Promise<T> {
  return service.database.unitOfWork.run(work as never);
}
const receive = (handler: 'published' | 'withdrawn', ...events: unknown[]) =>
  service.database.unitOfWork.run((transaction) =>
    service.shared[handler](events as never, { transaction, rebuilding: false }),
  );
const published = (programmeId: string, version: number, region = '62', changes: object = {}) =>
  service.event(
    ProgrammePublished as never,
    { ...told, programmeId, programmeVersion: version, organiserRegion: region, ...changes } as never,
    region,
  );
const withdrawn = (programmeId: string, region = '62') =>
  service.event(ProgrammeWithdrawn as never, { programmeId, reason: 'diganti' } as never, region);
const catalogue = async () => (await service.queries.catalogue({ limit: 100 })).items;
const inCatalogue = async (programmeId: string) => (await catalogue()).find((one) => one.programmeId === programmeId);

describe("the region's own programmes", () => {
  it('are drafted, published to the federation, changed with If-Match, and withdrawn', async () => {
    const { programmeId } = await run((tx) => service.programmes.draft(tx, details(), 'officer-1'));
    expect(await inCatalogue(programmeId)).toBeUndefined();
    const first = await run((tx) => service.publication.publish(tx, programmeId, 'officer-1'));
    expect(await inCatalogue(programmeId)).toMatchObject({
      organiserRegion: REGION,
      programmeVersion: 1,
      hoursHundredths: 4050,
    });
    await expect(service.programmes.change(programmeId, '"1"', { hours: 10 }, 'officer-1')).rejects.toMatchObject({
      code: 'etag-mismatch',
    });
    await service.programmes.change(programmeId, `"${first.revision}"`, { hours: 3200 }, 'officer-1');
    expect(await inCatalogue(programmeId)).toMatchObject({ programmeVersion: 1, hoursHundredths: 4050 });
    await run((tx) => service.publication.publish(tx, programmeId, 'officer-1'));
    await run((tx) => service.publication.withdraw(tx, programmeId, 'diganti', 'officer-1'));
    expect(await service.published(ProgrammePublished as never)).toMatchObject([
      {
        programmeId,
        programmeVersion: 1,
        hours: 4050,
        organiserRegion: REGION,
        competencies: [{ level: 3 }, { level: null }],
      },
      { programmeId, programmeVersion: 2, hours: 3200 },
    ]);
    expect(await service.published(ProgrammeWithdrawn as never)).toEqual([{ programmeId, reason: 'diganti' }]);
    expect(await inCatalogue(programmeId)).toBeUndefined();
  });

  it('come back from the federation and appear once', async () => {
    const { programmeId } = await run((tx) => service.programmes.draft(tx, details(), 'officer-1'));
    await run((tx) => service.publication.publish(tx, programmeId, 'officer-1'));
    await receive('published', published(programmeId, 1, REGION));
    expect((await catalogue()).filter((one) => one.programmeId === programmeId)).toHaveLength(1);
  });
});

describe('the present of the service', () => {
  it('is the programmes as they were told, and the completions', async () => {
    const { programmeId } = await run((tx) => service.programmes.draft(tx, details(), 'officer-1'));
    const { revision } = await run((tx) => service.publication.publish(tx, programmeId, 'officer-1'));
    await service.programmes.change(programmeId, `"${revision}"`, { hours: 1 }, 'officer-1');
    const stated = await service.database.unitOfWork.run((tx) => presentFacts(tx, 'federation'));
    expect(stated.map(({ data }) => data)).toContainEqual(expect.objectContaining({ programmeId, hours: 4050 }));
    const employeeId = await employ(service, 1);
    const body = {
      pathCode: 'KL03',
      scope: 'NATIONAL' as const,
      quantityHundredths: 100,
      startedOn: '2026-01-05',
      completedOn: '2026-01-05',
    };
    const record = { ...body, title: 'A', organiser: 'B', programmeId: null, sessionId: null, certificateNumber: null };
    const command = { employeeId, details: record, actor: 'officer-1', visible: null };
    const { completionId } = (await service.recorder.record(command, requestOf('key-present-1'))).body;
    await service.revoker.revoke(
      { completionId, reason: 'Salah orang', actor: 'officer-1', visible: null },
      requestOf('key-present-2'),
    );
    const local = await service.database.unitOfWork.run((tx) => presentFacts(tx, 'local'));
    expect(local.map(({ contract, data }) => [contract.definition.name, data])).toEqual([
      ['training-completed', { ...record, completionId, employeeId }],
      ['completion-revoked', { completionId, employeeId, reason: 'Salah orang' }],
    ]);
    expect(await service.database.unitOfWork.run((tx) => presentFacts(tx, 'province'))).toEqual([]);
  });
});

describe("other regions' programmes", () => {
  it('appear with their origin, in their newest version, whatever the order and however often they come', async () => {
    const programmeId = newId();
    const [first, second] = [published(programmeId, 1), published(programmeId, 2, '62', { title: 'Edisi kedua' })];
    await receive('published', second);
    await receive('published', first, second);
    expect(await inCatalogue(programmeId)).toMatchObject({
      organiserRegion: '62',
      programmeVersion: 2,
      title: 'Edisi kedua',
      competencyCodes: ['MAN-05', 'MAN-07'],
    });
  });

  it('disappear when they are withdrawn, also when that comes first', async () => {
    const [one, other] = [newId(), newId()];
    await receive('published', published(one, 1));
    await receive('withdrawn', withdrawn(one));
    expect(await inCatalogue(one)).toBeUndefined();
    const late = published(other, 1);
    await receive('withdrawn', withdrawn(other));
    await receive('published', late);
    expect(await inCatalogue(other)).toBeUndefined();
  });

  it('cannot be taken over or withdrawn by another region', async () => {
    const programmeId = newId();
    await receive('published', published(programmeId, 1));
    await receive('published', published(programmeId, 2, '62.71', { title: 'Bajakan' }));
    await receive('withdrawn', withdrawn(programmeId, '62.71'));
    expect(await inCatalogue(programmeId)).toMatchObject({ title: told.title, organiserRegion: '62' });
    const forged = service.event(
      ProgrammePublished as never,
      { ...told, programmeId: newId(), programmeVersion: 1, organiserRegion: '62' } as never,
      '62.71',
    );
    await expect(receive('published', forged)).rejects.toMatchObject({ code: 'programme-of-another-region' });
  });

  it('are listed page by page', async () => {
    const all = await catalogue();
    const found: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await service.queries.catalogue({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.items.map(({ programmeId }) => programmeId));
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    expect(found).toEqual(all.map(({ programmeId }) => programmeId));
  });
});
