import { ReportPeriodDecided, ReportPeriodSubmitted, type PeriodPart } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, ServiceDatabase, type Principal, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ReportingConfig } from '../reporting.config.js';
import { PeriodFigures } from './period-figures.js';
import {
  corrections,
  digestOf,
  mayDecide,
  maySubmit,
  type Correction,
  type PeriodDecision,
} from './period.decision.js';
import { findPeriod, saveDecision, saveSubmission, type PeriodKey, type ReportPeriod } from './period-store.js';

/** Reports of periods: an agency submits to its region, a region to its province; approved and locked a level above. */
@Injectable()
export class Periods {
  constructor(
    private readonly figures: PeriodFigures,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  /** Figures are read before the transaction: they may take a while. */
  figuresNow(year: number, agencyId?: string): ReturnType<PeriodFigures['now']> {
    return this.figures.now(year, agencyId);
  }

  /** Throws `period-not-open` (409) unless it was never submitted or was sent back. */
  async submit(
    tx: Transaction,
    key: PeriodKey,
    who: Principal,
    { figures, asOf }: Awaited<ReturnType<PeriodFigures['now']>>,
  ): Promise<ReportPeriod> {
    const known = await findPeriod(tx, key, true);
    if (!maySubmit(known?.state)) throw new AppError('period-not-open', { status: 409 });
    const submission = (known?.submission ?? 0) + 1;
    const submittedAt = this.clock.now();
    const digest = digestOf(figures);
    const time = asOf === null ? null : new Date(asOf);
    await saveSubmission(tx, {
      ...key,
      submission,
      submittedBy: who.subject,
      submittedAt,
      asOf: time,
      digest,
      figures,
      eventId: null,
    });
    if (key.level === 'REGION') {
      const { year, part } = key;
      const data = {
        year,
        part,
        submission,
        submittedAt: submittedAt.toISOString(),
        asOf,
        digest,
        figures: [...figures],
      };
      await this.outbox.append(tx, [ReportPeriodSubmitted.create({ subject: `${year}/${part}`, data })] as never);
    }
    await this.record(tx, who, 'submit-report-period', key);
    return this.get(tx, key);
  }

  /**
   * Approves, sends back or locks. Throws `period-unknown` (404), `period-decision-misplaced` (409) when it is not so far,
   * `period-own-submission` (403) when the same person submitted it: four eyes.
   */
  async decide(
    tx: Transaction,
    key: PeriodKey,
    who: Principal,
    { decision, reason }: { readonly decision: PeriodDecision; readonly reason?: string },
  ): Promise<ReportPeriod> {
    const known = await findPeriod(tx, key, true);
    if (known === undefined) throw new AppError('period-unknown', { status: 404 });
    if (known.submittedBy === who.subject) throw new AppError('period-own-submission', { status: 403 });
    if (!mayDecide(known.state, decision)) throw new AppError('period-decision-misplaced', { status: 409 });
    const { submission } = known;
    const at = this.clock.now();
    await saveDecision(tx, key, { decision, submission, by: who.subject, at, reason: reason ?? null });
    const { year, part, place, level } = key;
    if (level === 'REGION' && place !== this.config.region) {
      const data = {
        region: place,
        year,
        part,
        submission,
        decision,
        reason: reason ?? null,
        decidedAt: at.toISOString(),
      };
      await this.outbox.append(tx, [
        ReportPeriodDecided.create({ subject: `${place}/${year}/${part}`, data }),
      ] as never);
    }
    await this.record(tx, who, `report-period-${decision.toLowerCase()}`, key, reason);
    return this.get(tx, key);
  }

  /** Throws `period-unknown` (404). */
  async get(db: Parameters<typeof findPeriod>[0], key: PeriodKey): Promise<ReportPeriod> {
    const found = await findPeriod(db, key);
    if (found === undefined) throw new AppError('period-unknown', { status: 404 });
    return found;
  }

  /** What became other since the submission; of another region's only what this region has figures of: none. */
  async correctionsOf(period: ReportPeriod): Promise<Correction[]> {
    if (period.level === 'REGION' && period.place !== this.config.region) return this.foreignCorrections(period);
    const { figures } = await this.figures.now(period.year, period.level === 'AGENCY' ? period.place : undefined);
    return corrections(period.figures, figures);
  }

  /** The province compares what a region submitted with what that region states today. */
  private async foreignCorrections({ year, place, figures }: ReportPeriod): Promise<Correction[]> {
    const comparable = figures.filter(
      ({ report, key, figure }) => report === 'fulfilment' && isStatus(key) && figure !== 'percent',
    );
    const rows = await this.database.query<{
      key: string;
      people: number;
      fulfilled: number;
      halfway: number;
      started: number;
      none: number;
    }>(
      `SELECT employment_status AS key, sum(people)::int AS people, sum(band_fulfilled)::int AS fulfilled, sum(band_halfway)::int AS halfway,
              sum(band_started)::int AS started, sum(band_none)::int AS none
         FROM stated_total WHERE year = $1 AND region = $2 GROUP BY 1 HAVING sum(people) > 0`,
      [year, place],
    );
    const names = ['people', 'fulfilled', 'halfway', 'started', 'none'] as const;
    const now = rows.flatMap((row) =>
      names.map((figure) => ({ report: 'fulfilment', key: row.key, figure, value: row[figure] })),
    );
    // What was hidden when it was submitted stays out: the region withheld it.
    const shown = comparable.filter(({ value }) => value !== null);
    const ids = new Set(shown.map(({ key, figure }) => `${key}|${figure}`));
    return corrections(
      shown,
      now.filter(({ key, figure }) => ids.has(`${key}|${figure}`)),
    );
  }

  private record(tx: Transaction, who: Principal, action: string, key: PeriodKey, reason?: string): Promise<void> {
    const object = { type: 'report-period', id: `${key.year}/${key.part}/${key.level}/${key.place}` };
    return this.audit.record(tx, { actor: who.subject, action, object, ...(reason === undefined ? {} : { reason }) });
  }
}

function isStatus(key: string): boolean {
  return /^[A-Z_]+$/.test(key);
}

export function regionKey(region: string, year: number, part: PeriodPart): PeriodKey {
  return { year, part, level: 'REGION', place: region };
}
