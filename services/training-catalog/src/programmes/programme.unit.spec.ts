import { describe, expect, it } from '@jest/globals';
import { checkProgramme } from './check-programme.decision.js';
import type { ProgrammeModule } from '../database/programme-parts.js';
import {
  changeProgramme,
  draftProgramme,
  joinInstead,
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
    developmentTargetId: null,
    competencies: [{ code: 'MAN-05', level: 3 }],
    targetGroups: [],
    modules: [],
    trainers: [{ name: 'Rangga Tundan (rekaan)', institution: null, employeeId: null }],
    costPerParticipant: 0,
    fixedCost: 0,
    fundingPattern: 'APBD',
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

  it('is told without its trainers, who are persons', () => {
    expect(JSON.stringify(publishProgramme(draft, '62', now).published)).not.toContain('Rangga');
    expect(refusal(() => publishProgramme({ ...draft, developmentTarget: null }, '62', now))).toBe(
      'programme-target-missing',
    );
  });

  it('is set aside as a draft only, for one that is joined instead', () => {
    const joined = joinInstead(draft, 'ikut angkatan provinsi', now);
    expect(joined).toMatchObject({ state: 'JOINED', withdrawnReason: 'ikut angkatan provinsi' });
    expect(refusal(() => publishProgramme(joined, '62', now))).toBe('programme-joined');
    expect(refusal(() => joinInstead(publishProgramme(draft, '62', now), 'lagi', now))).toBe(
      'programme-published-already',
    );
  });
});

describe('the outline of a programme', () => {
  const module = (mode: ProgrammeModule['mode'], hours: number): ProgrammeModule => ({
    moduleId: `00000000-0000-4000-8000-${String(hours).padStart(12, '0')}`,
    title: 'A',
    mode,
    hours,
  });
  const problems = (changes: object) => {
    try {
      checkProgramme({ ...draft, ...changes }, '2026-06-30');
    } catch (error) {
      return (error as { errors: { code: string }[] }).errors.map(({ code }) => code);
    }
    return [];
  };

  it.each([
    ['no curriculum yet', {}, []],
    [
      'both halves of blended learning',
      { modules: [module('VIRTUAL_SESSION', 2050), module('INDEPENDENT_ASSIGNMENT', 2000)] },
      [],
    ],
    ['one half only', { modules: [module('VIRTUAL_SESSION', 4050)] }, ['programme.blended-needs-both']],
    [
      'a module twice',
      { modules: [module('VIRTUAL_SESSION', 2025), module('INDEPENDENT_ASSIGNMENT', 2025)] },
      ['programme.module-repeated'],
    ],
    ['classical', { delivery: 'CLASSICAL', modules: [module('CLASSROOM', 4050)] }, []],
    [
      'not the whole hours',
      { delivery: 'CLASSICAL', modules: [module('CLASSROOM', 4049)] },
      ['programme.modules-not-whole'],
    ],
    ['an unknown path', { pathCode: 'KL99' }, ['completion.path-unknown']],
    ['an unknown group', { targetGroups: ['SIAPA'] }, ['programme.target-group-unknown']],
    [
      'a competency twice',
      {
        competencies: [
          { code: 'MAN-05', level: 1 },
          { code: 'MAN-05', level: 2 },
        ],
      },
      ['programme.competency-repeated'],
    ],
  ])('is checked: %s', (_, changes, expected) => {
    expect(problems(changes)).toEqual(expected);
  });
});
