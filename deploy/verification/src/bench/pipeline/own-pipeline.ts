import { TrainingCompleted, type NewEvent } from '@betang/contracts';
import { MessagingModule, Outbox } from '@betang/messaging';
import { PlatformModule, UnitOfWork, idempotentRequest } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { CompletionRecorder, trainingCatalog } from '@betang/training-catalog';
import pg from 'pg';
import { inventCompletion, type InventedCompletion } from '../load/completions.js';
import type { BenchRegion } from '../region/bench-region.js';
import { hostServices, type HostedServices } from '../region/hosted-services.js';
import { registerPeople } from '../region/people.js';

const ACTOR = 'bench';
const PEOPLE = 2_000;
const WARM_UP = 1_000;

const INSERT = `INSERT INTO completion (completion_id, employee_id, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on,
    certificate_number, recorded_by)
  SELECT i, e, t, o, p, s, q, f, l, c, $11
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::date[], $9::date[], $10::text[])
      AS u(i, e, t, o, p, s, q, f, l, c)`;

/** A position is a count, of at least the facts that are waited for: totals that a service states meanwhile stand in the same line. */
const APPLIED = `SELECT least(
    (SELECT coalesce(sum(position), 0) FROM learning_hours.reader_watermark WHERE service = 'training-catalog' AND audience = 'local'),
    (SELECT coalesce(sum(position), 0) FROM reporting.reader_watermark WHERE service = 'learning-hours' AND audience = 'local'))::int AS n`;

const REPORTED = 'SELECT coalesce(sum(entries), 0)::int AS n FROM reporting.employee_month';

const WHOLE = `SELECT (SELECT count(*) FROM training_catalog.completion)::int AS commands,
    (SELECT count(*) FROM learning_hours.ledger_entry)::int AS booked,
    (SELECT coalesce(sum(entries), 0) FROM reporting.employee_month)::int AS reported,
    (SELECT count(*) FROM learning_hours.parked)::int + (SELECT count(*) FROM reporting.parked)::int AS parked`;

/** Tables in which services note what is still to be made of what they know: sums, statements, findings. */
const MARK_TABLES = `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname ~ '_marks?$' ORDER BY 1`;

/**
 * Betang's own way from a command to its effect: a completion is recorded in training-catalog, `TrainingCompleted` goes by outbox, relay and bus
 * to learning-hours, whose ledger entry tells of itself by `HoursRecorded` to reporting, whose figures it changes. The command has its effects when
 * both are committed. All six services run with their relays and readers.
 */
export class OwnPipeline {
  private recorded = 0;
  /** Of all that was ever written, so that no two completions are alike. */
  private written = 0;

  private constructor(
    readonly region: BenchRegion,
    private readonly services: HostedServices,
    readonly employeeIds: readonly string[],
    readonly watcher: pg.Client,
  ) {}

  static async start(region: BenchRegion, people = PEOPLE): Promise<OwnPipeline> {
    const services = await hostServices(await region.environment());
    const employeeIds = await registerPeople(region, services, people);
    const watcher = new pg.Client({ connectionString: region.ownerUrl() });
    await watcher.connect();
    return new OwnPipeline(region, services, employeeIds, watcher);
  }

  get address(): string {
    return this.services.address;
  }

  /** One command, one transaction: what `POST /api/training-catalog/v1/completions` does behind its controller. */
  async recordOne(): Promise<string> {
    const index = this.take(1);
    const { employeeId, details } = inventCompletion(index, this.employeeIds);
    const key = `bench-completion-${index}`;
    const request = idempotentRequest({ key, actor: ACTOR, methodPath: 'POST /completions', body: details });
    const command = { employeeId, details, actor: ACTOR, visible: null };
    const answer = await this.recorder.record(command, request);
    return answer.body.completionId;
  }

