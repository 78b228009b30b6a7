import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { CellReader } from '../file-import/cell-reader.js';
import type {
  ImportContext,
  ImportRow,
  RowProblem,
  RowRefusal,
  RowsRecorded,
  TableKind,
} from '../file-import/table-kind.js';
import { Dictionaries } from './dictionaries.js';
import type { CompetencyGroup, DictionaryCompetency } from '../dictionary/dictionary.js';
import { loadCompetencies } from '../dictionary/dictionary-store.js';
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';

export const DICTIONARY_FILE = 'DICTIONARY';

export interface DictionaryFileParameters {
  readonly dictionaryId: string;
}

const GROUP_NAMES: Readonly<Record<string, CompetencyGroup>> = {
  manajerial: 'MANAGERIAL',
  managerial: 'MANAGERIAL',
  sosialkultural: 'SOCIO_CULTURAL',
  sociocultural: 'SOCIO_CULTURAL',
  teknis: 'TECHNICAL',
  technical: 'TECHNICAL',
};

/** A dictionary as a table: a row a competency, or a row a behaviour; rows of one code belong together. */
@Injectable()
export class DictionaryImport implements TableKind<DictionaryFileParameters> {
  readonly name = DICTIONARY_FILE;
  readonly scope = 'competency:write';
  readonly columns = [
    { field: 'code', headings: ['kode', 'kode kompetensi', 'code'], required: true },
    { field: 'group', headings: ['kelompok', 'jenis kompetensi', 'group'], required: true },
    { field: 'nameId', headings: ['nama kompetensi', 'kompetensi', 'nama', 'name'], required: true },
    { field: 'nameEn', headings: ['nama inggris', 'english name'] },
    { field: 'field', headings: ['urusan', 'bidang', 'field'] },
    { field: 'level', headings: ['tingkat', 'level'] },
    { field: 'indicator', headings: ['indikator perilaku', 'indikator', 'behaviour'] },
  ];

  constructor(private readonly dictionaries: Dictionaries) {}

  async record(
    tx: Transaction,
    rows: readonly ImportRow[],
    { parameters, uploadedBy }: ImportContext<DictionaryFileParameters>,
  ): Promise<RowsRecorded> {
    const before = await loadCompetencies(tx, parameters.dictionaryId);
    const known = new Map(before.map((competency) => [competency.code, competency]));
    const changed = new Map<string, DictionaryCompetency>();
    const refused: RowRefusal[] = [];
    let repeated = 0;
    for (const row of rows) {
      const read = readDictionaryRow(row);
      if (Array.isArray(read)) {
        refused.push({ rowNumber: row.rowNumber, problems: read });
        continue;
      }
      const merged = merge(known.get(read.code), read);
      if (JSON.stringify(merged) === JSON.stringify(known.get(read.code))) repeated += 1;
      else changed.set(read.code, merged);
      known.set(read.code, merged);
    }
    await this.dictionaries.write(tx, parameters.dictionaryId, [...changed.values()], uploadedBy);
    return { repeated, refused };
  }
}

/** A row as a competency with at most one behaviour; or what is wrong with it. */
export function readDictionaryRow(row: ImportRow): DictionaryCompetency | RowProblem[] {
  const cells = new CellReader(row);
  const code = cells.text('code', 20)?.toUpperCase();
  const group = cells.oneOf('group', GROUP_NAMES);
  const nameId = cells.text('nameId', 200);
  const nameEn = cells.optionalText('nameEn', 200) ?? nameId;
  const field = cells.optionalText('field', 120);
  const text = cells.optionalText('indicator', 500);
  const level = text === null ? undefined : cells.integer('level', 1, 5);
  if (code !== undefined && !COMPETENCY_CODE.test(code)) cells.refuse('code', 'row.unknown-value');
  if (!code || !group || !nameId || !nameEn || cells.problems.length > 0) return cells.problems;
  const indicators = text === null || level === undefined ? [] : [{ level, text }];
  return { code, group, field, nameId, nameEn, minLevel: 1, maxLevel: 5, indicators };
}

function merge(before: DictionaryCompetency | undefined, read: DictionaryCompetency): DictionaryCompetency {
  if (!before) return read;
  const more = read.indicators.filter(
    ({ level, text }) => !before.indicators.some((known) => known.level === level && known.text === text),
  );
  const { code, group, field, nameId, nameEn } = read;
  const { minLevel, maxLevel } = before;
  return { code, group, field, nameId, nameEn, minLevel, maxLevel, indicators: [...before.indicators, ...more] };
}
