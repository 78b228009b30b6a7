import { createHash } from 'node:crypto';
import type { AmountBounds } from '@betang/asn';
import { AppError, Clock, ServiceDatabase, UnitOfWork, toAppError, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { writeOrigins } from '../ledger/entry-origin.js';
import { LedgerBooking } from '../ledger/ledger-booking.js';
import type { BookedCompletion } from '../ledger/ledger-entry.js';
import { lockPersons } from '../ledger/person-lock.js';
import { Siasn, isComplete, type OwnCourse, type SiasnCourse, type SiasnRecord } from '../siasn/siasn-course.js';
import { convertCourse } from '../siasn/siasn-fields.decision.js';
import { reconcile } from './reconcile.decision.js';
import {
  LINE_COLUMNS,
  findReconciliation,
  setRunState,
  writeLinks,
  type ReconciliationLine,
} from './reconciliation-store.js';

const LINES_A_STEP = 500;

/** Lines whose work is in the ledger alone. */
const LOCAL = `SELECT ${LINE_COLUMNS} FROM reconciliation_line
 WHERE reconciliation_id = $1 AND state = 'OPEN' AND (action IN ('NOTHING', 'TAKE_IN') OR (action = 'REVIEW' AND resolution = 'TAKE_THEIRS'))
 ORDER BY line_id LIMIT ${LINES_A_STEP} FOR UPDATE`;

/** Lines to be sent, those first whose sending was cut short. */
const SENDING = `SELECT ${LINE_COLUMNS} FROM reconciliation_line
 WHERE reconciliation_id = $1 AND ((state = 'SENDING') OR (state = 'OPEN' AND $2 AND (action = 'PUSH' OR (action = 'REVIEW' AND resolution = 'KEEP_OURS'))))
 ORDER BY state DESC, line_id LIMIT 1`;

const TURN = `SELECT pg_advisory_lock(hashtextextended('learning-hours.reconciliation.' || $1, 0))`;
const DONE = `UPDATE reconciliation_line SET state = 'DONE', done_at = now() WHERE line_id = ANY($1::bigint[])`;

/** Does what the lines of a run say: books what only SIASN has, links what both have, sends what only we have. */
@Injectable()
export class ApplyingWork {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly booking: LedgerBooking,
    private readonly siasn: Siasn,
    private readonly clock: Clock,
    private readonly config: LearningHoursConfig,
  ) {}

  /** One step; false when nothing is left. */
  async step(id: string): Promise<boolean> {
    const more = await this.unitOfWork.run(async (tx) => {
      const run = await findReconciliation(tx, id, true);
      if (run?.state !== 'APPLYING') return undefined;
      const lines = await tx.query<ReconciliationLine>(LOCAL, [id]);
      if (lines.length > 0) await this.applyHere(tx, lines, run.startedBy);
      return { any: lines.length > 0, push: run.pushOurs };
    });
    if (more === undefined) return false;
    if (more.any || (await this.inTurn(id, () => this.sendOne(id, more.push)))) return true;
    await this.unitOfWork.run((tx) => setRunState(tx, id, 'DONE'));
    return false;
  }

  /**
   * One process at a time sends for a run: another would find the record that is on its way as one whose sending was cut short, not yet at SIASN, and send
   * it too. A connection of its own, for SIASN takes longer than a transaction may be open; the lock dies with the process.
   */
  private async inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const connection = await this.database.connect();
    try {
      await connection.query(TURN, [id]);
      return await work();
    } finally {
      await connection.end();
    }
  }

  private async applyHere(tx: Transaction, lines: readonly ReconciliationLine[], actor: string): Promise<void> {
    // All of them at once and first, in the one order in which persons are locked.
    await lockPersons(
      tx,
      lines.map(({ employeeId }) => employeeId),
    );
    const takeIn = lines.filter(({ action }) => action !== 'NOTHING');
    const booked = takeIn.flatMap((line) => {
      const completion = completionOf(line);
      return completion ? [{ line, completion }] : [];
    });
    const facts = booked.map(({ line, completion }) => ({
      eventId: eventIdOf(line),
      completion,
      source: 'SIASN' as const,
    }));
    const cause = () => ({ actor });
    // First out, then in: the room under a cap is the person's own.
    const replaced = booked.filter(({ line }) => line.action === 'REVIEW' && line.completionId !== null);
    await this.booking.revoke(
      tx,
      replaced.map(({ line }) => ({
        eventId: eventIdOf(line),
        completionId: line.completionId!,
        employeeId: line.employeeId,
        reason: 'SIASN',
        kind: 'DOUBLE' as const,
      })),
      cause,
    );
    await this.booking.record(tx, facts, cause);
    const verifiedAt = this.clock.now();
    await writeOrigins(
      tx,
      booked.map(({ line, completion }) => ({
        completionId: completion.completionId,
        employeeId: line.employeeId,
        kind: 'SIASN',
        reference: line.siasnId ?? '',
        formerRegion: null,
        originCompletionId: null,
        verifiedBy: actor,
        verifiedByEmployee: null,
        verifiedAt,
        evidence: [],
      })),
    );
    const ids = new Map(booked.map(({ line, completion }) => [line.lineId, completion.completionId]));
    await tx.execute('DELETE FROM siasn_link WHERE completion_id = ANY($1::uuid[])', [
      replaced.map(({ line }) => line.completionId),
    ]);
    await writeLinks(
      tx,
      lines.flatMap(({ lineId, siasnId, completionId, employeeId }) => {
        const own = ids.get(lineId) ?? completionId;
        return siasnId === null || own === null ? [] : [{ siasnId, completionId: own, employeeId, pushed: false }];
      }),
    );
    await tx.execute(DONE, [lines.map(({ lineId }) => lineId)]);
  }

  /** Sends one completion; what was cut short is looked for at SIASN before it is sent again. False when there is none to send. */
  private async sendOne(id: string, push: boolean): Promise<boolean> {
    const line = await this.unitOfWork.run(async (tx) => {
      const [next] = await tx.query<ReconciliationLine>(`${SENDING} FOR UPDATE`, [id, push]);
      if (next && (await isTakenBack(tx, next))) {
        await tx.execute(
          `UPDATE reconciliation_line SET state = 'FAILED', failure_code = 'siasn-ours-taken-back', done_at = now() WHERE line_id = $1`,
          [next.lineId],
        );
        return 'TAKEN_BACK';
      }
      if (next) await tx.execute(`UPDATE reconciliation_line SET state = 'SENDING' WHERE line_id = $1`, [next.lineId]);
      return next;
    });
    if (line === 'TAKEN_BACK') return true;
    if (!line?.ours) return false;
    const { employeeId, lineId, ours } = line;
    try {
      const siasnId = await this.sentId(line, ours);
      await this.unitOfWork.run(async (tx) => {
        await writeLinks(tx, [{ siasnId, completionId: ours.completionId, employeeId, pushed: true }]);
        await tx.execute(
          `UPDATE reconciliation_line SET state = 'DONE', siasn_id = $2, done_at = now() WHERE line_id = $1`,
          [lineId, siasnId],
        );
      });
    } catch (error) {
      const { code } = toAppError(error);
      // No matter of this record: it stays as it is until SIASN answers again.
      if (code === 'siasn-unreachable' || code === 'siasn-sign-in-failed') throw error;
      // What is unknown stays as it is: the next turn looks for it first.
      if (code === 'siasn-outcome-unknown' && line.state !== 'SENDING') return true;
      await this.unitOfWork.run((tx) =>
        tx.execute(
          `UPDATE reconciliation_line SET state = 'FAILED', failure_code = $2, done_at = now() WHERE line_id = $1`,
          [lineId, code],
        ),
      );
    }
    return true;
  }

  /** A record that is kept as ours replaces theirs under its id, so it may be sent twice; a new one is looked for first when it was cut short. */
  private async sentId({ employeeId, siasnId, theirs, state }: ReconciliationLine, ours: OwnCourse): Promise<string> {
    const { employeeNumber, pnsId } = await this.siasnPerson(employeeId);
    const replaces = siasnId === null || theirs === null ? null : { siasnId, record: theirs.record ?? 'KURSUS' };
    if (state === 'SENDING' && replaces === null) {
      const found = alreadyThere(await this.siasn.coursesOf(employeeNumber), ours, this.config);
      if (found !== undefined) return found;
    }
    return this.siasn.saveCourse({ pnsId, course: ours, replaces });
  }

  /** The person's id at SIASN, asked for once. Throws `siasn-person-unknown`. */
  private async siasnPerson(employeeId: string): Promise<{ employeeNumber: string; pnsId: string }> {
    const [known] = await this.unitOfWork.run((tx) =>
      tx.query<{ employeeNumber: string | null; pnsId: string | null }>(
        `SELECT p.employee_number AS "employeeNumber", s.pns_id AS "pnsId" FROM person AS p LEFT JOIN siasn_person AS s USING (employee_id)
          WHERE employee_id = $1`,
        [employeeId],
      ),
    );
    const employeeNumber = known?.employeeNumber;
    if (!employeeNumber) throw new AppError('siasn-person-unknown', { status: 404 });
    if (known.pnsId) return { employeeNumber, pnsId: known.pnsId };
    const main = await this.siasn.mainDataOf(employeeNumber);
    if (!main) throw new AppError('siasn-person-unknown', { status: 404 });
    const { pnsId, name, status, unit, position, grade } = main;
    await this.unitOfWork.run((tx) =>
      tx.execute(
        `INSERT INTO siasn_person (employee_id, pns_id, name, status, unit, position, grade) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (employee_id) DO UPDATE SET pns_id = excluded.pns_id, name = excluded.name, status = excluded.status, unit = excluded.unit,
           position = excluded.position, grade = excluded.grade, pulled_at = now()`,
        [employeeId, pnsId, name, status, unit, position, grade],
      ),
    );
    return { employeeNumber, pnsId };
  }
}

