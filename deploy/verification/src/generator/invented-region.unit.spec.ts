import { describe, expect, it } from '@jest/globals';
import {
  AsnError,
  CalendarDate,
  EmployeeNumber,
  Grade,
  LearningHours,
  PositionType,
  checkAgreement,
  parseEmploymentStatus,
  parseSex,
} from '@betang/asn';
import { courseFaultKinds } from './course-row.js';
import { inventRegion } from './invented-region.js';
import { rosterFaultKinds } from './roster-faults.js';
import type { RosterRow } from './roster-row.js';

const recipe = { region: '62.03', people: 2_000, seed: 7, year: 2026, badRows: 24 };
const region = inventRegion(recipe);
const good = region.roster.filter(({ fault }) => !fault);
const goodRecords = region.completions.filter(({ fault }) => !fault).map(({ record }) => record);

/** What a strict reader says of a roster row, with the value objects alone. */
function verdict({ cells }: RosterRow): { fault: string | undefined; warnings: string[] } {
  try {
    if (!cells.name) return { fault: 'roster.name-missing', warnings: [] };
    if (!cells.agency) return { fault: 'roster.agency-missing', warnings: [] };
    const status = parseEmploymentStatus(String(cells.status));
    const number = EmployeeNumber.parse(cells.number instanceof Date ? '' : cells.number, { status });
    const sex = parseSex(String(cells.sex));
    const [birthDate] = [cells.birthDate, cells.gradeSince, cells.positionSince].map((cell) =>
      cell instanceof Date ? CalendarDate.fromUtcDate(cell) : CalendarDate.parseIndonesian(String(cell)),
    );
    Grade.parse(String(cells.grade), { status });
    PositionType.parse(String(cells.positionType));
    const warnings = checkAgreement(number, { birthDate: birthDate!, sex, status });
    return { fault: undefined, warnings: warnings.map(({ code }) => code) };
  } catch (error) {
    if (error instanceof AsnError) return { fault: error.code, warnings: [] };
    throw error;
  }
}

describe('the roster', () => {
  it('has every person asked for, and the damaged and bad rows beside them', () => {
    expect(good).toHaveLength(2_000);
    expect(region.roster).toHaveLength(2_000 + 24 + 6);
    expect(region.roster.filter(({ fault }) => fault === 'employee-number.damaged')).toHaveLength(6);
  });

  it('is read by the value objects exactly as it says of itself, row by row', () => {
    const seen = new Set<string>();
    for (const row of region.roster) {
      const number = String(row.cells.number).replaceAll(' ', '');
      const read = verdict(row);
      const fault = read.fault ?? (seen.has(number) ? 'roster.duplicate-number' : undefined);
      expect({ fault, warnings: fault ? [] : read.warnings }).toEqual({ fault: row.fault, warnings: row.warnings });
      if (!fault) seen.add(number);
    }
  });

  it('has each kind of bad row, and warnings that refuse nothing', () => {
    expect(new Set(region.roster.flatMap(({ fault }) => fault ?? [])).size).toBe(rosterFaultKinds + 1);
    expect(good.flatMap(({ warnings }) => warnings).length).toBeGreaterThan(0);
  });

  it('has no number twice, in the region or in its province', () => {
    const regions = ['62', '62.01', '62.13', '62.71'].map((code) =>
      inventRegion({ ...recipe, region: code, badRows: 0 }),
    );
    const numbers = [region, ...regions].flatMap(({ roster }) =>
      roster.filter(({ fault }) => !fault).map(({ person }) => person.employeeNumber),
    );
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toHaveLength(5 * 2_000);
  });

  it('spreads the people over 25 agencies and the statuses', () => {
    const share = (status: string) => good.filter(({ person }) => person.status === status).length / good.length;
    expect(new Set(good.map(({ person }) => person.agency)).size).toBe(25);
    expect(share('PNS')).toBeGreaterThan(0.63);
    expect(share('PNS')).toBeLessThan(0.78);
    expect(share('PPPK')).toBeGreaterThan(0.18);
    expect(share('PPPK')).toBeLessThan(0.3);
    expect(share('CPNS') * share('PPPK_PARUH_WAKTU')).toBeGreaterThan(0);
  });

  it('gives managerial positions to PNS only, and lists each agency by seniority', () => {
    const managers = good.filter(({ person }) => person.position.type.group === 'managerial');
    expect(managers.length).toBeGreaterThan(25);
    expect(new Set(managers.map(({ person }) => person.status))).toEqual(new Set(['PNS']));
    region.roster.slice(1).forEach(({ person }, index) => {
      const above = region.roster[index]!.person;
      if (above.agency !== person.agency || above.grade.scheme !== person.grade.scheme) return;
      expect(Grade.compare(above.grade, person.grade)).toBeGreaterThanOrEqual(0);
    });
  });

  it('mixes text and date cells, spaced and plain numbers, decimals with a comma', () => {
    const share = (test: (row: RosterRow) => boolean) => good.filter(test).length / good.length;
    expect(share(({ cells }) => cells.birthDate instanceof Date)).toBeGreaterThan(0.1);
    expect(share(({ cells }) => /^\d\d-\d\d-\d{4}$/.test(String(cells.birthDate)))).toBeGreaterThan(0.5);
    expect(share(({ cells }) => String(cells.number).includes(' '))).toBeGreaterThan(0.2);
    expect(share(({ cells }) => String(cells.yearsOfService).includes(','))).toBeGreaterThan(0.5);
    const cells = region.roster
      .filter(({ fault }) => fault === 'employee-number.damaged')
      .map((row) => row.cells.number);
    expect(cells.some((cell) => typeof cell === 'number')).toBe(true);
    expect(cells.some((cell) => /E\+17$/.test(String(cell)))).toBe(true);
  });
});

