import { YearRecomputed, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Clock, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ConversionRules } from '../conversion/conversion-rules.js';
import type { RuleBook } from '../conversion/rule-book.js';
import { readRulesVersion } from '../conversion/rules-version.js';
import { DutyPolicies } from '../duty/duty-policies.js';
import { NO_DUTY, type DutyBook } from '../duty/duty-policy.js';
import { LedgerBooking } from '../ledger/ledger-booking.js';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { loadPeople } from '../ledger/load-state.js';
import { lockPersons } from '../ledger/person-lock.js';
import { findProposal, type RuleProposal } from './proposal-store.js';
import { conversionRuleOf, dutyPolicyOf } from './proposed-rule.decision.js';
import { loadYearEntries, loadYears, nextPeople } from './load-years.js';
import { advance, findRecalculation, finishRecalculation, type Recalculation } from './recalculation-store.js';
import { recountEntries } from './recount-entries.decision.js';
import { effectOn, type EffectRules } from './year-effect.decision.js';

/** People a transaction: some thousand lines. No transaction stays open for long, since an open one hides the outbox of the whole region. */
const PEOPLE_A_COMMIT = 200;

/** The rules that a run looks through: as they are for a change, with the proposed one for a preview. */
interface RunRules {
  readonly conversion: RuleBook;
  readonly dutyNow: DutyBook;
  readonly dutyThen: DutyBook;
  /** The only path whose entries can change; null: all; undefined: none, the duty alone changes. */
  readonly path: string | null | undefined;
}

/** Does a recalculation step by step. How far it is stands in its row, written with the lines of each step: whoever takes it up goes on there. */
@Injectable()
export class RecalculationWork {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly booking: LedgerBooking,
    private readonly rules: ConversionRules,
    private readonly policies: DutyPolicies,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Goes on to the end. Doing it twice at once is harmless: steps wait for one another and each goes on from where the last one ended. */
  async run(id: string, signal?: AbortSignal): Promise<void> {
    const unitOfWork = this.unitOfWork.until(signal);
    while (await this.step(id, unitOfWork)) continue;
  }

  /** One transaction's worth of people; false at the end. */
  step(id: string, unitOfWork: Pick<UnitOfWork, 'run'> = this.unitOfWork): Promise<boolean> {
    return unitOfWork.run(async (tx) => {
      const run = await findRecalculation(tx, id, true);
      if (run?.state !== 'WORKING') return false;
      const people = await nextPeople(tx, run.year, run.afterEmployee, PEOPLE_A_COMMIT);
      if (people.length === 0) {
        await this.finish(tx, run);
        return false;
      }
      await this.stepOver(tx, run, people);
      return true;
    });
  }

  private async stepOver(tx: Transaction, run: Recalculation, people: readonly string[]): Promise<void> {
    if (run.mode === 'APPLY') await lockPersons(tx, people);
    const rules = await this.rulesOf(tx, run);
    const years = await loadYears(tx, run.year, people);
    const entries = rules.path === undefined ? [] : await loadYearEntries(tx, people, rules.path);
    const attribution = await loadPeople(tx, people);
    const lines = recountEntries(
      { entries, people: attribution },
      { rules: rules.conversion, year: run.year, eventId: run.recalculationId },
    );
    if (run.mode === 'APPLY') await this.write(tx, run, lines);
    await advance(tx, run.recalculationId, {
      afterEmployee: people.at(-1)!,
      people: people.length,
      entries: entries.filter(({ year }) => year === run.year).length,
      effect: effectOn(years, lines, effectRules(rules, run.year)),
    });
  }

  private async write(tx: Transaction, run: Recalculation, lines: readonly LedgerEntry[]): Promise<void> {
    const { recalculationId: eventId, startedBy: actor, proposalId } = run;
    const proposal = proposalId === null ? undefined : await findProposal(tx, proposalId);
    const why = { eventId, actor, actorEmployee: null, reason: run.cause, note: proposal?.legalBasis ?? null };
    await this.booking.write(tx, lines, () => ({ causationId: eventId, actor }), [why]);
  }

  private async rulesOf(tx: Transaction, run: Recalculation): Promise<RunRules> {
    const conversion = await this.rules.bookAt(tx, await readRulesVersion(tx));
    const duty = await this.policies.bookIn(tx);
    const proposal = run.proposalId === null ? undefined : await findProposal(tx, run.proposalId);
    if (!proposal) return { conversion, dutyNow: duty, dutyThen: duty, path: null };
    if (proposal.kind === 'DUTY') {
      const then = run.mode === 'PREVIEW' ? duty.with(dutyPolicyOf(proposal, duty)) : duty;
      return { conversion, dutyNow: duty, dutyThen: then, path: undefined };
    }
    return {
      conversion: withProposed(conversion, proposal, run),
      dutyNow: duty,
      dutyThen: duty,
      path: proposal.ruleKey,
    };
  }

  private async finish(tx: Transaction, run: Recalculation): Promise<void> {
    await finishRecalculation(tx, run.recalculationId, null);
    if (run.mode === 'PREVIEW') return;
    const { recalculationId, proposalId, year, cause, peopleChanged, entriesChanged, deltaCounted } = run;
    const event = YearRecomputed.create({
      subject: recalculationId,
      data: {
        recalculationId,
        proposalId,
        year,
        cause,
        people: peopleChanged,
        entries: entriesChanged,
        delta: deltaCounted,
        finishedAt: this.clock.now().toISOString(),
      },
      cause: { actor: run.startedBy },
    });
    await this.outbox.append(tx, [event as unknown as NewEvent]);
  }
}

function withProposed(book: RuleBook, proposal: RuleProposal, run: Recalculation): RuleBook {
  return run.mode === 'PREVIEW' ? book.with(conversionRuleOf(proposal, book)) : book;
}

function effectRules({ dutyNow, dutyThen }: RunRules, year: number): EffectRules {
  return {
    dutyBefore: (status) => dutyNow.find(status, year) ?? NO_DUTY,
    dutyAfter: (status) => dutyThen.find(status, year) ?? NO_DUTY,
  };
}