/** What was taken back since the comparison is not told to SIASN; what was being sent is looked for first, whatever happened to it since. */
async function isTakenBack(tx: Transaction, { completionId, state }: ReconciliationLine): Promise<boolean> {
  if (completionId === null || state === 'SENDING') return false;
  const [last] = await tx.query<{ ordinal: number }>(
    'SELECT ordinal FROM ledger_entry WHERE completion_id = $1 ORDER BY ordinal DESC LIMIT 1',
    [completionId],
  );
  return last !== undefined && last.ordinal % 2 === 0;
}

/** SIASN's id of a completion that is there already. */
function alreadyThere(courses: readonly SiasnRecord[], ours: OwnCourse, bounds: AmountBounds): string | undefined {
  const lines = reconcile(
    courses.map((course) => ({ course, linkedTo: undefined })),
    [ours],
    bounds,
  );
  return lines.find((line) => line.ours !== null && line.theirs !== null)?.theirs?.course.siasnId ?? undefined;
}

function completionOf({ theirs, employeeId }: ReconciliationLine): BookedCompletion | undefined {
  if (theirs === null || !isComplete(theirs)) return undefined;
  const converted = convertCourse(theirs);
  if (!converted) return undefined;
  const { title, organiser, scope, startedOn, completedOn, certificateNumber } = theirs;
  return {
    completionId: completionIdOf(theirs, employeeId),
    employeeId,
    title,
    organiser,
    scope,
    startedOn,
    completedOn,
    certificateNumber,
    ...converted,
  };
}

/** The same record read again, from a file or from the service, is the same completion. */
function completionIdOf(course: SiasnCourse, employeeId: string): string {
  const { siasnId, title, startedOn, completedOn, certificateNumber, hours } = course;
  const said =
    siasnId === null
      ? JSON.stringify([employeeId, title, startedOn, completedOn, certificateNumber, hours])
      : `siasn:${siasnId.toLowerCase()}`;
  const hex = createHash('sha256').update(said).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Lines are made by no event: their own number stands in its place. */
function eventIdOf({ lineId }: ReconciliationLine): string {
  return `reconciliation-line/${lineId}`;
}
