import type { AcceptanceRecord } from './acceptance-record.js';
import type { ChaosFederation } from './chaos-federation.js';
import { expectedTotals, type AgencyTotal } from './expected-totals.js';
import type { StaffMember } from './staff.js';

interface ReportRow {
  readonly key: string;
  readonly people: number;
  readonly countedJp: number;
}

type Staff = ReadonlyMap<string, readonly StaffMember[]>;

/** Compares the province's report of fulfilment with the clients' record: by region as its readers get it over HTTP, and agency by agency as it is stored. */
export async function compareReports(
  { province, regions }: ChaosFederation,
  record: AcceptanceRecord,
  terms: { readonly staff: Staff; readonly year: number },
): Promise<string[]> {
  const { rows } = await province.api.get<{ rows: readonly ReportRow[] }>(
    'reporting',
    `fulfilment?year=${terms.year}&groupBy=region`,
  );
  const differences: string[] = [];
  for (const { code } of regions) {
    const expected = expectedTotals(terms.staff.get(code) ?? [], record.of(code));
    const shown = rows.find(({ key }) => key === code);
    const [people, counted] = [sumOf(expected, 'people'), sumOf(expected, 'counted')];
    if (shown?.people !== people || Math.round(shown.countedJp * 100) !== counted)
      differences.push(
        `report of ${code}: ${people} people and ${counted} expected, ${shown?.people} and ${shown && Math.round(shown.countedJp * 100)} shown`,
      );
    differences.push(...(await compareAgencies(province, code, { expected, year: terms.year })));
  }
  return differences;
}

async function compareAgencies(
  province: ChaosFederation['province'],
  code: string,
  { expected, year }: { readonly expected: readonly AgencyTotal[]; readonly year: number },
): Promise<string[]> {
  const stored = await province.sql<{ agency: string | null; status: string; people: number; counted: string }>(
    `SELECT agency_id AS agency, employment_status AS status, people, counted FROM reporting.stated_total
      WHERE region = $1 AND year = $2 AND people > 0`,
    [code, year],
  );
  const keyOf = (agencyId: string | null, status: string) => `${agencyId ?? 'rest'} ${status}`;
  const wanted = new Map(
    expected.map((total) => [keyOf(total.agencyId, total.status), `${total.people}/${total.counted}`]),
  );
  const found = new Map(stored.map((row) => [keyOf(row.agency, row.status), `${row.people}/${row.counted}`]));
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((key) => wanted.get(key) !== found.get(key))
    .map((key) => `report of ${code}, ${key}: ${wanted.get(key)} expected, ${found.get(key)} stored`);
}

function sumOf(totals: readonly AgencyTotal[], field: 'people' | 'counted'): number {
  return totals.reduce((sum, total) => sum + total[field], 0);
}
