import {
  FileImports,
  Jobs,
  ServiceDatabase,
  ServiceLogger,
  isTransient,
  toAppError,
  type JobQueue,
  type Transaction,
} from '@betang/platform';
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { ApplyingWork } from './applying-work.js';
import { courseColumns, missingCourseHeadings, readCourseRow } from './course-rows.decision.js';
import { MatchingWork } from './matching-work.js';
import { holdApplying, insertLines, noteObstacle, setRunState } from './reconciliation-store.js';

export const COURSE_IMPORT = 'siasn-courses';
const ATTEMPTS = 20;

/** A number of a record that was joined with another is the other's. */
const PEOPLE = `SELECT p.employee_number AS number, coalesce(j.stays_id, p.employee_id) AS id FROM person AS p LEFT JOIN joined_record AS j USING (employee_id)
  WHERE p.employee_number = ANY($1::text[])`;

/** Files of course records become lines; runs go on in the background from wherever they stand. */
@Injectable()
export class ReconciliationQueue implements OnModuleInit, OnApplicationBootstrap {
  private readonly queue: JobQueue<{ readonly id: string }>;

  constructor(
    jobs: Jobs,
    private readonly imports: FileImports,
    private readonly matching: MatchingWork,
    private readonly applying: ApplyingWork,
    private readonly database: ServiceDatabase,
    private readonly logger: ServiceLogger,
    private readonly config: LearningHoursConfig,
  ) {
    this.queue = jobs.queue<{ readonly id: string }>('reconciliation', { attempts: ATTEMPTS });
  }

  onModuleInit(): void {
    this.imports.register({
      name: COURSE_IMPORT,
      findColumns: courseColumns,
      missingHeadings: missingCourseHeadings,
      take: (tx, rows, columns, job) => takeRows(tx, rows, columns, runOf(job.parameters)),
      finished: async (tx, job) => {
        const id = runOf(job.parameters);
        await setRunState(tx, id, 'MATCHING');
        tx.afterCommit(() => this.wakeSoon(id));
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.queue.process((job) => this.runOne(job.data.id, job.signal));
    const rows = await this.database.query<{ id: string }>(
      `SELECT reconciliation_id AS id FROM reconciliation WHERE state IN ('MATCHING', 'APPLYING') ORDER BY started_at`,
    );
    for (const { id } of rows) await this.queue.add({ id });
  }

  /** To be called after the commit that left work to do. */
  async wake(id: string): Promise<void> {
    await this.queue.add({ id });
  }

  private wakeSoon(id: string): void {
    this.wake(id).catch((error: unknown) => this.logger.warn('reconciliation not woken', { error }));
  }

  private async runOne(id: string, signal: AbortSignal): Promise<void> {
    try {
      while (await this.matching.step(id)) signal.throwIfAborted();
      while (await this.applying.step(id)) signal.throwIfAborted();
    } catch (error) {
      if (signal.aborted || isTransient(error)) throw error;
      const { code } = toAppError(error);
      // SIASN is away for the moment: tried again from where the run stands, and shown meanwhile.
      if (code === 'siasn-unreachable') {
        await this.database.unitOfWork.run((tx) => noteObstacle(tx, id, code));
        await this.queue.add({ id }, { delayMs: this.config.siasnRetrySeconds * 1_000 });
        return;
      }
      // Tried by itself again and again, a wrong password would lock the account at BKN: an officer applies anew.
      if (code === 'siasn-sign-in-failed' && (await this.database.unitOfWork.run((tx) => holdApplying(tx, id, code))))
        return;
      this.logger.error('reconciliation failed', { reconciliationId: id, error });
      await this.database.unitOfWork.run((tx) => setRunState(tx, id, 'FAILED', code));
      throw error;
    }
  }
}

async function takeRows(
  tx: Transaction,
  rows: Parameters<Parameters<FileImports['register']>[0]['take']>[1],
  columns: Readonly<Record<string, number>>,
  id: string,
) {
  const read = rows.map((row) => ({ row, result: readCourseRow(row, columns) }));
  const numbers = read.flatMap(({ result }) => ('course' in result ? [result.employeeNumber] : []));
  const people = await tx.query<{ number: string; id: string }>(PEOPLE, [numbers]);
  const ids = new Map(people.map((person) => [person.number, person.id]));
  const refused = read.flatMap(({ row, result }) => {
    if (!('course' in result)) return [{ row, problems: result.problems }];
    const unknown = { field: 'employeeNumber', code: 'course.person-unknown' };
    return ids.has(result.employeeNumber) ? [] : [{ row, problems: [unknown] }];
  });
  const lines = read.flatMap(({ row, result }) => {
    const employeeId = 'course' in result ? ids.get(result.employeeNumber) : undefined;
    return employeeId === undefined || !('course' in result)
      ? []
      : [{ employeeId, rowNumber: row.rowNumber, theirs: result.course }];
  });
  const written = await insertLines(tx, id, lines);
  return { repeated: lines.length - written, refused };
}

function runOf(parameters: Readonly<Record<string, unknown>>): string {
  return String(parameters['reconciliationId']);
}
