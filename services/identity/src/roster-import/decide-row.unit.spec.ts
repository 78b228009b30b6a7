import { describe, expect, it } from '@jest/globals';
import type { Employee } from '../employees/employee.js';
import type { DateRules } from '../employees/person-dates.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import { UnitDirectory } from '../organisation/unit-directory.js';
import type { RosterEntry } from '../roster-file/roster-entry.js';
import { birthDateOf, decideRow, unknownUnits, type RowContext } from './decide-row.js';

const unit = (unitId: string, name: string, parent?: OrgUnit): OrgUnit => ({
  unitId,
  kind: parent ? 'UNIT' : 'AGENCY',
  agencyId: parent?.agencyId ?? unitId,
  parentUnitId: parent?.unitId ?? null,
  path: [...(parent?.path ?? []), unitId],
  name,
  ...{ code: null, validFrom: null, closedOn: null, headId: null, successorIds: [] },
});
const agency = unit('a', 'Dinas Contoh');
const division = unit('b', 'Bidang Umum', agency);
const other = unit('c', 'Bidang Lain', agency);
const twins = [unit('d', 'Subbagian Tata Usaha', division), unit('e', 'Subbagian Tata Usaha', other)];
const units = new UnitDirectory([agency, division, other, ...twins]);

const entry: RosterEntry = {
  employeeNumber: '198609262015051001',
  numberKind: 'NIP',
  name: 'Sari Contoh',
  agency: 'Dinas Contoh',
  unit: 'Bidang Umum',
};
const holder: Employee = {
  employeeId: 'p',
  employeeNumber: '198609262015051001',
  name: 'Sari Contoh',
  employmentStatus: 'PNS',
  agencyId: 'a',
  unitId: 'b',
  grade: 'III/a',
  positionType: 'EXECUTOR',
  positionName: 'Pengolah Data',
  birthDate: '1986-09-26',
  sex: 'MALE',
  leftOn: null,
};
const DATES: DateRules = { today: '2026-11-21', youngestAppointed: 18, oldestInService: 75, appointedAheadMonths: 6 };
const decide = (change: Partial<RosterEntry> = {}, context: Partial<RowContext> = {}) =>
  decideRow(
    { ...entry, ...change },
    {
      holder,
      units,
      newId: 'n',
      samePersonConfirmed: false,
      namesakeExists: false,
      newUnits: 'create',
      ...{ on: DATES.today, dates: DATES },
      ...context,
    },
  );

describe('a row about somebody on record', () => {
  it('that says the same changes nothing', () => {
    expect(decide()).toMatchObject({ kind: 'taken', difference: 'SAME', changes: [], employee: { employeeId: 'p' } });
  });

  it('that names first days yet to come says which, by the day from which the list holds', () => {
    const days = { gradeSince: '2031-01-01', positionSince: '2026-11-21' };
    expect(decide(days)).toMatchObject({ warnings: [{ code: 'first-day.to-come', field: 'gradeSince' }] });
    expect(decide(days, { on: '2026-11-20' })).toMatchObject({
      warnings: [{ field: 'gradeSince' }, { field: 'positionSince' }],
    });
    expect(decide(days, { on: '2031-01-01' })).toMatchObject({ warnings: [] });
  });

  it('that leaves cells blank erases nothing', () => {
    const { unit: _, ...bare } = entry;
    const decision = decideRow(bare, {
      holder,
      units,
      newId: 'n',
      samePersonConfirmed: false,
      namesakeExists: false,
      newUnits: 'create',
      ...{ on: DATES.today, dates: DATES },
    });
    expect(decision).toMatchObject({
      difference: 'SAME',
      employee: { unitId: 'b', grade: 'III/a', positionName: 'Pengolah Data' },
    });
  });

  it.each<[string, Partial<RosterEntry>, { field: string; from: string; to: string }]>([
    ['grade', { grade: 'III/b' }, { field: 'grade', from: 'III/a', to: 'III/b' }],
    ['name', { name: 'Sari Contoh, S.Sos.' }, { field: 'name', from: 'Sari Contoh', to: 'Sari Contoh, S.Sos.' }],
    ['status', { employmentStatus: 'CPNS' }, { field: 'employmentStatus', from: 'PNS', to: 'CPNS' }],
    ['unit', { unit: 'bidang lain' }, { field: 'unit', from: 'b', to: 'c' }],
    ['unit that is new', { unit: 'Bidang Baru' }, { field: 'unit', from: 'b', to: 'Bidang Baru' }],
  ])('names a change of %s', (_what, change, expected) => {
    expect(decide(change)).toMatchObject({ kind: 'taken', difference: 'CHANGED', changes: [expected] });
  });

  it('who was taken over by another region does not bring them back', () => {
    const gone = { ...holder, leftOn: '2026-01-01', transferredTo: '62.71' };
    expect(decide({}, { holder: gone })).toEqual({
      kind: 'refused',
      problems: [{ code: 'roster.transferred-out', field: 'employeeNumber' }],
    });
  });

  it('who had left brings them back', () => {
    expect(decide({}, { holder: { ...holder, leftOn: '2025-01-01' } })).toMatchObject({
      difference: 'RETURNER',
      employee: { employeeId: 'p', leftOn: null },
    });
  });

  it('found by a number of former times keeps the present one', () => {
    const decision = decide({}, { holder: { ...holder, employeeNumber: '198609262020211001' } });
    expect(decision).toMatchObject({ difference: 'SAME', employee: { employeeNumber: '198609262020211001' } });
  });

  it('under quite another name is held back until somebody confirms it', () => {
    expect(decide({ name: 'Budi Rekaan' })).toMatchObject({
      kind: 'refused',
      problems: [{ code: 'roster.number-of-another', field: 'employeeNumber' }],
    });
    expect(decide({ name: 'Budi Rekaan' }, { samePersonConfirmed: true })).toMatchObject({
      kind: 'taken',
      difference: 'CHANGED',
    });
  });

  it('in a unit whose name is not unique stays where they are', () => {
    expect(decide({ unit: 'Subbagian Tata Usaha' }, { holder: { ...holder, unitId: 'e' } })).toMatchObject({
      difference: 'SAME',
      warnings: [],
      employee: { unitId: 'e' },
    });
    expect(decide({ unit: 'Subbagian Tata Usaha' })).toMatchObject({
      warnings: [{ code: 'roster.unit-ambiguous' }],
      employee: { unitId: 'b' },
    });
  });
});

