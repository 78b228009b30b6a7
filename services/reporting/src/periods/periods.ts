import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { ReportPeriodDecided, ReportPeriodSubmitted, type PeriodPart } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, type Principal, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { HomeTotals } from '../home/home-totals.js';
import { ReportingConfig } from '../reporting.config.js';
import { endOfPeriod } from './missing-periods.decision.js';
import { beginOfPeriod, lastMonthOf } from './period-months.decision.js';
import { PeriodFigures, cameLater } from './period-figures.js';
import {
  corrections,
  digestOf,
  mayDecide,
  maySubmit,
  type Correction,
  type PeriodDecision,
} from './period.decision.js';
import { RegionCorrections } from './region-corrections.js';
import { findPeriod, saveDecision, saveSubmission, type PeriodKey, type ReportPeriod } from './period-store.js';

export interface DecisionInput {
  readonly decision: PeriodDecision;
  readonly reason?: string;
  /** The submission that was looked at. */
  readonly submission?: number;
}

const AGENCY_THEN = `SELECT 1 FROM unit WHERE unit_id = $1 AND kind = 'AGENCY' AND agency_from <= $2::date AND (closed_on IS NULL OR closed_on > $2::date)`;

/** Reports of periods: an agency submits to its region, a region to its province; approved and locked a level above. */
@Injectable()
export class Periods {
  constructor(
    private readonly figures: PeriodFigures,
    private readonly homeTotals: HomeTotals,
    private readonly foreign: RegionCorrections,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  /** Figures are read before the transaction: they may take a while. What waits to be summed up is summed up first: a report is not seconds old. */
  async figuresNow(of: Pick<PeriodKey, 'year' | 'part'>, agencyId?: string): ReturnType<PeriodFigures['now']> {
    await this.homeTotals.refresh();
    return this.figures.now(of, agencyId);
  }

  /**
   * Throws `period-not-open` (409) unless it was never submitted or was sent back, `period-not-begun` (409) for a time to come,
   * `period-agency-unknown` (404) for what was no agency of the region when the period ended.
   */
  async submit(
    tx: Transaction,
    key: PeriodKey,
    who: Principal,
    { figures, asOf }: Awaited<ReturnType<PeriodFigures['now']>>,
  ): Promise<ReportPeriod> {
    await this.assertOwed(tx, key);
    const known = await findPeriod(tx, key, true);
    if (!maySubmit(known?.state)) throw new AppError('period-not-open', { status: 409 });
    const submission = (known?.submission ?? 0) + 1;
    const submittedAt = this.clock.now();
    const digest = digestOf(figures);
    const time = asOf === null ? null : new Date(asOf);
    const isFirst = await saveSubmission(tx, {
      ...key,
      submission,
      submittedBy: who.subject,
      submittedAt,
      asOf: time,
      digest,
      figures,
      eventId: null,
    });
    // Somebody else submitted it in the same moment: theirs stands, and only theirs is told.
    if (!isFirst) throw new AppError('period-not-open', { status: 409 });
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
   * `period-own-submission` (403) when the same person submitted it: four eyes, `period-submitted-anew` (409) when it is not the one looked at.
   */
  async decide(
    tx: Transaction,
    key: PeriodKey,
    who: Principal,
    { decision, reason, submission: seen }: DecisionInput,
  ): Promise<ReportPeriod> {
    const known = await findPeriod(tx, key, true);
    if (known === undefined) throw new AppError('period-unknown', { status: 404 });
    if (known.submittedBy === who.subject) throw new AppError('period-own-submission', { status: 403 });
    if (!mayDecide(known.state, decision)) throw new AppError('period-decision-misplaced', { status: 409 });
    const { submission } = known;
    if (seen !== undefined && seen !== submission) throw new AppError('period-submitted-anew', { status: 409 });
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

  /** What became other since the submission: of the own region and its agencies by the own figures, of another region by what it states. */
  async correctionsOf(period: ReportPeriod): Promise<Correction[]> {
    if (period.level === 'REGION' && period.place !== this.config.region) {
      const ofYear = lastMonthOf(period.part) === 12 ? await this.figures.ofYear(period.year, period.place) : [];
      return this.foreign.of(period, ofYear);
    }
    const { figures } = await this.figures.now(period, period.level === 'AGENCY' ? period.place : undefined);
    const had = new Set(period.figures.map(({ report, figure }) => `${report}/${figure}`));
    return corrections(
      period.figures,
      figures.filter((figure) => !cameLater(figure) || had.has(`${figure.report}/${figure.figure}`)),
    );
  }

  private async assertOwed(tx: Transaction, { year, part, level, place }: PeriodKey): Promise<void> {
    const zone = timeZoneOf(RegionCode.parse(this.config.region));
    if (beginOfPeriod(year, part) > calendarDateAt(this.clock.now(), zone).iso)
      throw new AppError('period-not-begun', { status: 409 });
    if (level === 'REGION') return;
    const found = await tx.query(AGENCY_THEN, [place, endOfPeriod(year, part)]);
    if (found.length === 0) throw new AppError('period-agency-unknown', { status: 404 });
  }

  private record(tx: Transaction, who: Principal, action: string, key: PeriodKey, reason?: string): Promise<void> {
    const object = { type: 'report-period', id: `${key.year}/${key.part}/${key.level}/${key.place}` };
    return this.audit.record(tx, { actor: who.subject, action, object, ...(reason === undefined ? {} : { reason }) });
  }
}

export function regionKey(region: string, year: number, part: PeriodPart): PeriodKey {
  return { year, part, level: 'REGION', place: region };
}
