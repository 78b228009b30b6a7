import type { SqlClient, UnitOfWork } from '@betang/platform';
import type { DateRules } from '../employees/person-dates.js';
import { nameKey } from '../organisation/name-key.js';
import { UnitDirectory } from '../organisation/unit-directory.js';
import { loadAliases, loadUnits } from '../organisation/unit-store.js';
import type { RosterEntry } from '../roster-file/roster-entry.js';
import { decideBatch, type JudgedRow } from './decide-batch.js';
import { warningsOfReading } from './decide-row.js';
import { advance, beginAttempt, moveOn } from './import-store.js';
import { nextToCompare, refuseRows, saveDecisions } from './row-store.js';

const ROWS_A_TRANSACTION = 1000;

/** Compares the rows of an import with the present and writes the preview: what would change, who would leave, which units are new. */
export class ImportComparison {
  private units = new UnitDirectory([]);
  private readonly agencies = new Set<string>();
  private readonly newUnits = new Map<string, { agency: string; unit: string | null; people: number }>();

  constructor(
    private readonly unitOfWork: Pick<UnitOfWork, 'run'>,
    private readonly importId: string,
    private readonly attempt: string,
    private readonly dates: DateRules,
  ) {}

  /** False when another worker has taken over. */
  async run(): Promise<boolean> {
    const begun = await this.unitOfWork.run(async (tx) => {
      this.units = new UnitDirectory(await loadUnits(tx), await loadAliases(tx));
      return beginAttempt(tx, this.importId, 'COMPARING', this.attempt);
    });
    if (!begun) return false;
    for (let after: number | undefined = 0; after !== undefined;) {
      const next = await this.compareBatch(after);
      if (next === 'overtaken') return false;
      after = next;
    }
    return this.unitOfWork.run((tx) => this.end(tx));
  }

  /** The last row compared; undefined when there was none left. */
  private compareBatch(after: number): Promise<number | undefined | 'overtaken'> {
    return this.unitOfWork.run(async (tx) => {
      const rows = await nextToCompare(tx, this.importId, after, ROWS_A_TRANSACTION);
      const terms = { newUnits: 'create', importId: this.importId, on: this.dates.today, dates: this.dates } as const;
      const judged = await decideBatch(tx, rows, this.units, terms);
      const bad = judged.filter(({ decision }) => decision.kind === 'refused').length;
      if (!(await advance(tx, this.importId, this.attempt, { compared: rows.length, bad }))) return 'overtaken';
      await this.save(tx, judged);
      for (const { entry } of rows) this.noteUnits(entry);
      return rows.at(-1)?.rowNumber;
    });
  }

  private async save(tx: SqlClient, judged: readonly JudgedRow[]): Promise<void> {
    const decided = judged.flatMap(({ row, decision }) =>
      decision.kind === 'refused'
        ? []
        : [
            {
              rowNumber: row.rowNumber,
              difference: decision.difference,
              employeeId: decision.employee.employeeId,
              changes: decision.changes,
              warnings: [...warningsOfReading(row.warnings), ...decision.warnings],
            },
          ],
    );
    await saveDecisions(tx, this.importId, decided, false);
    const refused = judged.flatMap(({ row, decision }) =>
      decision.kind === 'refused' ? [{ rowNumber: row.rowNumber, problems: decision.problems }] : [],
    );
    await refuseRows(tx, this.importId, refused);
  }

  private noteUnits({ agency, unit }: RosterEntry): void {
    const known = this.units.findAgency(agency);
    if (this.units.findFormerAgency(agency)) return;
    if (known) this.agencies.add(known.unitId);
    else this.noteUnit(agency, null);
    if (
      unit !== undefined &&
      nameKey(unit) !== nameKey(agency) &&
      (!known || this.units.findUnit(known, unit).kind === 'unknown')
    )
      this.noteUnit(agency, unit);
  }

  private noteUnit(agency: string, unit: string | null): void {
    const key = `${nameKey(agency)}|${unit === null ? '' : nameKey(unit)}`;
    const noted = this.newUnits.get(key);
    if (noted) noted.people += 1;
    else this.newUnits.set(key, { agency, unit, people: 1 });
  }

  private async end(tx: SqlClient): Promise<boolean> {
    const units = [...this.newUnits.values()];
    await tx.query('DELETE FROM roster_unit WHERE import_id = $1', [this.importId]);
    await tx.query(
      `INSERT INTO roster_unit (import_id, agency_key, unit_key, agency_name, unit_name, people)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[])`,
      [
        this.importId,
        units.map(({ agency }) => nameKey(agency)),
        units.map(({ unit }) => (unit === null ? '' : nameKey(unit))),
        units.map(({ agency }) => agency),
        units.map(({ unit }) => unit),
        units.map(({ people }) => people),
      ],
    );
    await listLeavers(tx, this.importId, [...this.agencies]);
    return moveOn(tx, this.importId, this.attempt, 'PREVIEWED');
  }
}

/**
 * Who is in service in an agency of the file and is not in the file. A row that was refused may still be about somebody: by its number, by what a
 * spreadsheet left of it, or by the name; such people are not taken for leavers.
 */
async function listLeavers(tx: SqlClient, importId: string, agencies: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM roster_leaver WHERE import_id = $1', [importId]);
  await tx.query(
    `INSERT INTO roster_leaver (import_id, employee_id, agency_id)
     SELECT $1, e.employee_id, e.agency_id FROM employee e
      WHERE e.left_on IS NULL AND e.agency_id = ANY($2::uuid[])
        AND e.employee_id NOT IN (SELECT r.employee_id FROM roster_row r WHERE r.import_id = $1 AND r.good AND r.employee_id IS NOT NULL)
        AND e.name_key NOT IN (SELECT r.name_key FROM roster_row r WHERE r.import_id = $1 AND NOT r.good AND r.name_key IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM employee_identifier i WHERE i.employee_id = e.employee_id AND (
              i.value IN (SELECT r.employee_number FROM roster_row r WHERE r.import_id = $1 AND NOT r.good AND r.employee_number IS NOT NULL)
           OR left(i.value, 15) IN (SELECT r.intact_digits FROM roster_row r WHERE r.import_id = $1 AND r.intact_digits IS NOT NULL)))`,
    [importId, agencies],
  );
}