describe('a row about somebody new', () => {
  const joiner = (change: Partial<RosterEntry> = {}, context: Partial<RowContext> = {}) =>
    decide(change, { holder: undefined, ...context });

  it('registers them, with what the number tells where the row is silent', () => {
    expect(joiner()).toMatchObject({
      difference: 'JOINER',
      employee: { employeeId: 'n', employmentStatus: 'PNS', birthDate: '1986-09-26', sex: 'MALE', grade: null },
    });
    expect(joiner({ employeeNumber: '198609262020212001', numberKind: 'NI_PPPK' })).toMatchObject({
      employee: { employmentStatus: 'PPPK', sex: 'FEMALE' },
    });
  });

  it('points out a namesake born the same day', () => {
    expect(joiner({}, { namesakeExists: true })).toMatchObject({
      kind: 'taken',
      warnings: [{ code: 'roster.same-person-suspected' }],
    });
  });

  it('leaves the place open where a unit is still to be recorded', () => {
    expect(joiner({ agency: 'Dinas Baru' })).toMatchObject({ employee: { agencyId: null, unitId: null } });
    expect(joiner({ unit: 'Bidang Baru' })).toMatchObject({ employee: { agencyId: 'a', unitId: null } });
  });

  it('where units are not to be recorded goes into the agency, and is refused without one', () => {
    expect(joiner({ unit: 'Bidang Baru' }, { newUnits: 'queue' })).toMatchObject({
      employee: { unitId: 'a' },
      warnings: [{ code: 'roster.unit-unknown' }],
    });
    expect(joiner({ agency: 'Dinas Baru' }, { newUnits: 'queue' })).toMatchObject({
      kind: 'refused',
      problems: [{ code: 'roster.agency-unknown' }],
    });
  });
});

describe('units that nobody recorded', () => {
  it('are named once each, agencies first, however they are written', () => {
    const rows: RosterEntry[] = [
      { ...entry, unit: 'BIDANG  BARU' },
      { ...entry, unit: 'Bidang Baru' },
      { ...entry, agency: 'Dinas Baru', unit: 'Dinas Baru' },
      { ...entry, agency: 'dinas baru', unit: 'Seksi Satu' },
      entry,
    ];
    expect(unknownUnits(rows, units)).toEqual([
      { agency: 'dinas baru' },
      { agency: 'Dinas Contoh', unit: 'Bidang Baru' },
      { agency: 'dinas baru', unit: 'Seksi Satu' },
    ]);
  });
});

it('a birth date comes from the column, else from the number', () => {
  expect(birthDateOf({ ...entry, birthDate: '1986-09-27' })).toBe('1986-09-27');
  expect(birthDateOf(entry)).toBe('1986-09-26');
});