describe('the completions', () => {
  it('are about four for a person, of good people only, within the year', () => {
    const people = new Set(good.map(({ person }) => person));
    expect(goodRecords.length / good.length).toBeGreaterThan(3.5);
    expect(goodRecords.length / good.length).toBeLessThan(4.5);
    for (const { person, start, end } of goodRecords) {
      expect(people.has(person)).toBe(true);
      expect([start.year, end.year]).toEqual([2026, 2026]);
      expect(start.daysUntil(end)).toBeGreaterThanOrEqual(0);
    }
  });

  it('cover every conversion unit, both scopes, and the caps', () => {
    expect(new Set(goodRecords.map(({ path }) => path.unit))).toEqual(
      new Set(['PROGRAM_JP', 'DAY', 'SESSION', 'ACTIVITY']),
    );
    const international = goodRecords.filter((record) => record.international);
    expect(international.length).toBeGreaterThan(goodRecords.length * 0.02);
    expect(new Set(international.map(({ path }) => path.unit))).toEqual(new Set(['PROGRAM_JP', 'DAY']));
    const sessions = goodRecords.filter(({ path }) => path.capActivitiesPerMonth);
    const perMonth = new Map<string, number>();
    for (const { person, path, end } of sessions) {
      const key = `${person.employeeNumber} ${path.code} ${end.iso.slice(0, 7)}`;
      perMonth.set(key, (perMonth.get(key) ?? 0) + 1);
    }
    expect(Math.max(...perMonth.values())).toBeGreaterThan(2);
  });

  it('have each kind of bad row, and hours that read back', () => {
    const faults = region.completions.flatMap(({ fault }) => fault ?? []);
    expect(faults).toHaveLength(24);
    expect(new Set(faults).size).toBe(courseFaultKinds);
    for (const { record, cells, fault } of region.completions) {
      if (!fault) expect(LearningHours.parse(cells.jumlahJam).hundredths).toBe(record.hours);
    }
    expect(goodRecords.some(({ hours }) => hours === 4050)).toBe(true);
  });

  it('have ids of their own', () => {
    const ids = region.completions.map(({ record, cells }) => (cells.id === record.id ? cells.id : 'differs'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('end on the last day asked for', () => {
    const { completions } = inventRegion({ ...recipe, until: '2026-02-10', people: 300 });
    const last = completions
      .map(({ record }) => record.end.iso)
      .sort()
      .at(-1)!;
    expect(last <= '2026-02-10').toBe(true);
    expect(() => inventRegion({ ...recipe, until: '2027-01-01' })).toThrow(RangeError);
  });
});

describe('the same recipe', () => {
  it('gives the same rows', () => {
    expect(JSON.stringify(inventRegion(recipe))).toBe(JSON.stringify(region));
  });

  it('gives other people for another seed or region', () => {
    const numbers = (changed: object) =>
      inventRegion({ ...recipe, ...changed }).roster.map(({ person }) => person.employeeNumber);
    const own = new Set(region.roster.map(({ person }) => person.employeeNumber));
    expect(numbers({ seed: 8 }).filter((number) => own.has(number)).length).toBeLessThan(20);
    expect(numbers({ region: '62.04' }).some((number) => own.has(number))).toBe(false);
  });

  it('keeps its people when another year of completions is asked for', () => {
    const next = inventRegion({ ...recipe, year: 2027, rosterYear: 2026 });
    expect(JSON.stringify(next.roster)).toBe(JSON.stringify(region.roster));
    expect(next.completions[0]!.record.end.year).toBe(2027);
  });
});

describe('small and odd regions', () => {
  it.each([1, 2, 30])('has %i people when that is asked for', (people) => {
    const small = inventRegion({ region: '62', people, seed: 1, year: 2026 });
    expect(small.roster.filter(({ fault }) => !fault)).toHaveLength(people);
  });

  it('refuses a region that cannot be', () => {
    expect(() => inventRegion({ ...recipe, region: '6203' })).toThrow(
      expect.objectContaining({ code: 'region-code.dot-missing' }),
    );
  });
});
