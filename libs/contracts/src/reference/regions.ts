import { parseReferenceRows, readReferenceFile } from './reference-file.js';
import type { ReferenceRow } from './reference-row.js';

/** A province (provinsi), regency (kabupaten) or city (kota), Kepmendagri 300.2.2-2430/2025; null where the source has no figure. */
export interface Region {
  /** Kemendagri code with its dot, `62.03`. */
  readonly code: string;
  /** The province of a regency or city. */
  readonly parentCode: string | null;
  readonly level: 'province' | 'regency' | 'city';
  readonly name: string;
  readonly population: number | null;
  readonly areaKm2: number | null;
  /** Centre, WGS84 degrees. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Code of the statistics office, another numbering with the same look; known for provinces 62 and 64 only. */
  readonly bpsCode: string | null;
}

const FILE = 'regions.csv';
const COLUMNS = [
  'code',
  'parentCode',
  'level',
  'name',
  'population',
  'areaKm2',
  'latitude',
  'longitude',
  'bpsCode',
] as const;
type Row = ReferenceRow<(typeof COLUMNS)[number]>;

let loaded: ReadonlyMap<string, Region> | undefined;
const byCode = () => (loaded ??= new Map(parseRegions(readReferenceFile(FILE)).map((region) => [region.code, region])));

/** All provinces, regencies and cities, in the order of the file. @throws ReferenceDataError */
export function regions(): readonly Region[] {
  return [...byCode().values()];
}

/** By Kemendagri code (kode wilayah), `62.03`; a BPS code finds nothing or, worse, another region: never pass one. */
export function findRegion(code: string): Region | undefined {
  return byCode().get(code);
}

/** @throws ReferenceDataError naming file, line and column */
export function parseRegions(text: string): readonly Region[] {
  const rows = parseReferenceRows(FILE, text, COLUMNS);
  const known = new Map<string, Region>();
  for (const row of rows) {
    const region = readRegion(row);
    if (known.has(region.code)) row.fail('code', 'is there twice');
    if (region.parentCode !== null && known.get(region.parentCode)?.level !== 'province')
      row.fail('parentCode', 'names no province above this line');
    known.set(region.code, region);
  }
  return [...known.values()];
}

function readRegion(row: Row): Region {
  const level = row.oneOf('level', ['province', 'regency', 'city']);
  const code =
    level === 'province'
      ? row.matching('code', /^\d{2}$/, 'a province code like 62')
      : row.matching('code', /^\d{2}\.\d{2}$/, 'a code like 62.03, with its dot');
  const parentCode = row.optional('parentCode', row.text);
  if (parentCode !== (level === 'province' ? null : code.slice(0, 2)))
    row.fail('parentCode', 'is not the province of the code');
  return {
    code,
    parentCode,
    level,
    name: row.text('name'),
    population: row.optional('population', row.integer),
    areaKm2: row.optional('areaKm2', row.decimal),
    latitude: row.optional('latitude', (column) => degrees(row, column, 90)),
    longitude: row.optional('longitude', (column) => degrees(row, column, 180)),
    bpsCode: row.optional('bpsCode', (column) =>
      row.matching(column, /^\d{2}(\d{2})?$/, 'a BPS code of 2 or 4 digits'),
    ),
  };
}

function degrees(row: Row, column: 'latitude' | 'longitude', most: number): number {
  const value = row.decimal(column);
  return Math.abs(value) <= most ? value : row.fail(column, `is beyond ${most} degrees`);
}
