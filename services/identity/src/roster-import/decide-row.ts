import { EmployeeNumber } from '@betang/asn';
import type { Employee } from '../employees/employee.js';
import { improbableDates, numberOnRecord, type DateRules } from '../employees/person-dates.js';
import { maybeSamePerson } from '../employees/same-person.js';
import { nameKey } from '../organisation/name-key.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import type { UnitDirectory } from '../organisation/unit-directory.js';
import type { RosterEntry, RowProblem } from '../roster-file/roster-entry.js';

export type Difference = 'JOINER' | 'RETURNER' | 'CHANGED' | 'SAME';

/** Where a row puts a person; a unit that is not on record has a name and no id. */
export interface Place {
  readonly agencyId: string | null;
  readonly unitId: string | null;
}

/** One field of an employee that a row would change; units by their names as far as they are new. */
export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

export type RowDecision =
  | { readonly kind: 'refused'; readonly problems: readonly RowProblem[] }
  | {
      readonly kind: 'taken';
      readonly difference: Difference;
      readonly employee: Omit<Employee, 'agencyId' | 'unitId'> & Place;
      readonly changes: readonly FieldChange[];
      readonly warnings: readonly RowProblem[];
    };

/** What is known that bears on one row. */
export interface RowContext {
  /** Who has the number now or had it once. */
  readonly holder: Employee | undefined;
  readonly units: UnitDirectory;
  /** Id for a person who is not on record yet. */
  readonly newId: string;
  /** Somebody said that holder and row are one person whose name changed. */
  readonly samePersonConfirmed: boolean;
  /** Another employee in service has this name and birth date. */
  readonly namesakeExists: boolean;
  /** Where units that nobody recorded will not be recorded by this import either. */
  readonly newUnits: 'create' | 'queue';
  /** The day from which the list holds; first days (TMT) beyond it are yet to come. */
  readonly on: string;
  /** What dates of a person are likely. */
  readonly dates: DateRules;
}

const DECIDED = ['roster.', 'first-day.to-come', 'employee-dates.'];

/** The warnings of a row that reading it gave: those of an earlier decision are found anew with the next one. */
export function warningsOfReading(warnings: readonly RowProblem[]): RowProblem[] {
  return warnings.filter(({ code }) => !DECIDED.some((decided) => code.startsWith(decided)));
}

/** Whether somebody has to look at a warning; a first day that is left out is told to whoever has the file. */
export const isQueued = ({ code }: RowProblem): boolean => !code.startsWith('first-day.');

/** What a good row means against the present: pure, used for the preview and again, under lock, when it is applied. */
export function decideRow(entry: RosterEntry, context: RowContext): RowDecision {
  const { holder } = context;
  if (holder && !context.samePersonConfirmed && !maybeSamePerson(holder.name, entry.name)) {
    return refused('roster.number-of-another', 'employeeNumber');
  }
  // In service elsewhere by now: a list of before must not bring the person back.
  if (holder && holder.leftOn !== null && holder.transferredTo)
    return refused('roster.transferred-out', 'employeeNumber');
  const placed = placeOf(entry, context);
  if ('problems' in placed) return placed;
  const employee = employeeOf(entry, holder, placed.place, context.newId);
  const changes = holder ? changesOf(holder, employee, entry) : [];
  const difference = !holder ? 'JOINER' : holder.leftOn !== null ? 'RETURNER' : changes.length > 0 ? 'CHANGED' : 'SAME';
  const suspected: RowProblem[] =
    difference === 'JOINER' && context.namesakeExists ? [{ code: 'roster.same-person-suspected', field: 'name' }] : [];
  const number = numberOnRecord(employee.employeeNumber);
  const improbable = improbableDates({ number, birthDate: employee.birthDate }, context.dates) as RowProblem[];
  const warnings = [...placed.warnings, ...suspected, ...improbable, ...daysToCome(entry, context.on)];
  return { kind: 'taken', difference, employee, changes, warnings };
}

/** The register states the present: a first day to come is left out. */
function daysToCome(entry: RosterEntry, on: string): RowProblem[] {
  const fields = ['gradeSince', 'positionSince'] as const;
  return fields.filter((field) => (entry[field] ?? '') > on).map((field) => ({ code: 'first-day.to-come', field }));
}

/** Birth date of a row: of its own column, else as the number has it. */
export function birthDateOf(entry: RosterEntry): string {
  return entry.birthDate ?? numberOf(entry).birthDate.iso;
}

function numberOf({ employeeNumber, numberKind }: RosterEntry): EmployeeNumber {
  return EmployeeNumber.parse(employeeNumber, { status: numberKind === 'NIP' ? 'PNS' : 'PPPK' });
}

type Placed = { readonly place: Place; readonly warnings: readonly RowProblem[] };

