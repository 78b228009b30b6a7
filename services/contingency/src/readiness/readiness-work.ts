import { ReadinessChanged, type NewEvent, type ReadinessTrigger } from '@betang/contracts';
import { CalendarDate } from '@betang/asn';
import { Outbox } from '@betang/messaging';
import { Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import type { RuleBook } from '../rules/rule-book.js';
import { Rules } from '../rules/rules.js';
import { Statements } from '../statements.js';
import { assessReadiness, type ReadinessRules } from './assess-readiness.decision.js';
import { nextChange } from './forecast.decision.js';
import { loadFacts } from './load-facts.js';
import type { PlanFacts } from './plan-facts.js';
import type { ComponentResult, ReadinessResult } from './readiness-result.js';

const LOCK = 'SELECT * FROM readiness WHERE plan_id = ANY($1::uuid[]) ORDER BY plan_id FOR UPDATE';
const STORE = `UPDATE readiness AS r SET figure = u.f, band = u.b, components = u.c, next_change_on = u.n, next_figure = u.x, computed_on = $7, computed_at = $8
  FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::jsonb[], $5::date[], $6::integer[]) AS u(i, f, b, c, n, x) WHERE r.plan_id = u.i`;
const HISTORY = `INSERT INTO readiness_history (plan_id, figure, previous_figure, band, components, trigger, cause_id, changed_at)
  SELECT i, f, p, b, c, t, k, $8 FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::jsonb[], $6::text[], $7::text[]) AS u(i, f, p, b, c, t, k)`;
/** Readiness as it is stored. */
export interface ReadinessRow {
  readonly planId: string;
  readonly figure: number | null;
  readonly band: string | null;
  readonly components: readonly ComponentResult[] | null;
  readonly nextChangeOn: string | null;
  readonly nextFigure: number | null;
}

/** What made readiness of a plan be computed again, and the event or command behind it. */
export interface Why {
  readonly trigger: ReadinessTrigger;
  readonly causeId: string | null;
}
type WhyOf = (planId: string) => Why;

interface Computed {
  readonly facts: PlanFacts;
  readonly result: ReadinessResult;
  readonly next: { readonly on: string; readonly figure: number } | undefined;
}

/** Computes readiness anew: set-based, in the transaction of what changed it, with history and events. */
@Injectable()
export class ReadinessWork {
  constructor(
    private readonly outbox: Outbox,
    private readonly rules: Rules,
    private readonly statements: Statements,
    private readonly clock: Clock,
  ) {}

  /**
   * Call it once a transaction, last, when everything else is written: plans are locked in one order, and whoever comes second sees what the first
   * one wrote. `causeOf` names the event or command behind a plan's change.
   */
  async recompute(
    tx: Transaction,
    planIds: readonly string[],
    trigger: ReadinessTrigger,
    causeOf: (planId: string) => string | undefined = () => undefined,
  ): Promise<void> {
    await this.recomputeEach(tx, planIds, (planId) => ({ trigger, causeId: causeOf(planId) ?? null }));
  }

  /** The same, where each plan has a reason of its own. */
  async recomputeEach(tx: Transaction, planIds: readonly string[], whyOf: WhyOf): Promise<void> {
    if (planIds.length === 0) return;
    const stored = new Map((await tx.query(LOCK, [planIds])).map(toRow<ReadinessRow>).map((row) => [row.planId, row]));
    const computed = await this.compute(tx, planIds);
    await this.store(tx, computed);
    const changed = computed.filter(({ facts, result }) => differs(stored.get(facts.planId), result));
    await this.writeHistory(tx, changed, stored, whyOf);
    const now = this.clock.now();
    await this.outbox.append(
      tx,
      changed.map((each) => changedEvent(each, stored.get(each.facts.planId), whyOf(each.facts.planId), now)),
    );
    await this.statements.state(tx, 'READINESS', computed.map(statementOf));
  }

  private async compute(tx: SqlClient, planIds: readonly string[]): Promise<Computed[]> {
    const today = this.clock.today();
    const book = await this.rules.book(tx);
    const rules = readinessRules(book, today);
    const until = horizon(book, today);
    const facts = await loadFacts(tx, planIds, book.get('retirement.ages', today));
    return facts.map((each) => {
      const step = nextChange(each, rules, today, until);
      const next = step && { on: step.on, figure: step.result.figure };
      return { facts: each, result: assessReadiness(each, rules, today), next };
    });
  }

  private async store(tx: Transaction, computed: readonly Computed[]): Promise<void> {
    await tx.execute(STORE, [
      computed.map(({ facts }) => facts.planId),
      computed.map(({ result }) => result.figure),
      computed.map(({ result }) => result.band),
      computed.map(({ result }) => JSON.stringify(result.components)),
      computed.map(({ next }) => next?.on ?? null),
      computed.map(({ next }) => next?.figure ?? null),
      this.clock.today(),
      this.clock.now(),
    ]);
  }

  private async writeHistory(
    tx: Transaction,
    changed: readonly Computed[],
    stored: ReadonlyMap<string, ReadinessRow>,
    whyOf: WhyOf,
  ): Promise<void> {
    if (changed.length === 0) return;
    await tx.execute(HISTORY, [
      changed.map(({ facts }) => facts.planId),
      changed.map(({ result }) => result.figure),
      changed.map(({ facts }) => stored.get(facts.planId)?.figure ?? null),
      changed.map(({ result }) => result.band),
      changed.map(({ result }) => JSON.stringify(result.components)),
      changed.map(({ facts }) => whyOf(facts.planId).trigger),
      changed.map(({ facts }) => whyOf(facts.planId).causeId),
      this.clock.now(),
    ]);
  }
}

export function readinessRules(book: RuleBook, day: string): ReadinessRules {
  return {
    weights: book.get('readiness.weights', day),
    bands: book.get('readiness.bands', day),
    capNotInForce: book.get('readiness.cap', day).notInForce,
    drillMonths: book.get('drill.interval', day).months,
  };
}

export function horizon(book: RuleBook, day: string): string {
  return CalendarDate.parse(day).plusMonths(book.get('readiness.forecast', day).months).iso;
}

/** Any other figure, score or reason is a change. */
function differs(stored: ReadinessRow | undefined, result: ReadinessResult): boolean {
  if (stored === undefined || stored.figure !== result.figure || stored.band !== result.band) return true;
  return signature(stored.components ?? []) !== signature(result.components);
}

/** jsonb keeps no order of keys, so the parts are named one by one. */
function signature(components: readonly ComponentResult[]): string {
  const parts = components.map(({ component, score, weight, reasons }) => [
    component,
    score,
    weight,
    reasons.map(({ code, subjectId, employeeId, params }) => [
      code,
      subjectId ?? null,
      employeeId ?? null,
      Object.entries(params ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  ]);
  return JSON.stringify(parts);
}

function scoresOf({ components }: ReadinessResult) {
  return components.map(({ component, score, weight }) => ({ component, score, weight }));
}

function changedEvent(
  { facts, result, next }: Computed,
  stored: ReadinessRow | undefined,
  { trigger, causeId }: Why,
  now: Date,
): NewEvent {
  const { planId, hazardCode } = facts;
  const { figure, band } = result;
  return ReadinessChanged.create({
    subject: planId,
    time: now,
    data: {
      planId,
      hazardCode,
      figure,
      previousFigure: stored?.figure ?? null,
      band,
      components: scoresOf(result),
      trigger,
      asOf: now.toISOString(),
      nextChangeOn: next?.on ?? null,
    },
    cause: causeId === null ? {} : { causationId: causeId },
  }) as unknown as NewEvent;
}

function statementOf({ facts, result, next }: Computed) {
  const data = {
    planId: facts.planId,
    hazardCode: facts.hazardCode,
    figure: result.figure,
    band: result.band,
    components: scoresOf(result),
    nextChangeOn: next?.on ?? null,
    nextFigure: next?.figure ?? null,
    lastDrillOn: facts.lastDrillOn,
    withdrawn: false,
  };
  return { subjectId: facts.planId, data };
}
