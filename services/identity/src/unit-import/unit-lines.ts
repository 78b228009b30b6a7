import { nameKey, tidyText } from '../organisation/name-key.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import { newUnit } from '../organisation/unit-store.js';

/** A line of a file of units, as read. */
export interface UnitLine {
  readonly rowNumber: number;
  readonly name: string;
  /** Name or code of the unit above; absent: an agency. */
  readonly parent?: string;
  readonly code?: string;
  /** Number of the head, 18 digits. */
  readonly headNumber?: string;
  /** A head is named by a number that cannot be read. */
  readonly headUnreadable?: boolean;
  /** A cell holds a failed formula, or a quotation mark that is not closed: no unit may be called `#REF!`. */
  readonly unreadable?: boolean;
}

export type LineOutcome = 'NEW' | 'KNOWN' | 'CODE' | 'REFUSED';

/** What a line comes to. */
export interface DecidedLine {
  readonly rowNumber: number;
  readonly name: string;
  readonly parent: string | null;
  readonly outcome: LineOutcome;
  /** Why it is refused: `unit-file.cell-unreadable`, `.parent-unknown`, `.parent-ambiguous`, `.twice`, `.code-taken`. */
  readonly problem: string | null;
  /** The unit on record, or the one that is made. */
  readonly unitId: string | null;
  readonly headNumber: string | null;
  /** What of a unit on record is otherwise in the file: nothing is changed by it, a reorganisation is. */
  readonly differs: readonly ('name' | 'parent')[];
  /** Why the head is not put in office: `unit-file.head-unreadable`, `.head-unknown`, `.head-left`. */
  readonly headProblem: string | null;
}

export interface DecidedUnits {
  readonly lines: readonly DecidedLine[];
  /** Above before below. */
  readonly created: readonly OrgUnit[];
  readonly codes: readonly { readonly unitId: string; readonly code: string }[];
}

/**
 * Compares a file of units with those that stand. A unit is known by its code, else by its name below the one above. Lines may stand in any order; a parent may be
 * a line of the file.
 */
export function decideUnits(lines: readonly UnitLine[], present: readonly OrgUnit[]): DecidedUnits {
  const known = new KnownUnits(present);
  const decided = new Map<UnitLine, DecidedLine>();
  const created: OrgUnit[] = [];
  const codes: { unitId: string; code: string }[] = [];
  for (let waiting = [...lines]; waiting.length > 0;) {
    const later: UnitLine[] = [];
    for (const line of waiting) {
      const parents = line.parent === undefined ? [] : known.find(line.parent);
      const comes = lines.some((other) => other !== line && !decided.has(other) && isNamed(other, line.parent));
      if (line.parent !== undefined && parents.length === 0 && comes) later.push(line);
      else decided.set(line, decide(line, parents, known, created, codes));
    }
    // Lines that wait for each other go round in a circle.
    if (later.length === waiting.length) {
      for (const line of later) decided.set(line, refused(line, 'unit-file.parent-unknown'));
      break;
    }
    waiting = later;
  }
  return { lines: lines.map((line) => decided.get(line)!), created, codes };
}

function decide(
  line: UnitLine,
  parents: readonly OrgUnit[],
  known: KnownUnits,
  created: OrgUnit[],
  codes: { unitId: string; code: string }[],
): DecidedLine {
  if (line.unreadable === true) return refused(line, 'unit-file.cell-unreadable');
  if (line.parent !== undefined && parents.length !== 1)
    return refused(line, parents.length === 0 ? 'unit-file.parent-unknown' : 'unit-file.parent-ambiguous');
  const parent = parents[0];
  const byCode = line.code === undefined ? undefined : known.byCode(line.code);
  const byName = known.below(parent, line.name);
  if (byCode && byName && byCode !== byName) return refused(line, 'unit-file.code-taken');
  const unit = byCode ?? byName;
  const outcome = outcomeOf(line, unit);
  if (unit) {
    if (outcome === 'CODE') codes.push({ unitId: unit.unitId, code: line.code! });
    return { ...bare(line), outcome, unitId: unit.unitId, differs: differencesOf(line, unit, parent) };
  }
  const made = newUnit(parent ? 'UNIT' : 'AGENCY', tidyText(line.name), parent, { code: line.code ?? null });
  known.add(made);
  created.push(made);
  return { ...bare(line), outcome, unitId: made.unitId };
}

function outcomeOf(line: UnitLine, unit: OrgUnit | undefined): 'NEW' | 'KNOWN' | 'CODE' {
  if (!unit) return 'NEW';
  return line.code !== undefined && unit.code === null ? 'CODE' : 'KNOWN';
}

function bare({ rowNumber, name, parent, headNumber, headUnreadable }: UnitLine) {
  const headProblem = headUnreadable === true ? 'unit-file.head-unreadable' : null;
  const said = { rowNumber, name, parent: parent ?? null, headNumber: headNumber ?? null };
  return { ...said, problem: null, differs: [] as DecidedLine['differs'], headProblem };
}

/** A unit that the file knows by its code under another name or place: a rename or a move that nobody has recorded. */
function differencesOf(line: UnitLine, unit: OrgUnit, parent: OrgUnit | undefined): DecidedLine['differs'] {
  return [
    ...(nameKey(line.name) === nameKey(unit.name) ? [] : (['name'] as const)),
    ...(unit.parentUnitId === (parent?.unitId ?? null) ? [] : (['parent'] as const)),
  ];
}

function refused(line: UnitLine, problem: string): DecidedLine {
  return { ...bare(line), outcome: 'REFUSED', problem, unitId: null };
}

function isNamed(line: UnitLine, text: string | undefined): boolean {
  return text !== undefined && (line.code === text || nameKey(line.name) === nameKey(text));
}

/** Units that stand and those that the file makes, by code, by name, and by name below a unit. */
class KnownUnits {
  private readonly codes = new Map<string, OrgUnit>();
  private readonly names = new Map<string, OrgUnit[]>();
  private readonly places = new Map<string, OrgUnit>();

  constructor(units: readonly OrgUnit[]) {
    for (const unit of units) this.add(unit);
  }

  add(unit: OrgUnit): void {
    const key = nameKey(unit.name);
    if (unit.code !== null) this.codes.set(unit.code, unit);
    this.names.set(key, [...(this.names.get(key) ?? []), unit]);
    this.places.set(`${unit.parentUnitId ?? ''}|${key}`, unit);
  }

  byCode(code: string): OrgUnit | undefined {
    return this.codes.get(code);
  }

  /** By code, or by name wherever it stands; an agency goes before units of its name. */
  find(text: string): readonly OrgUnit[] {
    const byCode = this.codes.get(text);
    if (byCode) return [byCode];
    const named = this.names.get(nameKey(text)) ?? [];
    const agency = named.find((unit) => unit.kind === 'AGENCY');
    return agency ? [agency] : named;
  }

  below(parent: OrgUnit | undefined, name: string): OrgUnit | undefined {
    return this.places.get(`${parent?.unitId ?? ''}|${nameKey(name)}`);
  }
}
