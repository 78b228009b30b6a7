import { TrainingCompleted, newId, type Cause, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import {
  AppError,
  Audit,
  Clock,
  Idempotency,
  IdempotencyStore,
  ServiceDatabase,
  sqlState,
  type IdempotentRequest,
  type OnceAnswer,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { OneStatement } from '../database/one-statement.js';
import { inVisibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import { causeOf } from '../request-cause.js';
import { TrainingCatalogConfig } from '../training-catalog.config.js';
import { checkCompletion } from './check-completion.decision.js';
import type { Completion, CompletionDetails } from './completion.js';
import { namedTrainingProblems } from './named-training.js';

/** Whoever is unknown, has left before the training, or is out of reach becomes no value, and the statement fails as a whole. */
const insert = (
  reach: string,
): string => `INSERT INTO completion (completion_id, employee_id, programme_id, session_id, title, organiser,
    path_code, scope, quantity_hundredths, started_on, completed_on, certificate_number, recorded_by)
  VALUES ($1, (SELECT e.employee_id FROM employee AS e WHERE e.employee_id = $2 AND e.state_order > 0
                 AND (e.left_on IS NULL OR e.left_on > $10::date)${reach}),
    $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

/** Officers of the whole region write most: their statement carries no tree of units. */
const INSERT_ANYWHERE = insert('');
const INSERT_IN_UNITS = insert(` AND ${inVisibleUnits('e.unit_id', 14)}`);

const NOT_NULL_VIOLATION = '23502';
const CREATED = 201;

export interface RecordCompletion {
  readonly employeeId: string;
  readonly details: CompletionDetails;
  readonly actor: string;
  readonly visible: VisibleUnits;
}

/** What the caller is answered. */
export interface CompletionRecorded {
  readonly completionId: string;
}

/**
 * Records one completion: the row, its event, its audit entry and the answer kept for its Idempotency-Key, in one statement and one round
 * trip. This is the most frequent write of a region. Only where it names a programme or session these are looked up before.
 */
@Injectable()
export class CompletionRecorder {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
    private readonly answers: IdempotencyStore,
    private readonly clock: Clock,
    private readonly config: TrainingCatalogConfig,
  ) {}

  /** Throws `completion-refused` (422) with the fields, `employee-unknown` (422), and what Idempotency throws. */
  async record(command: RecordCompletion, request: IdempotentRequest): Promise<OnceAnswer<CompletionRecorded>> {
    const problems = checkCompletion(command.details, this.clock.today(), this.config);
    problems.push(...(await namedTrainingProblems(this.database, command.details)));
    if (problems.length > 0) throw new AppError('completion-refused', { status: 422, errors: problems });
    const completion = { ...command.details, completionId: newId(), employeeId: command.employeeId };
    return this.idempotency.once(request, () => this.write(completion, command, request));
  }

  private async write(completion: Completion, { actor, visible }: RecordCompletion, request: IdempotentRequest) {
    const { completionId, employeeId } = completion;
    const answer = { status: CREATED, body: { completionId } };
    const anywhere = visible === null;
    const tx = new OneStatement(anywhere ? 'record-completion' : 'record-completion-in-units', this.database.pool);
    await tx.execute(anywhere ? INSERT_ANYWHERE : INSERT_IN_UNITS, [
      completionId,
      employeeId,
      completion.programmeId,
      completion.sessionId,
      completion.title,
      completion.organiser,
      completion.pathCode,
      completion.scope,
      completion.quantityHundredths,
      completion.startedOn,
      completion.completedOn,
      completion.certificateNumber,
      actor,
      ...(anywhere ? [] : [visible]),
    ]);
    await this.outbox.append(tx, [trainingCompleted(completion, causeOf(actor))]);
    await this.audit.record(tx, {
      actor,
      action: 'record-completion',
      object: { type: 'completion', id: completionId },
    });
    await this.answers.save(tx, request, answer);
    try {
      await tx.commit();
    } catch (cause) {
      if (sqlState(cause) === NOT_NULL_VIOLATION)
        throw new AppError('employee-unknown', { status: 422, field: 'employeeId', cause });
      throw cause;
    }
    return answer;
  }
}

/** What only this region's own sessions can say of a completion. */
export type CompletionExtras = Pick<
  TrainingCompleted,
  'programmeVersion' | 'delivery' | 'competencies' | 'developmentTargetId' | 'heldByRegion' | 'certificateId'
>;

/** The fact that a completion is on record. */
export function trainingCompleted(completion: Completion, cause: Cause, extras: CompletionExtras = {}): NewEvent {
  const { completionId, employeeId, programmeId, sessionId, title, organiser, pathCode, scope } = completion;
  const { quantityHundredths, startedOn, completedOn, certificateNumber } = completion;
  return TrainingCompleted.create({
    subject: employeeId,
    cause,
    data: {
      completionId,
      employeeId,
      programmeId,
      sessionId,
      title,
      organiser,
      pathCode,
      scope,
      quantityHundredths,
      startedOn,
      completedOn,
      certificateNumber,
      ...extras,
    },
  }) as unknown as NewEvent;
}
