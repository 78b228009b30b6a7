import { LearnerPseudonymReplaced, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import {
  AppError,
  HealthRegistry,
  Lifecycle,
  RepeatedWork,
  ServiceDatabase,
  ServiceLogger,
  UnitOfWork,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Pseudonyms } from './pseudonyms.js';

const LOOK_MS = 30_000;
/** People a transaction: while one is open that has written, every later event of the region waits. */
const BATCH = 500;

const BEGIN = 'INSERT INTO told_pseudonym (version) VALUES ($1) ON CONFLICT DO NOTHING';
const OWED = 'SELECT EXISTS (SELECT FROM told_pseudonym WHERE version < $1) AS owed';
const TOLD = `SELECT version, coalesce(through, '00000000-0000-0000-0000-000000000000') AS through FROM told_pseudonym WHERE version < $1
  FOR UPDATE SKIP LOCKED`;
/** Whoever the province may know by a name: people with lines of the ledger, whatever became of them, and people whose opening balance was stated. */
const NEXT = `(SELECT DISTINCT employee_id AS id FROM ledger_entry WHERE employee_id > $1 ORDER BY 1 LIMIT ${BATCH})
  UNION (SELECT DISTINCT employee_id FROM transfer_in WHERE finished_at IS NOT NULL AND employee_id > $1 ORDER BY 1 LIMIT ${BATCH})
  ORDER BY 1 LIMIT ${BATCH}`;
const DONE_THROUGH = 'UPDATE told_pseudonym SET through = $1, told_at = now()';
const DONE = 'UPDATE told_pseudonym SET version = $1, through = NULL, told_at = now()';

/** To be called before anything is told: from then on the province may know people by names of this key. */
export async function noteNames(db: SqlClient, { version }: Pick<Pseudonyms, 'version'>): Promise<void> {
  if (version !== undefined) await db.execute(BEGIN, [version]);
}

/**
 * Tells the province who is who once the region has a new key of pseudonyms: the former name of everybody of whom it was told, with the one from now on, each
 * once, whatever interrupts it. Nobody's names are told by a region that opted out meanwhile: they are owed until it opts in again.
 */
@Injectable()
export class ReplacedNames implements OnApplicationBootstrap {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly pseudonyms: Pseudonyms,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.pseudonyms.shared) return;
    const options = {
      name: 'learning-hours names',
      failureCode: 'names-not-replaced',
      everyMs: LOOK_MS,
      work: (isStopping: () => boolean) => this.work(isStopping),
    };
    const repeated = new RepeatedWork(options, this.logger);
    repeated.soon();
    repeated.start(this.lifecycle, this.health);
  }

  /** Goes on where it was interrupted. @throws AppError `pseudonym-secret-missing` */
  async work(isStopping: () => boolean = () => false): Promise<void> {
    const { version } = this.pseudonyms;
    if (version === undefined) return;
    const [look] = await this.database.query<{ owed: boolean }>(OWED, [version]);
    if (look?.owed !== true) return;
    while (!isStopping() && (await this.unitOfWork.run((tx) => this.replaceNext(tx, version))));
  }

  /** False when all are told, or another process is at it. */
  private async replaceNext(tx: Transaction, version: number): Promise<boolean> {
    const [told] = await tx.query<{ version: number; through: string }>(TOLD, [version]);
    if (!told) return false;
    const ids = (await tx.query<{ id: string }>(NEXT, [told.through])).map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) {
      await tx.execute(DONE, [version]);
      return false;
    }
    await this.outbox.append(
      tx,
      ids.map((id) => this.replaced(id, told.version)),
    );
    await tx.execute(DONE_THROUGH, [last]);
    return true;
  }

  private replaced(employeeId: string, version: number): NewEvent {
    const [learner, former] = [this.pseudonyms.find(employeeId), this.pseudonyms.findUnder(version, employeeId)];
    if (learner === undefined || former === undefined)
      throw new AppError('pseudonym-secret-missing', { params: { version: String(version) } });
    return LearnerPseudonymReplaced.create({ subject: learner, data: { learner, former } }) as unknown as NewEvent;
  }
}
