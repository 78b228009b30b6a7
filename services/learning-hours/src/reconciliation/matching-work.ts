import { AppError, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { Siasn, isComplete, type SiasnRecord } from '../siasn/siasn-course.js';
import { reconcile, type ReconciledLine, type TheirRecord } from './reconcile.decision.js';
import {
  LINE_COLUMNS,
  findReconciliation,
  insertFailedPerson,
  insertLines,
  loadLinks,
  loadOwnCourses,
  setRunState,
  type Reconciliation,
  type ReconciliationLine,
} from './reconciliation-store.js';

const PEOPLE_A_STEP = 100;

const OF_FILE = `SELECT DISTINCT employee_id AS "employeeId" FROM reconciliation_line WHERE reconciliation_id = $1 AND ($2::uuid IS NULL OR employee_id > $2)
  ORDER BY employee_id LIMIT $3`;

const OF_SIASN = `SELECT employee_id AS "employeeId", employee_number AS "employeeNumber" FROM reconciliation_person
 WHERE reconciliation_id = $1 AND ($2::uuid IS NULL OR employee_id > $2) ORDER BY employee_id LIMIT 1`;

const DECIDE = `UPDATE reconciliation_line AS l SET completion_id = u.c, ours = u.o, action = u.a, differences = ARRAY(SELECT jsonb_array_elements_text(u.d)),
    reasons = ARRAY(SELECT jsonb_array_elements_text(u.w))
  FROM unnest($2::bigint[], $3::uuid[], $4::jsonb[], $5::text[], $6::jsonb[], $7::jsonb[]) AS u(i, c, o, a, d, w)
 WHERE l.reconciliation_id = $1 AND l.line_id = u.i`;

interface FileRecord extends TheirRecord {
  readonly lineId: number;
}

/** Compares the records of a run with ours, some people at a time; how far it is stands in the run's row, so it goes on after a kill. */
@Injectable()
export class MatchingWork {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly siasn: Siasn,
    private readonly config: LearningHoursConfig,
  ) {}

  /** One step; false when there is nothing left to compare. */
  async step(id: string): Promise<boolean> {
    const run = await this.unitOfWork.run((tx) => findReconciliation(tx, id));
    if (run?.state !== 'MATCHING') return false;
    return run.source === 'FILE' ? this.compareFile(id) : this.pullOne(run);
  }

  private compareFile(id: string): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      const run = await findReconciliation(tx, id, true);
      if (run?.state !== 'MATCHING') return false;
      const people = await tx.query<{ employeeId: string }>(OF_FILE, [id, run.afterEmployee, PEOPLE_A_STEP]);
      if (people.length === 0) return this.ready(tx, id);
      const ids = people.map(({ employeeId }) => employeeId);
      const lines = await tx.query<ReconciliationLine>(
        `SELECT ${LINE_COLUMNS} FROM reconciliation_line WHERE reconciliation_id = $1 AND employee_id = ANY($2::uuid[]) AND theirs IS NOT NULL
          ORDER BY line_id`,
        [id, ids],
      );
      const links = await loadLinks(
        tx,
        lines.flatMap(({ siasnId }) => siasnId ?? []),
      );
      const own = await loadOwnCourses(tx, ids, run.year, links);
      for (const employeeId of ids) {
        const theirs = lines
          .filter((line) => line.employeeId === employeeId)
          .map((line): FileRecord => ({
            lineId: line.lineId,
            course: line.theirs!,
            linkedTo: links.get(line.siasnId ?? ''),
          }));
        await this.write(tx, id, employeeId, reconcile(theirs, own.get(employeeId) ?? [], this.config));
      }
      await this.advance(tx, id, ids.at(-1)!, ids.length);
      return true;
    });
  }

  private async write(
    tx: Transaction,
    id: string,
    employeeId: string,
    lines: readonly ReconciledLine<FileRecord>[],
  ): Promise<void> {
    const known = lines.filter((line) => line.theirs !== null);
    await tx.execute(DECIDE, [
      id,
      known.map(({ theirs }) => theirs!.lineId),
      known.map(({ ours }) => ours?.completionId ?? null),
      known.map(({ ours }) => (ours ? JSON.stringify(ours) : null)),
      known.map(({ action }) => action),
      known.map(({ differences }) => JSON.stringify(differences)),
      known.map(({ obstacles }) => JSON.stringify(obstacles)),
    ]);
    const fresh = lines.filter((line) => line.theirs === null);
    await insertLines(
      tx,
      id,
      fresh.map(({ ours, action, differences }) => ({
        employeeId,
        rowNumber: null,
        theirs: null,
        ours,
        action,
        differences,
      })),
    );
  }

  /** One person of a run of the web service: asked outside any transaction, for SIASN takes its time. */
  private async pullOne(run: Reconciliation): Promise<boolean> {
    const id = run.reconciliationId;
    const [person] = await this.unitOfWork.run((tx) =>
      tx.query<{ employeeId: string; employeeNumber: string }>(OF_SIASN, [id, run.afterEmployee]),
    );
    if (!person) return this.unitOfWork.run((tx) => this.ready(tx, id));
    const courses = await this.siasn.coursesOf(person.employeeNumber).catch(aboutThisPerson);
    if ('code' in courses) return this.setAside(run, person.employeeId, courses.code);
    return this.unitOfWork.run(async (tx) => {
      const now = await findReconciliation(tx, id, true);
      // Another worker was faster with this person.
      if (now?.state !== 'MATCHING' || now.afterEmployee !== run.afterEmployee) return true;
      const theirs = courses.filter((course) => isOfYear(course, run.year));
      const links = await loadLinks(
        tx,
        theirs.flatMap(({ siasnId }) => siasnId ?? []),
      );
      const own = await loadOwnCourses(tx, [person.employeeId], run.year, links);
      const lines = reconcile(
        theirs.map((course) => ({ course, linkedTo: links.get(course.siasnId ?? '') })),
        own.get(person.employeeId) ?? [],
        this.config,
      );
      await insertLines(
        tx,
        id,
        lines.map((line) => ({
          employeeId: person.employeeId,
          rowNumber: null,
          theirs: line.theirs?.course ?? null,
          ours: line.ours,
          action: line.action,
          differences: line.differences,
          reasons: line.obstacles,
        })),
      );
      await this.advance(tx, id, person.employeeId, 1);
      return true;
    });
  }

  /** What SIASN refuses about one person keeps nobody else waiting: it is a line of the report. */
  private setAside(run: Reconciliation, employeeId: string, code: string): Promise<boolean> {
    const id = run.reconciliationId;
    return this.unitOfWork.run(async (tx) => {
      const now = await findReconciliation(tx, id, true);
      if (now?.state !== 'MATCHING' || now.afterEmployee !== run.afterEmployee) return true;
      await insertFailedPerson(tx, id, employeeId, code);
      await this.advance(tx, id, employeeId, 1);
      return true;
    });
  }

  private async advance(tx: Transaction, id: string, after: string, people: number): Promise<void> {
    await tx.execute(
      'UPDATE reconciliation SET after_employee = $2, people = people + $3 WHERE reconciliation_id = $1',
      [id, after, people],
    );
  }

  private async ready(tx: Transaction, id: string): Promise<boolean> {
    await setRunState(tx, id, 'READY');
    return false;
  }
}

/** Anything else, such as a SIASN that is away, is no matter of one person. */
function aboutThisPerson(error: unknown): { readonly code: string } {
  if (error instanceof AppError && (error.code === 'siasn-refused' || error.code === 'siasn-answer-unknown'))
    return { code: error.code };
  throw error;
}

/** A record that states neither a day nor a year may be of any: it is shown in every run rather than in none. */
function isOfYear(record: SiasnRecord, year: number | null): boolean {
  if (year === null) return true;
  const stated = isComplete(record)
    ? Number(record.completedOn.slice(0, 4))
    : (('year' in record ? record.year : null) ?? year);
  return stated === year;
}
