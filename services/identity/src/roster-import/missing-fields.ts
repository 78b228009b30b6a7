import type { FoundSheet } from '../roster-file/read-roster.js';
import { requiredFields, type RosterField } from '../roster-file/roster-field.js';
import type { RosterImport } from './roster-import.js';

/** Without these nobody can say who a row is about, and of which agency (perangkat daerah). */
const NEEDED: readonly RosterField[] = [...requiredFields, 'agency'];

/**
 * Which columns an import waits for: those that the sheet with the most known headings does not name. Empty for an import that waits for nothing, and
 * where an officer's mapping itself is at fault. Pure.
 */
export function missingFields({
  state,
  layout,
  mapping,
}: Pick<RosterImport, 'state' | 'layout' | 'mapping'>): RosterField[] {
  if (state !== 'NEEDS_MAPPING') return [];
  const best = bestOf(layout ?? []);
  return NEEDED.filter((field) => best[field] === undefined && !(field === 'agency' && mapping?.agency !== undefined));
}

function bestOf(sheets: readonly FoundSheet[]): Readonly<Partial<Record<RosterField, number>>> {
  const maps = sheets.map((sheet) => sheet.layout?.map ?? {});
  return maps.reduce((best, map) => (Object.keys(map).length > Object.keys(best).length ? map : best), {});
}