  /** Many commands in one transaction, as an import writes them. */
  async recordMany(count: number): Promise<void> {
    const from = this.take(count);
    const completions = Array.from({ length: count }, (_, index) => inventCompletion(from + index, this.employeeIds));
    await this.unitOfWork.run(async (tx) => {
      await tx.prepared('bench-completions', INSERT, columnsOf(completions));
      await this.outbox.append(tx, completions.map(eventOf));
    });
  }

  /** Some of each kind, so that nothing is compiled or prepared for the first time while it is measured. */
  async warmUp(): Promise<void> {
    for (let round = 0; round < WARM_UP / 10; round += 1)
      await Promise.all(Array.from({ length: 10 }, () => this.recordOne()));
    await Promise.all(Array.from({ length: 10 }, () => this.recordMany(100)));
    await this.applied(WARM_UP + 1_000);
  }

  /** Resolves when nothing is left to be made of what was recorded: no sums, statements or findings wait. */
  async settled(): Promise<void> {
    const { rows } = await this.watcher.query<{ name: string }>(MARK_TABLES);
    const left = rows.map(({ name }) => `EXISTS (SELECT 1 FROM ${name})`).join(' OR ');
    const isSettled = async () =>
      !(await this.watcher.query<{ left: boolean }>(`SELECT ${left} AS left`)).rows[0]!.left;
    await waitUntil('all marks are worked off', isSettled, { timeoutMs: 120_000, intervalMs: 100 });
  }

  /** Stops the bus, as an outage would: what is recorded now waits in the outbox. Answers how to end the outage. */
  async pauseDelivery(): Promise<() => Promise<void>> {
    await this.region.nats.kill9();
    return () => this.region.nats.restart();
  }

  /** Resolves when the effects of so many more commands than at the last call are committed. */
  async applied(more: number): Promise<void> {
    this.recorded += more;
    const reaches = async (count: string) =>
      (await this.watcher.query<{ n: number }>(count)).rows[0]!.n >= this.recorded;
    const isThere = async () => (await reaches(APPLIED)) && (await reaches(REPORTED));
    await waitUntil(`${this.recorded} completions are booked and reported`, isThere, {
      timeoutMs: 300_000,
      intervalMs: 20,
    });
  }

  /** Throws unless every command is booked once and reported once. */
  async checkWhole(): Promise<void> {
    const { rows } = await this.watcher.query<Record<string, number>>(WHOLE);
    const { commands, booked, reported, parked } = rows[0]!;
    if (![commands, booked, reported].every((count) => count === this.recorded) || parked !== 0)
      throw new Error(`${this.recorded} commands: ${JSON.stringify(rows[0])}`);
  }

  async stop(): Promise<void> {
    await this.watcher.end();
    await this.services.stop();
  }

  private take(count: number): number {
    const first = this.written;
    this.written += count;
    return first;
  }

  private get recorder(): CompletionRecorder {
    return this.services.app.get(CompletionRecorder, { strict: false });
  }

  private get outbox(): Outbox {
    return this.services.app.select(MessagingModule.forService(trainingCatalog)).get(Outbox, { strict: true });
  }

  private get unitOfWork(): UnitOfWork {
    return this.services.app.select(PlatformModule.forService(trainingCatalog)).get(UnitOfWork, { strict: true });
  }
}

function columnsOf(completions: readonly InventedCompletion[]): unknown[] {
  return [
    completions.map(({ completionId }) => completionId),
    completions.map(({ employeeId }) => employeeId),
    completions.map(({ details }) => details.title),
    completions.map(({ details }) => details.organiser),
    completions.map(({ details }) => details.pathCode),
    completions.map(({ details }) => details.scope),
    completions.map(({ details }) => details.quantityHundredths),
    completions.map(({ details }) => details.startedOn),
    completions.map(({ details }) => details.completedOn),
    completions.map(({ details }) => details.certificateNumber),
    ACTOR,
  ];
}

function eventOf({ completionId, employeeId, details }: InventedCompletion): NewEvent {
  const event = TrainingCompleted.create({
    subject: employeeId,
    data: { completionId, employeeId, ...details },
    cause: { actor: ACTOR },
  });
  return event as unknown as NewEvent;
}
