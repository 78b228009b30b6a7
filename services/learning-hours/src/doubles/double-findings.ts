import { newId } from '@betang/contracts';
import { AppError, Audit, ListQuery, type ListDefinition, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { certificateNumberOf } from '../ledger/certificate-corrections.js';
import { LedgerBooking } from '../ledger/ledger-booking.js';
import { inUnits, inVisibleUnits, type VisibleUnits } from '../people/people-access.js';
import type { DoublesQuery } from './double.dto.js';

export interface Finding {
  readonly findingId: string;
  readonly kind: string;
  readonly state: string;
  readonly completionId: string;
  readonly employeeId: string;
  readonly otherCompletionId: string | null;
  readonly otherEmployeeId: string | null;
}

const LIST: ListDefinition = {
  select: `SELECT f.finding_id AS "findingId", f.kind, f.state, f.completion_id AS "completionId", f.employee_id AS "employeeId", p.name,
      a.title, a.organiser, ${certificateNumberOf('a')} AS "certificateNumber", a.started_on AS "startedOn", a.completed_on AS "completedOn",
      f.other_completion_id AS "otherCompletionId", f.other_employee_id AS "otherEmployeeId", q.name AS "otherName", b.title AS "otherTitle",
      b.started_on AS "otherStartedOn", b.completed_on AS "otherCompletedOn", f.other_region AS "otherRegion", f.outcome,
      f.found_at AS "foundAt", f.decided_at AS "decidedAt", f.note
    FROM double_finding AS f LEFT JOIN person AS p ON p.employee_id = f.employee_id
    LEFT JOIN person AS q ON q.employee_id = f.other_employee_id
    LEFT JOIN ledger_entry AS a ON a.completion_id = f.completion_id AND a.ordinal = 1
    LEFT JOIN ledger_entry AS b ON b.completion_id = f.other_completion_id AND b.ordinal = 1`,
  sorts: { foundAt: { sql: 'f.found_at', type: 'timestamptz' } },
  defaultSort: '-foundAt',
  key: { sql: 'f.finding_id', type: 'uuid' },
};

/** The finding where the caller's units reach its people: both, where one is another region's the own one. */
const FIND = `SELECT f.finding_id AS "findingId", f.kind, f.state, f.completion_id AS "completionId", f.employee_id AS "employeeId",
    f.other_completion_id AS "otherCompletionId", f.other_employee_id AS "otherEmployeeId"
  FROM double_finding AS f JOIN person AS p ON p.employee_id = f.employee_id LEFT JOIN person AS q ON q.employee_id = f.other_employee_id
 WHERE f.finding_id = $1 AND ${inVisibleUnits('p.unit_id', 2)} AND (f.other_employee_id IS NULL OR ${inVisibleUnits('q.unit_id', 2)}) FOR UPDATE OF f`;

/** Decides on what looks like one training entered twice. */
@Injectable()
export class DoubleFindings {
  constructor(
    private readonly booking: LedgerBooking,
    private readonly audit: Audit,
  ) {}

  /** The page's statement: findings of people in the caller's units. */
  list(query: DoublesQuery, visible: VisibleUnits) {
    return new ListQuery(LIST, query)
      .where('f.state = ?', query.state ?? 'OPEN')
      .where('f.kind = ?', query.kind)
      .where('f.employee_id = ?', query.employeeId)
      .where(inUnits('p.unit_id'), visible, visible)
      .where(`f.other_employee_id IS NULL OR ${inUnits('q.unit_id')}`, visible, visible)
      .build();
  }

  /** No double: both stay. Throws `double-not-found` (404), `double-decided` (409). */
  async dismiss(tx: Transaction, id: string, by: string, note: string, visible: VisibleUnits): Promise<void> {
    await this.getOpen(tx, id, visible);
    await this.end(tx, id, 'DISMISSED', by, note);
  }

  /** Takes one of the two back, with the reason that it was entered twice. Throws `double-completion-unknown` (422) for a third one. */
  async reverse(
    tx: Transaction,
    id: string,
    command: {
      readonly completionId: string;
      readonly by: string;
      readonly byEmployee?: string | undefined;
      readonly note: string;
    },
    visible: VisibleUnits,
  ): Promise<void> {
    const finding = await this.getOpen(tx, id, visible);
    const employeeId =
      command.completionId === finding.completionId
        ? finding.employeeId
        : command.completionId === finding.otherCompletionId
          ? finding.otherEmployeeId
          : null;
    if (employeeId === null) throw new AppError('double-completion-unknown', { status: 422, field: 'completionId' });
    const eventId = newId();
    const { completionId, by, byEmployee, note } = command;
    const lines = await this.booking.revoke(
      tx,
      [
        {
          eventId,
          completionId,
          employeeId,
          reason: 'DOUBLE',
          kind: 'DOUBLE',
          note,
          ...(byEmployee && { byEmployee }),
        },
      ],
      () => ({ causationId: id, actor: by }),
    );
    if (lines.length === 0) throw new AppError('double-decided', { status: 409 });
    await this.end(tx, id, 'REVERSED', by, note);
  }

  private async getOpen(tx: Transaction, id: string, visible: VisibleUnits): Promise<Finding> {
    const [finding] = await tx.query<Finding>(FIND, [id, visible]);
    if (!finding) throw new AppError('double-not-found', { status: 404 });
    if (finding.state !== 'OPEN') throw new AppError('double-decided', { status: 409 });
    return finding;
  }

  private async end(tx: Transaction, id: string, state: string, by: string, note: string): Promise<void> {
    await tx.execute(
      `UPDATE double_finding SET state = $2, decided_by = $3, decided_at = now(), note = $4 WHERE finding_id = $1`,
      [id, state, by, note],
    );
    const action = state === 'REVERSED' ? 'reverse-double' : 'dismiss-double';
    await this.audit.record(tx, { actor: by, action, object: { type: 'double-finding', id } });
  }
}
