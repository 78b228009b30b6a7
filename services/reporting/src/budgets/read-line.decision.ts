import type { FieldProblem, ReadCell } from '@betang/platform';
import { cellText } from '@betang/platform';
import { classifyLine } from './classify-line.decision.js';

/** A budget line as a file has it. */
export interface FileLine {
  readonly agency: string;
  readonly code: string;
  readonly title: string;
  /** Whole rupiah. */
  readonly amount: number;
  readonly counted: boolean;
  readonly reason: string;
}

export const LINE_HEADINGS = {
  code: { names: ['kode rekening', 'kode', 'kode belanja', 'code', 'account code'], required: true },
  title: { names: ['uraian', 'nama rekening', 'kegiatan', 'sub kegiatan', 'title', 'description'], required: true },
  amount: { names: ['pagu', 'jumlah', 'nilai', 'anggaran', 'pagu anggaran', 'realisasi', 'amount'], required: true },
  agency: { names: ['perangkat daerah', 'opd', 'skpd', 'agency'] },
  counted: { names: ['dihitung', 'masuk hitungan', 'diperhitungkan', 'counted'] },
  reason: { names: ['alasan', 'keterangan', 'reason'] },
} as const;

const YES = ['ya', 'y', 'yes', 'true', '1', 'x', 'v'];
const NO = ['tidak', 't', 'no', 'n', 'false', '0', '-'];
const MOST = 9_007_199_254_740_991;

/** Reads one line; the problems of its cells when it cannot be taken in. */
export function readLine(
  cells: readonly ReadCell[],
  columns: Readonly<Record<string, number>>,
): { readonly line: FileLine } | { readonly problems: readonly FieldProblem[] } {
  const cell = (field: string): string => {
    const at = columns[field];
    return at === undefined ? '' : cellText(cells[at]).trim();
  };
  const problems: FieldProblem[] = [];
  const [code, title, agency, amount] = [cell('code'), cell('title'), cell('agency'), readRupiah(cell('amount'))];
  if (code === '') problems.push({ field: 'code', code: 'required' });
  if (title === '') problems.push({ field: 'title', code: 'required' });
  if (amount === undefined) problems.push({ field: 'amount', code: 'rupiah-unreadable' });
  const said = readTruth(cell('counted'));
  if (said === 'unreadable') problems.push({ field: 'counted', code: 'is-boolean' });
  if (problems.length > 0 || amount === undefined || said === 'unreadable') return { problems };
  const verdict = classifyLine(title);
  const reason = cell('reason');
  const line = { agency: agency.slice(0, 200), code: code.slice(0, 60), title: title.slice(0, 500), amount };
  if (said === undefined) return { line: { ...line, ...verdict } };
  return { line: { ...line, counted: said, reason: reason === '' ? 'file' : `file: ${reason.slice(0, 300)}` } };
}

/** `1.500.000`, `Rp 1.500.000,00`, `1,500,000.00` or 1500000 as whole rupiah; undefined for anything else, cents other than zero included. */
export function readRupiah(text: string): number | undefined {
  const digits = text.replace(/^rp\.?\s*/i, '').replace(/\s/g, '');
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]0{1,2})?$/.exec(digits);
  if (match?.[1] === undefined) return undefined;
  const amount = Number(match[1].replace(/[.,]/g, ''));
  return amount <= MOST ? amount : undefined;
}

function readTruth(text: string): boolean | undefined | 'unreadable' {
  const word = text.toLowerCase();
  if (word === '') return undefined;
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : 'unreadable';
}
