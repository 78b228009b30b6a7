import type { RegionApi } from '../api/region-api.js';
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
  /** Some part is about few people, and left out. */
  readonly partial: boolean;
}

interface Fulfilment {
  readonly rows: readonly FulfilmentRow[];
}

const PARTIAL =
  '  * tanpa yang terlalu sedikit untuk dihitung sendiri / without those who are too few to be counted by themselves';

/** Largest agencies shown of each region; the interface gives all. */
const SHOWN = 4;

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
  const shown = largest(agencies);
  const more = agencies.length - shown.length;
  return [
    textTable(
      ['', `Pemenuhan JP ${year} / Learning hours`, ...FIGURES],
      regions.map((row) => cells(row.key, row)),
    ),
    textTable(
      ['', 'Perangkat daerah / Agency', ...FIGURES],
      shown.map((row) => cells(row.region ?? '', row)),
    ),
    ...([...regions, ...shown].some(({ partial }) => partial) ? [PARTIAL] : []),
    ...(more > 0 ? [`  … +${more} perangkat daerah lain / more agencies`] : []),
  ].join('\n');
}

function largest(agencies: readonly FulfilmentRow[]): FulfilmentRow[] {
  const regions = [...new Set(agencies.map(({ region }) => region))];
  const bySize = (a: FulfilmentRow, b: FulfilmentRow) => (b.people ?? 0) - (a.people ?? 0);
  return regions.flatMap((code) =>
    agencies
      .filter(({ region }) => region === code)
      .sort(bySize)
      .slice(0, SHOWN),
  );
}

const FIGURES = ['orang / people', 'terpenuhi / fulfilled', '%', 'JP'];

function cells(key: string, { name, people, partial, fulfilled, percent, countedJp }: FulfilmentRow): string[] {
  return [
    key,
    name,
    partial ? `${orDash(people)}*` : orDash(people),
    orDash(fulfilled),
    orDash(percent),
    orDash(countedJp),
  ];
}

/** Figures about few people are hidden. */
function orDash(value: number | null): string {
  return value === null ? '–' : figure(value);
}