function placeOf(
  entry: RosterEntry,
  { holder, units, newUnits }: RowContext,
): Placed | Extract<RowDecision, { kind: 'refused' }> {
  const agency = units.findAgency(entry.agency);
  const former = units.findFormerAgency(entry.agency);
  if (former) return placeBelow(entry, former, holder, units);
  if (!agency) {
    return newUnits === 'create'
      ? { place: { agencyId: null, unitId: null }, warnings: [] }
      : refused('roster.agency-unknown', 'agency');
  }
  const here = holder?.agencyId === agency.unitId;
  const agencyId = agency.unitId;
  // A row without a unit says nothing new of where in the same agency somebody works.
  if (entry.unit === undefined) return { place: { agencyId, unitId: here ? holder.unitId : agencyId }, warnings: [] };
  // Who works in one of several units of that name works there still.
  const own = here ? units.findNamesakes(agency, entry.unit).find(({ unitId }) => unitId === holder.unitId) : undefined;
  if (own) return { place: { agencyId, unitId: own.unitId }, warnings: [] };
  const match = units.findUnit(agency, entry.unit);
  // A former name may be of a unit that belongs to another agency by now.
  if (match.kind === 'found')
    return { place: { agencyId: match.unit.agencyId, unitId: match.unit.unitId }, warnings: [] };
  if (match.kind === 'unknown' && newUnits === 'create') return { place: { agencyId, unitId: null }, warnings: [] };
  const code = match.kind === 'ambiguous' ? 'roster.unit-ambiguous' : 'roster.unit-unknown';
  return { place: { agencyId, unitId: here ? holder.unitId : agencyId }, warnings: [{ code, field: 'unit' }] };
}

/** A list of before names an agency that is a unit of another one now: nobody leaves for it, and it is not made anew. */
function placeBelow(entry: RosterEntry, former: OrgUnit, holder: Employee | undefined, units: UnitDirectory): Placed {
  const { agencyId } = former;
  const match = units.findUnitBelow(former, entry.unit ?? former.name);
  const stays = holder?.agencyId === agencyId && holder.leftOn === null;
  if (match.kind === 'found') {
    // A row without a unit says nothing new of where somebody works.
    const unitId = entry.unit === undefined && stays ? holder.unitId : match.unit.unitId;
    return { place: { agencyId: match.unit.agencyId, unitId }, warnings: [] };
  }
  const own = match.kind === 'ambiguous' ? match.units.find(({ unitId }) => unitId === holder?.unitId) : undefined;
  if (own) return { place: { agencyId, unitId: own.unitId }, warnings: [] };
  const code = match.kind === 'ambiguous' ? 'roster.unit-ambiguous' : 'roster.unit-unknown';
  const unitId = stays ? holder.unitId : former.unitId;
  return { place: { agencyId, unitId }, warnings: [{ code, field: 'unit' }] };
}

function employeeOf(
  entry: RosterEntry,
  holder: Employee | undefined,
  place: Place,
  newId: string,
): Omit<Employee, 'agencyId' | 'unitId'> & Place {
  return {
    employeeId: holder?.employeeId ?? newId,
    // A holder may have been found by a number of former times; the present one stays.
    employeeNumber: holder?.employeeNumber ?? entry.employeeNumber,
    name: entry.name,
    // Lists of one status only (a DUK) have no column for it: then the form of the number tells PNS from PPPK.
    employmentStatus:
      entry.employmentStatus ?? holder?.employmentStatus ?? (entry.numberKind === 'NIP' ? 'PNS' : 'PPPK'),
    ...place,
    grade: entry.grade ?? holder?.grade ?? null,
    positionType: entry.positionType ?? holder?.positionType ?? null,
    positionName: entry.positionName ?? holder?.positionName ?? null,
    birthDate: entry.birthDate ?? holder?.birthDate ?? birthDateOf(entry),
    sex: entry.sex ?? holder?.sex ?? numberOf(entry).sex,
    leftOn: null,
  };
}

const COMPARED = ['name', 'employmentStatus', 'grade', 'positionType', 'positionName', 'birthDate', 'sex'] as const;

function changesOf(
  before: Employee,
  after: Omit<Employee, 'agencyId' | 'unitId'> & Place,
  entry: RosterEntry,
): FieldChange[] {
  const changes: FieldChange[] = COMPARED.filter((field) => before[field] !== after[field]).map((field) => ({
    field,
    from: before[field],
    to: after[field],
  }));
  if (before.agencyId !== after.agencyId)
    changes.push({ field: 'agency', from: before.agencyId, to: after.agencyId ?? entry.agency });
  if (before.unitId !== after.unitId)
    changes.push({ field: 'unit', from: before.unitId, to: after.unitId ?? entry.unit ?? entry.agency });
  return changes;
}

function refused(code: string, field: RowProblem['field']): Extract<RowDecision, { kind: 'refused' }> {
  return { kind: 'refused', problems: [{ code, field }] };
}

/** Units that the rows name and nobody recorded: one entry a unit, agencies first. */
export function unknownUnits(
  entries: readonly RosterEntry[],
  units: UnitDirectory,
): { readonly agency: string; readonly unit?: string }[] {
  const unknown = new Map<string, { agency: string; unit?: string }>();
  for (const { agency, unit } of entries) {
    const known = units.findAgency(agency);
    if (units.findFormerAgency(agency)) continue;
    if (!known) unknown.set(nameKey(agency), { agency });
    if (unit === undefined || (!known && nameKey(unit) === nameKey(agency))) continue;
    if (!known || units.findUnit(known, unit).kind === 'unknown')
      unknown.set(`${nameKey(agency)}|${nameKey(unit)}`, { agency, unit });
  }
  return [...unknown.values()].sort((a, b) => Number(a.unit !== undefined) - Number(b.unit !== undefined));
}
