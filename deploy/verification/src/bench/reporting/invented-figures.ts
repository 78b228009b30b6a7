import type { RegionUnderTest } from '@betang/testing';

/** How a region's figures are spread: people over units of agencies, and months with hours for each. */
export interface Spread {
  readonly agencies: number;
  readonly unitsPerAgency: number;
  readonly monthsWithHours: number;
}

const SPREAD: Spread = { agencies: 40, unitsPerAgency: 10, monthsWithHours: 3 };
const A_TRANSACTION = 50_000;
const YEAR = 2026;

/** The n-th unit's id in SQL: the same people find the same units whenever they are added. */
const UNIT = `('00000000-0000-7000-8000-' || lpad((n % $3)::text, 12, '0'))::uuid`;
const AGENCY = `('00000000-0000-7000-9000-' || lpad((n % $3 % $4)::text, 12, '0'))::uuid`;
const STATUS = `CASE WHEN n % 5 = 0 THEN 'PPPK' ELSE 'PNS' END`;
const PERSON = `('00000000-0000-7000-a000-' || lpad(n::text, 12, '0'))::uuid`;

/** Writes people `from` to `to` and their hours as the projections of reporting hold them, and marks their units. */
export async function inventPeople(region: RegionUnderTest, from: number, to: number): Promise<void> {
  const units = SPREAD.agencies * SPREAD.unitsPerAgency;
  for (let at = from; at < to; at += A_TRANSACTION) {
    const range = [at, Math.min(to, at + A_TRANSACTION) - 1];
    await region.sql(
      `INSERT INTO reporting.employee (employee_id, name, employment_status, agency_id, unit_id, event_order)
       SELECT ${PERSON}, 'Pegawai Rekaan ' || n, ${STATUS}, ${AGENCY}, ${UNIT}, 1
         FROM generate_series($1::int, $2::int) AS n`,
      [...range, units, SPREAD.agencies],
    );
    await region.sql(
      `INSERT INTO reporting.employee_state (employee_id, from_year, event_order, agency_id, unit_id, employment_status)
       SELECT ${PERSON}, y, 1, ${AGENCY}, ${UNIT}, ${STATUS} FROM generate_series($1::int, $2::int) AS n, unnest(ARRAY[0, ${YEAR}]) AS y`,
      [...range, units, SPREAD.agencies],
    );
    await region.sql(
      `INSERT INTO reporting.employee_month (employee_id, year, month, counted, entries)
       SELECT ${PERSON}, ${YEAR}, m, 100 * (1 + n % 12), 3 FROM generate_series($1::int, $2::int) AS n, generate_series(1, $3::int) AS m`,
      [...range, SPREAD.monthsWithHours],
    );
  }
  await region.sql(
    `INSERT INTO reporting.home_mark (unit_id, year) SELECT DISTINCT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, ${YEAR}
       FROM generate_series(0, $1::int - 1) AS n ON CONFLICT DO NOTHING`,
    [units],
  );
  await region.sql(
    'ANALYZE reporting.employee, reporting.employee_state, reporting.employee_month, reporting.home_total',
  );
}

/** Statements of fifteen regions about so many people: what a province adds up. */
export async function inventStatements(region: RegionUnderTest, people: number): Promise<void> {
  await region.sql(
    `INSERT INTO reporting.stated_total (year, region, agency_id, employment_status, statement_order, as_of, people, band_none, band_started,
       band_halfway, band_fulfilled, counted, by_month, epoch, position, event_id)
     SELECT ${YEAR}, CASE WHEN r = 0 THEN '62' ELSE '62.' || lpad(r::text, 2, '0') END,
            ('00000000-0000-7000-9' || lpad(r::text, 3, '0') || '-' || lpad(a::text, 12, '0'))::uuid, s, 1000000000001, now(), p, p / 4, p / 4, p / 4,
            p - 3 * (p / 4), p * 1200::bigint, array_fill(p * 100::bigint, ARRAY[12]), '1.bench', a, gen_random_uuid()
       FROM generate_series(0, 14) AS r, generate_series(1, ${SPREAD.agencies}) AS a, unnest(ARRAY['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU']) AS s,
            (SELECT greatest(8, $1::int / (15 * ${SPREAD.agencies} * 4)) AS p) AS of
     ON CONFLICT (year, region, agency_id, employment_status) DO UPDATE SET people = EXCLUDED.people, counted = EXCLUDED.counted`,
    [people],
  );
}
