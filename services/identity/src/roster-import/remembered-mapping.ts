import {
  recognisedSheets,
  sheetsOf,
  type FoundSheet,
  type RosterMapping,
  type SheetMapping,
} from '../roster-file/read-roster.js';

/** A sheet as it is kept: found again by its headings, of several with the same ones by their order; rows counted from the headings, which stand lower under a longer title. */
interface RememberedSheet {
  readonly fingerprint: string;
  /** Sheets of the same headings before it. */
  readonly nth: number;
  readonly map: SheetMapping['map'];
  readonly rowsBelowHeadings: number;
}

/** A mapping as it is kept for later files. */
export interface RememberedMapping {
  readonly map: RosterMapping['map'];
  readonly rowsBelowHeadings: number;
  readonly agency?: string;
  /** Mappings of before know one sheet only, the first of its headings. */
  readonly nth?: number;
  readonly further?: readonly RememberedSheet[];
  /** Headings of lists that the officer left out, once for each. */
  readonly leftOut?: readonly string[];
}

/** What of an officer's mapping can be found again in a later file; undefined where its sheet has no headings to be known by. Pure. */
export function rememberMapping(
  found: readonly FoundSheet[],
  mapping: RosterMapping,
): { readonly fingerprint: string; readonly remembered: RememberedMapping } | undefined {
  const main = rememberSheet(found, mapping);
  if (!main) return undefined;
  const { fingerprint, nth, map, rowsBelowHeadings } = main;
  const further = (mapping.further ?? []).flatMap((sheet) => rememberSheet(found, sheet) ?? []);
  const leftOut = leftOutSheets(found, mapping).map(({ sheet }) => found[sheet]!.headings!.fingerprint);
  const remembered = {
    ...{ map, rowsBelowHeadings, nth, further, leftOut },
    ...(mapping.agency === undefined ? {} : { agency: mapping.agency }),
  };
  return { fingerprint, remembered };
}

/** How a file is read by what was said of an earlier one; undefined where that does not fit. Pure. */
export function recallMapping(
  found: readonly FoundSheet[],
  fingerprint: string,
  remembered: RememberedMapping,
  agency: string | undefined,
): RosterMapping | undefined {
  const whole = agency ?? remembered.agency;
  const { map, rowsBelowHeadings, nth = 0, further = [] } = remembered;
  const alike = found.filter(({ headings }) => headings?.fingerprint === fingerprint).length;
  // Once told apart from a sheet of the same headings, now alone.
  const main = recallSheet(found, { fingerprint, nth: alike === 1 ? 0 : nth, map, rowsBelowHeadings });
  if (!main || (map.agency === undefined && whole === undefined)) return undefined;
  const others = further.flatMap((sheet) => recallSheet(found, sheet) ?? []);
  return {
    ...main,
    ...(whole === undefined ? {} : { agency: whole }),
    ...(others.length > 0 ? { further: others } : {}),
  };
}

/** Lists of people that a mapping does not read. Pure. */
export function leftOutSheets(found: readonly FoundSheet[], mapping: RosterMapping): SheetMapping[] {
  const read = new Set(sheetsOf(mapping).map(({ sheet }) => sheet));
  return recognisedSheets(found, mapping.agency).filter(({ sheet }) => !read.has(sheet));
}

function rememberSheet(found: readonly FoundSheet[], mapping: SheetMapping): RememberedSheet | undefined {
  const headings = found[mapping.sheet]?.headings;
  if (!headings) return undefined;
  const { fingerprint } = headings;
  const nth = found.slice(0, mapping.sheet).filter((sheet) => sheet.headings?.fingerprint === fingerprint).length;
  // Who counts the headings in finds them refused as a row; later files need not.
  const rowsBelowHeadings = Math.max(1, mapping.firstDataRow - headings.row);
  return { fingerprint, nth, map: mapping.map, rowsBelowHeadings };
}

function recallSheet(found: readonly FoundSheet[], sheet: RememberedSheet): SheetMapping | undefined {
  const alike = found.flatMap(({ headings }, index) => (headings?.fingerprint === sheet.fingerprint ? [index] : []));
  const index = alike[sheet.nth];
  if (index === undefined) return undefined;
  return { sheet: index, firstDataRow: found[index]!.headings!.row + sheet.rowsBelowHeadings, map: sheet.map };
}
