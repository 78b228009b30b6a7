import type { RegionApi } from '../first-load/region-api.js';
import { figure } from '../progress/figures.js';
import { textTable } from './text-table.js';

export interface FulfilmentRow {
  readonly key: string;
  readonly name: string;
  readonly region: string | null;
  readonly people: number | null;
  readonly fulfilled: number | null;
  readonly percent: number | null;
  readonly countedJp: number | null;
}

interface Fulfilment {
  readonly rows: readonly FulfilmentRow[];
}

/** Agencies shown; the interface gives all. */
const SHOWN = 12;

/** The province's figures, as its reporting service gives them to any reader. */
export async function readFulfilment(
  api: RegionApi,
  year: number,
  groupBy: 'region' | 'agency',
): Promise<readonly FulfilmentRow[]> {
  return (await api.get<Fulfilment>('reporting', `fulfilment?year=${year}&groupBy=${groupBy}`)).rows;
}

export function fulfilmentTables(
  year: number,
  regions: readonly FulfilmentRow[],
  agencies: readonly FulfilmentRow[],
): string {
  const more = agencies.length - SHOWN;
  return [
    textTable(
      ['', `Pemenuhan JP ${year} / Learning hours`, ...FIGURES],
      regions.map((row) => cells(row.key, row)),
    ),
    textTable(
      ['', 'Perangkat daerah / Agency', ...FIGURES],
      agencies.slice(0, SHOWN).map((row) => cells(row.region ?? '', row)),
    ),
    ...(more > 0 ? [`  … +${more}`] : []),
  ].join('\n');
}

const FIGURES = ['orang / people', 'terpenuhi / fulfilled', '%', 'JP'];

function cells(key: string, { name, people, fulfilled, percent, countedJp }: FulfilmentRow): string[] {
  return [key, name, shown(people), shown(fulfilled), shown(percent), shown(countedJp)];
}

/** Figures about few people are hidden. */
function shown(value: number | null): string {
  return value === null ? '–' : figure(value);
}
