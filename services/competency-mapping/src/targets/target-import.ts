import { newId, type DevelopmentTargetKind } from '@betang/contracts';
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
import type { DevelopmentTarget, TargetDetails, YearlyValue } from './development-target.js';
import { findByCodes, writeTargets } from './target-store.js';
import { changedTarget, newTarget, sameDetails, targetProblems } from './target.decision.js';
import { DevelopmentTargets } from './targets.js';

export const TARGET_FILE = 'DEVELOPMENT_TARGETS';

/** The document that the rows are of. */
export interface TargetFileParameters {
  readonly validFrom: string;
  readonly validTo: string;
}

const KINDS: Readonly<Record<string, DevelopmentTargetKind>> = {
  visi: 'VISION',
  vision: 'VISION',
  misi: 'MISSION',
  mission: 'MISSION',
  tujuan: 'GOAL',
  goal: 'GOAL',
  sasaran: 'TARGET',
  sasaranstrategis: 'TARGET',
  target: 'TARGET',
  indikator: 'INDICATOR',
  indikatorkinerja: 'INDICATOR',
  indicator: 'INDICATOR',
};

const FIELDS: Readonly<Record<string, string>> = { parentId: 'parentCode', validTo: 'code' };

/** A row before its parent is known. */
interface TargetRow {
  readonly rowNumber: number;
  readonly parentCode: string | null;
  readonly details: Omit<TargetDetails, 'parentId'>;
}

/** The tree of the RPJMD as a table: number, kind, wording, unit, and a column a year (`2026`, `target 2026`, `realisasi 2026`). */
@Injectable()
export class TargetImport implements TableKind<TargetFileParameters> {
  readonly name = TARGET_FILE;
  readonly scope = 'targets:write';
  readonly columns = [
    { field: 'code', headings: ['kode', 'nomor', 'no', 'code'], required: true },
    { field: 'kind', headings: ['jenis', 'tingkat', 'unsur', 'kind'], required: true },
    { field: 'title', headings: ['uraian', 'rumusan', 'nama', 'title'], required: true },
    { field: 'parentCode', headings: ['kode induk', 'induk', 'parent'] },
    { field: 'unit', headings: ['satuan', 'unit'] },
  ];

  constructor(private readonly targets: DevelopmentTargets) {}

  readonly fieldOf = (heading: string): string | undefined => {
    const match = /^(target|realisasi|capaian)?\s*(?:tahun\s*)?((?:19|20|21)\d\d)$/i.exec(heading.trim());
    if (!match) return undefined;
    return `${/^(realisasi|capaian)$/i.test(match[1] ?? '') ? 'actual' : 'target'}:${match[2]}`;
  };

  async record(
    tx: Transaction,
    rows: readonly ImportRow[],
    context: ImportContext<TargetFileParameters>,
  ): Promise<RowsRecorded> {
    const { validFrom } = context.parameters;
    const refused: RowRefusal[] = [];
    const read: TargetRow[] = [];
    for (const row of rows) {
      const result = readTargetRow(row, context.parameters);
      if (Array.isArray(result)) refused.push({ rowNumber: row.rowNumber, problems: result });
      else read.push(result);
    }
    const codes = read.flatMap(({ details, parentCode }) => [details.code, parentCode ?? details.code]);
    const known = await findByCodes(tx, validFrom, codes);
    const written: DevelopmentTarget[] = [];
    const seen = new Set<string>();
    let repeated = 0;
    for (const row of read) {
      const result = placeRow(row, known, seen);
      if ('problems' in result) refused.push({ rowNumber: row.rowNumber, problems: result.problems });
      else if (result.changed) {
        known.set(result.target.code, result.target);
        written.push(result.target);
      } else repeated += 1;
    }
    await writeTargets(tx, written, context.uploadedBy);
    await this.targets.tell(tx, written, { actor: context.uploadedBy, correlationId: context.importId });
    return { repeated, refused };
  }
}

/** A row as a node, without its place in the tree; or what is wrong with it. */
export function readTargetRow(row: ImportRow, period: TargetFileParameters): TargetRow | RowProblem[] {
  const cells = new CellReader(row);
  const code = cells.text('code', 60)?.replace(/\.$/, '');
  const kind = cells.oneOf('kind', KINDS);
  const title = cells.text('title', 1000);
  const unit = cells.optionalText('unit', 60);
  const values = yearlyValues(cells, row);
  if (!code || !kind || !title || cells.problems.length > 0) return cells.problems;
  const parentCode = cells.optionalText('parentCode', 60)?.replace(/\.$/, '') ?? parentCodeOf(code, kind);
  return { rowNumber: row.rowNumber, parentCode, details: { kind, code, title, unit, values, ...period } };
}

/** Without a column for it, the number tells: 1.2.3 stands below 1.2. */
function parentCodeOf(code: string, kind: DevelopmentTargetKind): string | null {
  const end = Math.max(code.lastIndexOf('.'), code.lastIndexOf('-'), code.lastIndexOf('/'));
  return kind === 'VISION' || end <= 0 ? null : code.slice(0, end);
}

function yearlyValues(cells: CellReader, row: ImportRow): YearlyValue[] {
  const years = new Map<number, { target: number | null; actual: number | null }>();
  for (const field of Object.keys(row.cells)) {
    const [what, year] = field.split(':');
    if ((what !== 'target' && what !== 'actual') || year === undefined || cells.isBlank(field)) continue;
    const value = cells.decimal(field);
    if (value === undefined) continue;
    const known = years.get(Number(year)) ?? { target: null, actual: null };
    known[what] = value;
    years.set(Number(year), known);
  }
  return [...years].map(([year, value]) => ({ year, ...value })).sort((a, b) => a.year - b.year);
}

type Placed =
  { readonly problems: readonly RowProblem[] } | { readonly changed: boolean; readonly target: DevelopmentTarget };

/** The node in its place; rows above it in the file count as known. */
function placeRow(row: TargetRow, known: ReadonlyMap<string, DevelopmentTarget>, seen: Set<string>): Placed {
  const { code, kind } = row.details;
  if (seen.has(code)) return { problems: [{ field: 'code', code: 'row.twice' }] };
  seen.add(code);
  const parent = row.parentCode === null ? undefined : known.get(row.parentCode);
  if (kind !== 'VISION' && !parent) return { problems: [{ field: 'parentCode', code: 'row.parent-unknown' }] };
  const details: TargetDetails = { ...row.details, parentId: kind === 'VISION' ? null : parent!.targetId };
  const problems = targetProblems(details, kind === 'VISION' ? null : parent!.kind);
  if (problems.length > 0)
    return {
      problems: problems.map((problem) => ({
        field: FIELDS[problem.field] ?? problem.field,
        code: problem.code.replace('target.', 'row.'),
      })),
    };
  const before = known.get(code);
  if (!before) return { changed: true, target: newTarget(newId(), details) };
  return sameDetails(before, details)
    ? { changed: false, target: before }
    : { changed: true, target: changedTarget(before, details) };
}
