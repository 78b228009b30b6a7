import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import ExcelJS from 'exceljs';
import { courseColumns } from './course-row.js';
import { generateRegion } from './generate-region.js';
import type { GeneratedFiles, GenerateOptions } from './generate-region.js';
import { runGenerate } from './generate.command.js';
import { inventRegion } from './invented-region.js';

const folder = createWorkFolder('generator');
afterAll(() => removeWorkFolder(folder));

const options = { region: '62.03', people: 400, seed: 3, year: 2026, badRows: 24 };
const generate = (name: string, changes: Partial<GenerateOptions> = {}) =>
  generateRegion({ ...options, out: join(folder, name), ...changes });

async function sheetOf(files: GeneratedFiles): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(files.rosterFile);
  return workbook.worksheets[0]!;
}

describe('the roster file', () => {
  it('has a merged title, merged headings in two rows, and numbered columns', async () => {
    const sheet = await sheetOf(await generate('headings'));
    const { layout } = inventRegion(options);
    expect(sheet.getCell('A2').value).toBe('PEMERINTAH KABUPATEN KAPUAS');
    expect(sheet.getCell('C2').master.address).toBe('A2');
    layout.columns.forEach(({ group, heading }, index) => {
      const [upper, lower] = [sheet.getCell(5, index + 1), sheet.getCell(6, index + 1)];
      expect(upper.master.value).toBe(group ?? heading);
      expect(lower.master.value).toBe(heading);
      expect(lower.master === upper.master).toBe(!group);
      expect(sheet.getCell(7, index + 1).value).toBe(index + 1);
    });
    expect(layout.columns.some(({ group }) => group === 'Jabatan')).toBe(true);
  });

  it('holds every row where the expected result says, and ends with a signature', async () => {
    const files = await generate('rows');
    const sheet = await sheetOf(files);
    const { layout, roster } = inventRegion(options);
    roster.forEach((row, index) => {
      layout.columns.forEach((column, position) => {
        const expected = column.cell(row.cells, index + 1);
        expect(sheet.getCell(8 + index, position + 1).value ?? '').toEqual(expected);
      });
    });
    const last = 7 + roster.length;
    expect(sheet.getCell(last + 1, 1).value).toBeNull();
    expect(sheet.getCell(last + 3, layout.columns.length - 1).value).toContain('Ditetapkan');
    expect(files.expected.roster).toMatchObject({ rows: roster.length, good: 400, agencies: 25 });
    for (const { row, code } of files.expected.roster.faults) expect(roster[row - 8]!.fault).toBe(code);
  });

  it('is laid out in each of the ways that offices have', () => {
    const headings = Array.from({ length: 12 }, (_, n) =>
      inventRegion({
        ...options,
        people: 30,
        badRows: 0,
        region: `62.${String(n + 1).padStart(2, '0')}`,
      }).layout.columns.map(({ heading }) => heading),
    );
    const birth = headings.map((list) => list.includes('Tempat/Tanggal Lahir'));
    expect(new Set(birth).size).toBe(2);
    expect(new Set(headings.map((list) => list.join('|'))).size).toBeGreaterThan(6);
  });
});

describe('the completions file', () => {
  it('has the field names of course records and a line for each', async () => {
    const files = await generate('csv');
    const workbook = new ExcelJS.Workbook();
    const sheet = await workbook.csv.readFile(files.completionsFile, { map: (value: unknown) => value });
    const { completions } = inventRegion(options);
    expect((sheet.getRow(1).values as unknown[]).slice(1)).toEqual([...courseColumns]);
    expect(sheet.actualRowCount).toBe(completions.length + 1);
    completions.forEach(({ cells }, index) => {
      const line = courseColumns.map((_, column) => sheet.getCell(index + 2, column + 1).value ?? '');
      expect(line).toEqual(courseColumns.map((column) => cells[column]));
    });
    for (const { row, code } of files.expected.completions.faults) expect(completions[row - 2]!.fault).toBe(code);
    const text = await readFile(files.completionsFile, 'utf8');
    expect(text.split('\n')).toHaveLength(completions.length + 2);
    expect(text).toContain('"40,5"');
  });

  it('can be what an Indonesian spreadsheet saves', async () => {
    const files = await generate('excel', { csv: 'excel-id' });
    const bytes = await readFile(files.completionsFile);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').slice(1).split('\r\n');
    expect(lines[0]).toBe(courseColumns.join(';'));
    expect(lines.some((line) => line.includes(';40,5;'))).toBe(true);
  });
});

