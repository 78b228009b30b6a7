import { Table } from '../database/table.js';

export const CATEGORIES = ['PEOPLE', 'GOODS', 'FUNDS', 'FACILITY'] as const;
export type Category = (typeof CATEGORIES)[number];

/** What a plan needs in a field (bidang) and place. Funds are integer rupiah. */
export interface Need {
  readonly needId: string;
  readonly planId: string;
  readonly field: string;
  readonly place: string;
  readonly category: Category;
  readonly item: string;
  readonly unit: string;
  readonly quantity: number;
  readonly removed: boolean;
}

/** What an agency has. */
export interface Stock {
  readonly stockId: string;
  readonly unitId: string;
  readonly place: string;
  readonly category: Category;
  readonly item: string;
  readonly unit: string;
  readonly quantity: number;
  readonly checkedOn: string;
  /** Last day of use: foam, medicine, a permit. */
  readonly usableUntil: string | null;
  readonly revision: number;
}

/** How much of a need comes from a stock or a commitment. */
export interface SupplyRow {
  readonly supplyId: string;
  readonly needId: string;
  readonly stockId: string | null;
  readonly commitmentId: string | null;
  /** Line of the commitment sheet that it comes out of. */
  readonly lineId: string | null;
  readonly quantity: number;
  /** Months of each year in which the plan counts on the stock; null: all of it. */
  readonly months: readonly number[] | null;
  /** What of it can be counted on beside what others were promised, or as far as the sheet's line reaches. */
  readonly counted: number;
  /** What other plans were promised of the same stock for the same months. */
  readonly elsewhere: number;
  /** Why it was promised beyond what is there. */
  readonly overReason: string | null;
  readonly overBy: string | null;
  readonly overOn: string | null;
  readonly ended: boolean;
}

export const NEEDS = new Table<Need>('resource_need', 'needId', {
  numbers: ['quantity'],
  notFound: 'resource-need-not-found',
});
export const STOCK = new Table<Stock>('stock', 'stockId', {
  numbers: ['quantity'],
  notFound: 'resource-stock-not-found',
});
export const SUPPLIES = new Table<SupplyRow>('supply', 'supplyId', {
  numbers: ['quantity', 'counted', 'elsewhere'],
  notFound: 'resource-supply-not-found',
});
