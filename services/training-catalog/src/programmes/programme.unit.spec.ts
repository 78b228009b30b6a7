import { describe, expect, it } from '@jest/globals';
import {
  changeProgramme,
  checkProgramme,
  draftProgramme,
  publishProgramme,
  withdrawProgramme,
} from './programme.decision.js';

const now = new Date('2026-06-30T03:00:00Z');
const draft = draftProgramme(
  '00000000-0000-4000-8000-000000000001',
  {
    title: 'Penyusunan Rencana Kontingensi',
    pathCode: 'KL03',
    delivery: 'BLENDED',
    hours: 4050,
    meetings: 5,
    organiser: 'BPSDM Provinsi Kalimantan Tengah',
    developmentTarget: 'Ketangguhan daerah terhadap bencana',
    competencyCodes: ['MAN-05'],
  },
  'officer-1',
  now,
);
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};

describe('a programme', () => {
  it('begins as a draft', () => {
    expect(draft).toMatchObject({ state: 'DRAFT', revision: 1, publishedVersion: 0, publishedRevision: null });
  });

  it('is told to the federation version by version, and only when something changed', () => {
    const first = publishProgramme(draft, '62', now);
    expect(first).toMatchObject({ state: 'PUBLISHED', revision: 2, publishedRevision: 2, publishedVersion: 1 });
    expect(refusal(() => publishProgramme(first, '62', now))).toBe('programme-published-already');
    const second = publishProgramme(changeProgramme(first, { hours: 3200 }, now), '62', now);
    expect(second).toMatchObject({ publishedVersion: 2, hours: 3200, revision: 4 });
    expect(second.published).toMatchObject({ programmeVersion: 2, hours: 3200, organiserRegion: '62' });
  });

  it('stays as it was told while it is changed', () => {
    const changed = changeProgramme(publishProgramme(draft, '62', now), { title: 'Baru' }, now);
    expect(changed).toMatchObject({
      state: 'PUBLISHED',
      publishedRevision: 2,
      revision: 3,
      published: { title: draft.title },
    });
  });

  it('can be withdrawn once it was published, and then nothing more', () => {
    expect(refusal(() => withdrawProgramme(draft, 'tidak dipakai', now))).toBe('programme-not-published');
    const withdrawn = withdrawProgramme(publishProgramme(draft, '62', now), 'diganti', now);
    expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', withdrawnReason: 'diganti' });
    for (const act of [
      () => publishProgramme(withdrawn, '62', now),
      () => withdrawProgramme(withdrawn, 'lagi', now),
      () => changeProgramme(withdrawn, {}, now),
    ])
      expect(refusal(act)).toBe('programme-withdrawn');
  });

  it('needs a path in force', () => {
    expect(refusal(() => checkProgramme({ pathCode: 'KL03' }, '2026-06-30'))).toBeUndefined();
    expect(refusal(() => checkProgramme({ pathCode: 'KL99' }, '2026-06-30'))).toBe('programme-refused');
  });
});
