import type { Category } from './resource-rows.js';

/** A need with what covers it today. */
export interface CoveredNeed {
  readonly needId: string;
  readonly field: string;
  readonly place: string;
  readonly category: Category;
  readonly item: string;
  readonly unit: string;
  readonly quantity: number;
  readonly fromStock: number;
  readonly fromPartners: number;
  /** What other plans were promised, for the same months, of the stocks that cover it. */
  readonly promisedElsewhere: number;
}

export interface GapLine {
  readonly field: string;
  readonly place: string;
  readonly category: Category;
  readonly item: string;
  readonly unit: string;
  readonly needed: number;
  readonly available: number;
  readonly gap: number;
  readonly promisedElsewhere: number;
}

/**
 * What is needed, there, and missing, by field, place and item. Needs of the same item and unit are added up; more than needed in one line does not hide
 * what is missing in another.
 */
export function gapLines(needs: readonly CoveredNeed[]): GapLine[] {
  const lines = new Map<string, GapLine>();
  for (const need of needs) {
    const { field, place, category, item, unit, quantity } = need;
    const available = need.fromStock + need.fromPartners;
    const key = JSON.stringify([field, place, category, item, unit]);
    const line = lines.get(key) ?? {
      field,
      place,
      category,
      item,
      unit,
      needed: 0,
      available: 0,
      gap: 0,
      promisedElsewhere: 0,
    };
    lines.set(key, {
      ...line,
      needed: line.needed + quantity,
      available: line.available + available,
      gap: line.gap + Math.max(0, quantity - available),
      promisedElsewhere: line.promisedElsewhere + need.promisedElsewhere,
    });
  }
  return [...lines.values()];
}
