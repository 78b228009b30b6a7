import { AppError, type FieldProblem } from '@betang/platform';
import type { Commitment, CommitmentLine } from './partner-rows.js';

/** When a line can be counted on: before its first day nobody has it, after its last day or the sheet's nobody has it any more. */
export type LineState = 'COUNTS' | 'NOT_YET' | 'OVER';

type Days = Pick<CommitmentLine, 'availableFrom' | 'availableUntil'>;

/** Last day on which a line can be counted on. */
export function lastDayOf({ availableUntil }: Days, { validUntil }: Pick<Commitment, 'validUntil'>): string {
  return availableUntil !== null && availableUntil < validUntil ? availableUntil : validUntil;
}

export function lineState(line: Days, commitment: Pick<Commitment, 'validUntil' | 'ended'>, day: string): LineState {
  if (commitment.ended || lastDayOf(line, commitment) < day) return 'OVER';
  return line.availableFrom > day ? 'NOT_YET' : 'COUNTS';
}

/** Days of lines must lie within the sheet's. Throws `commitment-line-refused` (422), naming each field. */
export function assertDays(lines: readonly Days[], validUntil: string, field: (index: number) => string): void {
  const errors = lines.flatMap(({ availableFrom, availableUntil }, index): FieldProblem[] => [
    ...(availableFrom > validUntil ? [{ field: `${field(index)}availableFrom`, code: 'commitment.after-sheet' }] : []),
    ...(availableUntil !== null && availableUntil < availableFrom
      ? [{ field: `${field(index)}availableUntil`, code: 'contingency-ends-before-start' }]
      : []),
    ...(availableUntil !== null && availableUntil > validUntil
      ? [{ field: `${field(index)}availableUntil`, code: 'commitment.after-sheet' }]
      : []),
  ]);
  if (errors.length > 0) throw new AppError('commitment-line-refused', { status: 422, errors });
}

/** A need as far as it matters to which line covers it. */
export interface NeedToCover {
  readonly category: string;
  readonly item: string;
  readonly unit: string;
}

/**
 * The line of a sheet that covers a need: the named one, or the only one of the same category and unit (of the same item, where several are).
 * Throws `supply-of-other-kind` (422) for a line that does not fit, `supply-needs-line` (422) where none or several do.
 */
export function lineFor<L extends NeedToCover & { readonly lineId: string }>(
  lines: readonly L[],
  need: NeedToCover,
  lineId: string | undefined,
): L {
  const fitting = lines.filter(({ category, unit }) => category === need.category && unit === need.unit);
  if (lineId !== undefined) {
    const named = fitting.find((line) => line.lineId === lineId);
    if (!named) throw new AppError('supply-of-other-kind', { status: 422, field: 'commitmentLineId' });
    return named;
  }
  const same = fitting.filter(({ item }) => item === need.item);
  const [only, ...others] = same.length > 0 ? same : fitting;
  if (only === undefined || others.length > 0)
    throw new AppError('supply-needs-line', {
      status: 422,
      field: 'commitmentLineId',
      params: { lines: fitting.length, category: need.category, unit: need.unit },
    });
  return only;
}

/** A promise out of a line, in the order in which it was made. */
export interface LinePromise {
  readonly supplyId: string;
  readonly quantity: number;
}

/** What each promise counts once a line holds so much: earlier ones are kept first. */
export function allotLine(quantity: number, promises: readonly LinePromise[]): Map<string, number> {
  let left = quantity;
  const inOrder = [...promises].sort((a, b) => (a.supplyId < b.supplyId ? -1 : 1));
  return new Map(
    inOrder.map((promise) => {
      const counted = Math.min(left, promise.quantity);
      left -= counted;
      return [promise.supplyId, counted];
    }),
  );
}
