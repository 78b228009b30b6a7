import type { BenchRegion } from '../bench/region/bench-region.js';
import { queryOnce } from '../bench/region/query-once.js';
import type { ExpectedYear } from './expected-year.js';
import { YEAR } from './invented-year.js';

const LEDGER = `SELECT count(*) FILTER (WHERE ordinal % 2 = 1)::int - count(*) FILTER (WHERE ordinal % 2 = 0)::int AS entries,
    sum(earned)::float8 AS earned, sum(counted)::float8 AS "countedInLedger" FROM learning_hours.ledger_entry WHERE year = $1`;

const YEARS = `SELECT sum(entries)::int AS entries, sum(earned)::float8 AS earned, sum(counted)::float8 AS "countedInLedger"
  FROM learning_hours.person_year WHERE year = $1`;

const MONTHS = (column: string): string =>
  Array.from({ length: 12 }, (_, month) => `sum(${column}[${month + 1}])::float8`).join(', ');

const STATED = `SELECT employment_status AS status, sum(people)::int AS people, sum(bands[4])::int AS fulfilled, sum(counted)::float8 AS counted,
    ARRAY[${MONTHS('by_month')}] AS "byMonth" FROM learning_hours.totals_statement WHERE year = $1 GROUP BY 1`;

const AT_PROVINCE = `SELECT employment_status AS status, sum(people)::int AS people, sum(band_fulfilled)::int AS fulfilled, sum(counted)::float8 AS counted,
    ARRAY[${MONTHS('by_month')}] AS "byMonth" FROM reporting.stated_total WHERE year = $1 AND region = $2 GROUP BY 1`;

/** Where a region's figures differ from the independent sum: the ledger's lines, the persons' years, the statements. Empty: they agree. */
export async function differencesAtHome(region: BenchRegion, expected: ExpectedYear): Promise<string[]> {
  const { entries, earned, countedInLedger } = expected;
  const whole = { entries, earned, countedInLedger };
  return [
    ...differences('ledger', (await queryOnce(region, LEDGER, [YEAR]))[0], whole),
    ...differences('persons’ years', (await queryOnce(region, YEARS, [YEAR]))[0], whole),
    ...byStatus('statements', await queryOnce(region, STATED, [YEAR]), expected),
  ];
}

/** Where what the province has of a region differs from the independent sum. */
export async function differencesAtProvince(
  province: BenchRegion,
  code: string,
  expected: ExpectedYear,
): Promise<string[]> {
  return byStatus(`province on ${code}`, await queryOnce(province, AT_PROVINCE, [YEAR, code]), expected);
}

function byStatus(what: string, rows: readonly Record<string, unknown>[], expected: ExpectedYear): string[] {
  return Object.entries(expected.byStatus).flatMap(([status, totals]) =>
    totals.people === 0
      ? []
      : differences(
          `${what}, ${status}`,
          rows.find((row) => row['status'] === status),
          totals as unknown as Record<string, unknown>,
        ),
  );
}

function differences(
  what: string,
  row: Readonly<Record<string, unknown>> | undefined,
  expected: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(expected).flatMap(([name, value]) =>
    JSON.stringify(row?.[name]) === JSON.stringify(value)
      ? []
      : [`${what}: ${name} is ${JSON.stringify(row?.[name])}, expected ${JSON.stringify(value)}`],
  );
}
