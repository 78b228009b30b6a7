import { EmployeeRegistered, TrainingCompleted, newId, type NewEvent } from '@betang/contracts';
import { identity } from '@betang/identity';
import { RecalculationQueue, RuleProposals, learningHours } from '@betang/learning-hours';
import { MessagingModule, Outbox } from '@betang/messaging';
import { PlatformModule, UnitOfWork, type ServiceDefinition } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { trainingCatalog } from '@betang/training-catalog';
import type { BenchRegion } from '../bench/region/bench-region.js';
import type { HostedServices } from '../bench/region/hosted-services.js';
import { queryOnce } from '../bench/region/query-once.js';
import { AGENCIES, YEAR, inventLearners, type InventedLearner } from './invented-year.js';

const PER_TRANSACTION = 500;
const PATIENT = { timeoutMs: 600_000, intervalMs: 200 };

/** The year of one region: its people and their trainings, told by the services that own them, and its change of a rule. */
export class RegionYear {
  readonly learners: readonly InventedLearner[];

  constructor(
    readonly region: BenchRegion,
    private readonly services: HostedServices,
    people: number,
  ) {
    this.learners = inventLearners(people);
  }

  /** Registers the people and records their trainings; answers the seconds until the last one is in the ledger. */
  async record(): Promise<number> {
    const agencies = Array.from({ length: AGENCIES }, () => newId());
    await this.publish(identity, this.learners, (learner) => [registered(learner, agencies[learner.agency]!)]);
    const known = 'SELECT count(*)::int AS n FROM learning_hours.person';
    await this.until('the people are known', known, this.learners.length);
    const began = performance.now();
    await this.publish(trainingCatalog, this.learners, completionsOf);
    const trainings = this.learners.reduce((sum, { trainings: own }) => sum + own.length, 0);
    // Asked of the persons' years: counting the ledger again and again would cost what is measured.
    const booked = 'SELECT coalesce(sum(entries), 0)::int AS n FROM learning_hours.person_year WHERE entries > 0';
    await this.until('the trainings are booked', booked, trainings);
    const seconds = (performance.now() - began) / 1_000;
    const reported = 'SELECT coalesce(sum(entries), 0)::int AS n FROM reporting.employee_month';
    await this.until('reporting knows of them', reported, trainings);
    return seconds;
  }

  /** A day of a seminar is worth less from the first of January on: proposed by one officer, approved by another. Answers the seconds of the recalculation. */
  async changeRule(seminarDay: number): Promise<number> {
    const [proposals, unitOfWork, queue] = [
      this.part(RuleProposals),
      this.unitOfWork(learningHours),
      this.part(RecalculationQueue),
    ];
    const { proposalId } = await unitOfWork.run((tx) =>
      proposals.propose(tx, {
        kind: 'CONVERSION',
        ruleKey: 'KL06',
        validFrom: `${YEAR}-01-01`,
        legalBasis: 'Peraturan kepala daerah (rekaan)',
        note: null,
        proposedBy: 'year-end-1',
        content: {
          validTo: null,
          nationalHundredths: seminarDay,
          internationalHundredths: 600,
          internationalBonusPercent: null,
          capPeriod: null,
          capHundredths: null,
          capActivities: null,
          withdrawn: false,
        },
      }),
    );
    const began = performance.now();
    const approval = { by: 'year-end-2', note: null, applyToPast: true };
    const { recalculationIds } = await unitOfWork.run((tx) => proposals.approve(tx, proposalId, approval));
    for (const id of recalculationIds) await queue.wake(id);
    const done = `SELECT count(*)::int AS n FROM learning_hours.recalculation WHERE state = 'DONE'`;
    await this.until('the year is counted anew', done, recalculationIds.length);
    return (performance.now() - began) / 1_000;
  }

  /** Waits until the last change of a total has been stated. */
  async stated(): Promise<void> {
    await this.until('all totals are stated', 'SELECT count(*)::int AS n FROM learning_hours.totals_mark', 0);
  }

  /** Events are made as they are told: a region's year is never in memory as a whole. */
  private async publish(
    definition: ServiceDefinition,
    learners: readonly InventedLearner[],
    eventsOf: (learner: InventedLearner) => readonly NewEvent[],
  ): Promise<void> {
    const outbox = this.services.app.select(MessagingModule.forService(definition)).get(Outbox, { strict: true });
    const unitOfWork = this.unitOfWork(definition);
    for (let waiting: NewEvent[] = [], at = 0; at < learners.length; at += 1) {
      waiting.push(...eventsOf(learners[at]!));
      if (waiting.length < PER_TRANSACTION && at < learners.length - 1) continue;
      const told = waiting;
      await unitOfWork.run((tx) => outbox.append(tx, told));
      waiting = [];
    }
  }

  private unitOfWork(definition: ServiceDefinition): UnitOfWork {
    return this.services.app.select(PlatformModule.forService(definition)).get(UnitOfWork, { strict: true });
  }

  private part<T>(type: new (...parts: never[]) => T): T {
    return this.services.app.get(type as never, { strict: false });
  }

  private until(what: string, sql: string, count: number): Promise<unknown> {
    return waitUntil(what, async () => (await queryOnce(this.region, sql))[0]!['n'] === count, PATIENT);
  }
}

function registered({ employeeId, employeeNumber, status }: InventedLearner, agencyId: string): NewEvent {
  return EmployeeRegistered.create({
    subject: employeeId,
    data: {
      employeeId,
      employeeNumber,
      name: 'Pegawai Rekaan',
      employmentStatus: status,
      agencyId,
      unitId: agencyId,
      grade: null,
      positionType: null,
      positionName: null,
    },
  }) as unknown as NewEvent;
}

function completionsOf({ employeeId, trainings }: InventedLearner): NewEvent[] {
  return trainings.map(({ pathCode, scope, quantityHundredths, month }, index) => {
    const day = `${YEAR}-${String(month).padStart(2, '0')}-${String(10 + index).padStart(2, '0')}`;
    return TrainingCompleted.create({
      subject: employeeId,
      data: {
        completionId: newId(),
        employeeId,
        programmeId: null,
        sessionId: null,
        title: `Pelatihan rekaan ${index + 1}`,
        organiser: 'BKPSDM (rekaan)',
        pathCode,
        scope,
        quantityHundredths,
        startedOn: day,
        completedOn: day,
        certificateNumber: null,
      },
    }) as unknown as NewEvent;
  });
}
