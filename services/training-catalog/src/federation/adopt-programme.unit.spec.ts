import type { ProgrammePublished } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { changeProgramme, draftProgramme, forkProgramme } from '../programmes/programme.decision.js';
import { followOrigin, takeOver } from './adopt-programme.decision.js';

const now = new Date('2026-06-30T03:00:00Z');
const first = {
  kind: 'FORKED' as const,
  programmeId: '00000000-0000-4000-8000-000000000009',
  programmeVersion: 4,
  region: '64',
};
const told: ProgrammePublished = {
  programmeId: '00000000-0000-4000-8000-000000000001',
  programmeVersion: 2,
  title: 'Penyusunan Rencana Kontingensi',
  pathCode: 'KL03',
  delivery: 'BLENDED',
  hours: 2000,
  meetings: 3,
  organiser: 'BPSDM Provinsi Kalimantan Tengah',
  organiserRegion: '62',
  developmentTarget: 'Ketangguhan provinsi',
  competencyCodes: ['MAN-07'],
  competencies: [{ code: 'MAN-07', level: 3 }],
  modules: [{ moduleId: '00000000-0000-4000-8000-000000000002', title: 'A', mode: 'VIRTUAL_SESSION', hours: 2000 }],
  origin: first,
};
const terms = {
  kind: 'ADOPTED' as const,
  organiser: 'BKPSDM Kabupaten Kapuas',
  developmentTargetId: '00000000-0000-4000-8000-000000000040',
  developmentTarget: null,
};
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};
const adopted = () => {
  const { details, provenance } = takeOver(told, terms, '62.03');
  return draftProgramme('00000000-0000-4000-8000-000000000005', details, 'officer-1', now, provenance);
};

describe('a programme that is taken over', () => {
  it("keeps the curriculum, serves the region's own target and knows where it comes from", () => {
    expect(adopted()).toMatchObject({
      title: told.title,
      hours: 2000,
      modules: told.modules,
      organiser: terms.organiser,
      developmentTargetId: terms.developmentTargetId,
      developmentTarget: null,
      origin: { kind: 'ADOPTED', programmeId: told.programmeId, programmeVersion: 2, region: '62' },
      lineage: [first],
    });
  });

  it('keeps the whole line of those before it, up to twenty', () => {
    const older = Array.from({ length: 25 }, (_, index) => ({ ...first, programmeVersion: index + 5 }));
    const { provenance } = takeOver({ ...told, lineage: older.slice(0, 1) }, terms, '62.03');
    expect(provenance.lineage).toEqual([first, older[0]]);
    expect(takeOver({ ...told, lineage: older }, terms, '62.03').provenance.lineage).toHaveLength(20);
  });

  it('does not follow an origin that is offered no more', () => {
    expect(refusal(() => followOrigin(adopted().origin, undefined))).toBe('origin-withdrawn');
    expect(refusal(() => followOrigin(null, undefined))).toBe('programme-not-adopted');
  });

  it("is never the region's own", () => {
    expect(refusal(() => takeOver(told, terms, '62'))).toBe('programme-is-own');
  });

  it('cannot change its curriculum before it is forked', () => {
    const one = adopted();
    expect(refusal(() => changeProgramme(one, { hours: 1000 }, now))).toBe('programme-adopted-unchangeable');
    expect(
      changeProgramme(one, { hours: 2000, organiser: 'BKPSDM', competencies: [{ level: 3, code: 'MAN-07' }] }, now),
    ).toMatchObject({
      organiser: 'BKPSDM',
    });
    const forked = forkProgramme(one, now);
    expect(forked.origin).toMatchObject({ kind: 'FORKED', programmeId: told.programmeId });
    expect(changeProgramme(forked, { hours: 1000 }, now).hours).toBe(1000);
    expect(refusal(() => forkProgramme(forked, now))).toBe('programme-not-adopted');
  });

  it('follows its origin to a newer version only, and a fork never', () => {
    const one = adopted();
    expect(refusal(() => followOrigin(one.origin, told))).toBe('origin-not-newer');
    const newer = { ...told, programmeVersion: 3, hours: 2400 };
    expect(followOrigin(one.origin, newer)).toMatchObject({
      details: { hours: 2400 },
      origin: { programmeVersion: 3 },
    });
    expect(refusal(() => followOrigin(forkProgramme(one, now).origin, newer))).toBe('programme-not-adopted');
  });
});