describe('the expected result', () => {
  it('adds up', async () => {
    const { expected, expectedFile } = await generate('expected');
    expect(JSON.parse(await readFile(expectedFile, 'utf8'))).toEqual(expected);
    const { roster, completions, learningHours } = expected;
    expect(roster.good + roster.faults.length).toBe(roster.rows);
    expect(completions.good + completions.faults.length).toBe(completions.rows);
    expect(Object.values(roster.byStatus).reduce((a, b) => a + b)).toBe(roster.good);
    expect(Object.values(completions.byPath).reduce((a, b) => a + b)).toBe(completions.good);
    expect(learningHours.units.reduce((sum, { people }) => sum + people, 0)).toBe(400);
    expect(learningHours.recorded).toBeGreaterThan(learningHours.counted);
    const pns = learningHours.units.filter(({ status }) => status === 'PNS');
    const share = pns.reduce((a, u) => a + u.fulfilled, 0) / pns.reduce((a, u) => a + u.people, 0);
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.95);
  });
});

const FIRST_DAY_OF_2020 = '0000 5021';
/** Time and date of each part as the directory of a zip file has them: two fields of two bytes, twelve behind each entry's mark. */
function timesOfParts(zip: Buffer): string[] {
  const times: string[] = [];
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4))
    times.push(
      [12, 14]
        .map((field) =>
          zip
            .readUInt16LE(at + field)
            .toString(16)
            .padStart(4, '0'),
        )
        .join(' '),
    );
  return times;
}

describe('equal options', () => {
  it('give equal files, byte by byte', async () => {
    const [one, two] = [await generate('one'), await generate('two')];
    for (const file of ['rosterFile', 'completionsFile', 'expectedFile'] as const) {
      expect((await readFile(one[file])).equals(await readFile(two[file]))).toBe(true);
    }
    // No part of the workbook tells when it was written: two that are written within the same two seconds are alike by chance.
    expect(new Set(timesOfParts(await readFile(one.rosterFile)))).toEqual(new Set([FIRST_DAY_OF_2020]));
  });

  it.each([{ people: 0 }, { people: 1.5 }, { badRows: -1 }])('refuses counts that cannot be: %j', async (changes) => {
    await expect(generate('refused', changes)).rejects.toThrow(RangeError);
  });
});

describe('the command', () => {
  it('writes the files and names them in JSON', async () => {
    const lines: string[] = [];
    const argv = `--region 62.71 --people 50 --seed x --year 2026 --bad-rows 3 --out`.split(' ');
    expect(await runGenerate([...argv, join(folder, 'command')], (line) => lines.push(line))).toBe(0);
    const report = JSON.parse(lines.join('')) as Record<string, string | number>;
    expect(report).toMatchObject({ roster: 54, rosterFile: join(folder, 'command', 'roster-62.71.xlsx') });
    expect((await readFile(String(report['expectedFile']), 'utf8')).length).toBeGreaterThan(100);
  });

  it.each([
    [],
    ['--region', '62.03'],
    ['--region', '62.03', '--out', 'x', '--people', 'many'],
    ['--nonsense'],
    ['--region', '62.03', '--out', 'x', '--csv', 'tsv'],
  ])('explains itself when the arguments are wrong (%#)', async (...argv) => {
    const lines: string[] = [];
    expect(await runGenerate(argv, (line) => lines.push(line))).toBe(2);
    expect(lines.join('\n')).toContain('Usage: generate');
  });
});
