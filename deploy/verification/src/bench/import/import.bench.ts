import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitUntil } from '@betang/testing';
import { inventRegion, type InventedRegion } from '../../generator/invented-region.js';
import { writeRosterFile } from '../../generator/roster-file.js';
import type { RosterCells } from '../../generator/roster-row.js';
import { scaled, type Bench, type BenchOptions, type Row } from '../bench.js';
import { BenchRegion } from '../region/bench-region.js';
import { queryOnce } from '../region/query-once.js';
import { ServicesProcess } from '../region/services-process.js';
import { RosterApi, type ImportState } from './roster-api.js';
import { rosterText } from './roster-text.js';

const ROWS = 20_000;
const YEAR = 2026;
const MOVES_EVERY = 50;
const LEAVES_EVERY = 200;
const STATE = `SELECT count(*) FILTER (WHERE left_on IS NULL)::int AS people,
  md5(string_agg(concat_ws('|', employee_id, name, employment_status, unit_id, grade, position_type, position_name, left_on, supervisor_id, retires_on), ',' ORDER BY employee_id)) AS digest
  FROM identity.employee`;

interface Measured {
  readonly preview: number;
  readonly apply: number;
  readonly job: ImportState;
}

/**
 * A region's roster of 20,000 rows as an office writes it (merged headings, dates as text and cells, rows that must be refused), uploaded to the region's own
 * program over HTTP, previewed and applied: .xlsx into an empty region, then .csv with movers and leavers; then both are undone. Fails unless every figure is what the generator
 * says, all services know everyone, and the register after the undo is what it was before, row by row.
 */
export const rosterImport: Bench = async (options) => {
  const region = await BenchRegion.start({ code: '62.03', role: 'region' });
  try {
    const invented = invent(options);
    const services = await ServicesProcess.start(region);
    const api = new RosterApi(services.address, await services.token());
    const first = await measure(api, 'roster.xlsx', await workbook(region, invented));
    expectCount(first.job, 'joiners', goodOf(invented).length);
    const known = await knownAfter(region, goodOf(invented).length);
    const [before] = await queryOnce(region, STATE);
    options.say('the same staff as .csv, some moved, some gone');
    const second = await measure(api, 'roster.csv', later(invented), { applyLeavers: true });
    expectCount(second.job, 'movers', movesOf(invented));
    options.say('undo');
    const began = performance.now();
    const undone = await api.undo(second.job.importId);
    const undo = (performance.now() - began) / 1_000;
    const [after] = await queryOnce(region, STATE);
    if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error('the undo did not bring the register back');
    options.say('undo of the first roster, but for whom the second one touched');
    const wholeBegan = performance.now();
    const whole = await api.undo(first.job.importId, true);
    const wholeUndo = (performance.now() - wholeBegan) / 1_000;
    const [left] = await queryOnce(
      region,
      'SELECT count(*)::int AS people FROM identity.employee WHERE left_on IS NULL',
    );
    if (left!['people'] !== whole.counts['kept']) throw new Error('the undo left people on record');
    await services.stop();
    return resultOf(invented.roster.length, first, second, {
      ...{ undo, known, wholeUndo },
      undone: undone.counts['undone'] ?? 0,
      wholeUndone: whole.counts['undone'] ?? 0,
    });
  } finally {
    await region.stop();
  }
};

function invent(options: BenchOptions): InventedRegion {
  const rows = scaled(ROWS, options, 400);
  const badRows = Math.round(rows * 0.005);
  const damagedRows = Math.round(rows * 0.003);
  return inventRegion({
    region: '62.03',
    people: rows - badRows - damagedRows,
    seed: 'import',
    year: YEAR,
    badRows,
    damagedRows,
  });
}

async function workbook(region: BenchRegion, { layout, roster }: InventedRegion): Promise<Buffer> {
  const path = join(region.dir, 'roster.xlsx');
  await writeRosterFile(path, { layout, regionName: 'Kabupaten Contoh', year: YEAR, rows: roster });
  return readFile(path);
}

/** A year later: one in fifty works in another unit, one in two hundred is gone. */
function later(invented: InventedRegion): Buffer {
  const rows = goodOf(invented).flatMap((cells, index): RosterCells[] => {
    if (index % LEAVES_EVERY === 1) return [];
    return [index % MOVES_EVERY === 0 ? { ...cells, unit: 'Bidang Pengembangan Baru' } : cells];
  });
  return Buffer.from(rosterText(invented.layout, rows));
}

function goodOf({ roster }: InventedRegion): RosterCells[] {
  return roster.filter(({ fault }) => fault === undefined).map(({ cells }) => cells);
}

const movesOf = (invented: InventedRegion): number => Math.ceil(goodOf(invented).length / MOVES_EVERY);

async function measure(api: RosterApi, name: string, content: Buffer, order: object = {}): Promise<Measured> {
  const began = performance.now();
  const job = await api.preview(name, content);
  const previewed = performance.now();
  await api.apply(job.importId, order);
  return { preview: (previewed - began) / 1_000, apply: (performance.now() - previewed) / 1_000, job };
}

/** Seconds from the end of an import until every service that keeps people has taken them in. */
async function knownAfter(region: BenchRegion, people: number): Promise<number> {
  const began = performance.now();
  const sql = `SELECT (SELECT count(*) FROM training_catalog.employee) >= $1 AND (SELECT count(*) FROM learning_hours.person) >= $1
    AND (SELECT count(*) FROM reporting.employee) >= $1 AS known`;
  const isKnown = async () => (await queryOnce(region, sql, [people]))[0]!['known'];
  await waitUntil('all services know the staff', isKnown, { timeoutMs: 120_000, intervalMs: 100 });
  return (performance.now() - began) / 1_000;
}

function expectCount({ counts }: ImportState, name: string, wanted: number): void {
  if (counts[name] !== wanted) throw new Error(`the preview has ${counts[name]} ${name}, not ${wanted}`);
}

function resultOf(
  rows: number,
  first: Measured,
  second: Measured,
  more: {
    readonly undo: number;
    readonly known: number;
    readonly undone: number;
    readonly wholeUndo: number;
    readonly wholeUndone: number;
  },
) {
  const seconds = first.preview + first.apply;
  const lines: Row[] = [
    { what: 'rows of the .xlsx roster', value: rows, unit: 'rows' },
    { what: '.xlsx: upload to applied', value: seconds, unit: 's', note: 'wanted 60 at most for 20,000 rows' },
    { what: '  upload to preview', value: first.preview, unit: 's' },
    { what: '  apply', value: first.apply, unit: 's' },
    { what: '  until every service knows the staff', value: more.known, unit: 's', note: 'after applied' },
    { what: '.csv with movers and leavers: upload to applied', value: second.preview + second.apply, unit: 's' },
    { what: '  undo of it', value: more.undo, unit: 's', note: `${more.undone} people; the register is what it was` },
    { what: 'undo of the .xlsx roster', value: more.wholeUndo, unit: 's', note: `${more.wholeUndone} people` },
  ];
  return {
    figures: [
      { name: 'import.rows', value: rows, unit: 'rows' },
      { name: 'import.seconds', value: seconds, unit: 's' },
      { name: 'import.csvSeconds', value: second.preview + second.apply, unit: 's' },
      { name: 'import.undoSeconds', value: more.wholeUndo, unit: 's' },
    ],
    rows: lines,
  };
}
