import { EmployeeChanged, EmployeeRegistered, type Cause, type NewEvent } from '@betang/contracts';
import type { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { retirementOf } from '../retirement-rules/retirement-age.js';
import { loadRetirementRules } from '../retirement-rules/retirement-rule-store.js';
import { endHeadships } from '../organisation/head-store.js';
import { loadUnitsById, unitEvents } from '../organisation/unit-store.js';
import { deriveFacts, findPeopleUnder } from './derived-facts.js';
import {
  findEarlierYears,
  firstDayOf,
  reachOfReturn,
  yearsReached,
  type Reach,
  type StateOfYear,
} from './earlier-years.js';
import { endService, insertEmployees, lockEmployees, updateEmployees } from './employee-store.js';
import { employeeState, stateDiffers, type Employee, type LeaveReason } from './employee.js';
import { periodsOf, type FacetDays } from './employee-period.js';
import { findServiceEnds, leftEvent } from './leavings.js';
import { writeFirstPeriods, writePeriods, type Act } from './period-store.js';

/** An act with the day from which it holds where no other day is named, and what its events say of their cause. */
export interface RegisterAct extends Act {
  readonly on: string;
  /** The day on the office's calendar: what is said of years before its own is told of each. */
  readonly today: string;
  readonly cause: Cause;
}

export interface EmployeeChange {
  /** Undefined for somebody who is not on record. */
  readonly before: Employee | undefined;
  readonly after: Employee;
  readonly days?: FacetDays;
}

export interface Leaving {
  readonly employeeId: string;
  readonly leftOn: string;
  readonly reason: LeaveReason;
  /** First day of which the act says something else of the past: an import that is undone. Without it the leaving alone is told. */
  readonly since?: string;
}

export interface LeavingTerms {
  /** Never was in service here: an import that was undone, a double record. */
  readonly inError?: boolean;
  readonly toRegion?: string;
}

/**
 * Writes changes of employees with all that follows: periods, ended headships, supervisors, retirement, and the events that tell of it. Every way into the
 * register ends here. The caller holds the registry's lock and adds numbers of new people before.
 */
export class Register {
  constructor(
    private readonly tx: Transaction,
    private readonly outbox: Pick<Outbox, 'append'>,
    private readonly act: RegisterAct,
  ) {}

  /** Writes rows and periods of people new and known; {@link tell} then says so. */
  async write(changes: readonly EmployeeChange[]): Promise<void> {
    const joining = changes.filter(({ before }) => before === undefined);
    const known = changes.filter(({ before }) => before !== undefined);
    const rules = await loadRetirementRules(this.tx);
    const rowsOf = (some: readonly EmployeeChange[]) =>
      some.map(({ after }) => ({ ...after, retiresOn: retirementOf(after, rules)?.on ?? null }));
    await insertEmployees(this.tx, rowsOf(joining));
    await updateEmployees(this.tx, rowsOf(known));
    const periods = (some: readonly EmployeeChange[]) =>
      some.flatMap(({ before, after, days }) => periodsOf(before, after, days ?? {}, this.act.on));
    await writeFirstPeriods(this.tx, periods(joining), this.act);
    await writePeriods(this.tx, periods(known), this.act);
  }

  /**
   * Tells what became of people since they were as `before` says, and what they were when years ended, where that is another thing now. Their periods are
   * written by then; `unitsElsewhere` came under another agency on the day of the act. Answers how many events were written.
   */
  async tell(changes: readonly EmployeeChange[], unitsElsewhere: readonly string[] = []): Promise<number> {
    const before = new Map(changes.map((change) => [change.after.employeeId, change.before]));
    const ids = [...before.keys()];
    const moved = changes.filter((change) => change.before && change.before.unitId !== change.after.unitId);
    const headless = await endHeadships(
      this.tx,
      moved.map(({ after }) => after.employeeId),
      this.act.on,
    );
    await deriveFacts(this.tx, ids);
    const after = await lockEmployees(this.tx, ids);
    const years = await this.findYears(
      changes.flatMap((change) => this.reachOf(change)),
      unitsElsewhere,
    );
    const events = [...after.values()].flatMap((employee) =>
      eventOf(before.get(employee.employeeId), employee, years.get(employee.employeeId), this.act.cause),
    );
    await this.outbox.append(this.tx, events);
    return events.length + (await this.tellOfUnits(headless));
  }

  /** Brings the rows of people back to what they were; their history is the caller's to undo. */
  restore(changes: readonly EmployeeChange[]): Promise<void> {
    return updateEmployees(
      this.tx,
      changes.map(({ after }) => after),
    );
  }

  async change(changes: readonly EmployeeChange[]): Promise<number> {
    await this.write(changes);
    return this.tell(changes);
  }

  /** Ends the service of people; whoever was under a head who leaves gets the next one above. */
  async leave(leavings: readonly Leaving[], terms: LeavingTerms = {}): Promise<number> {
    if (leavings.length === 0) return 0;
    await endService(this.tx, leavings, terms);
    const reached = leavings.flatMap(({ employeeId, since }) => (since === undefined ? [] : [{ employeeId, since }]));
    const years = await this.findYears(reached);
    const { inError = false, toRegion } = terms;
    const more = { ...(inError ? { recordedInError: true } : {}), ...(toRegion === undefined ? {} : { toRegion }) };
    const events = leavings.map(({ employeeId, leftOn, reason }) =>
      leftEvent({ employeeId, leftOn, reason, ...more }, years.get(employeeId), this.act.cause),
    );
    await this.outbox.append(this.tx, events as unknown as NewEvent[]);
    const ids = leavings.map(({ employeeId }) => employeeId);
    const headless = await endHeadships(this.tx, ids, this.act.on);
    return events.length + (await this.tellOfUnits(headless, await this.supervisedBy(ids)));
  }

  /** Tells of people who have left what they were when years of their service ended, where the act says another thing of it: their leaving once more. */
  async tellOfLeft(reached: readonly Reach[], unitsElsewhere: readonly string[] = []): Promise<number> {
    const years = await this.findYears(reached, unitsElsewhere);
    const events = (await findServiceEnds(this.tx, [...years.keys()]))
      .map((leaving) => leftEvent(leaving, years.get(leaving.employeeId), this.act.cause))
      .filter(({ data }) => data.earlierYears !== undefined);
    await this.outbox.append(this.tx, events as unknown as NewEvent[]);
    return events.length;
  }

  /** Units whose head changed, and everyone whose supervisor changed by it. */
  async tellOfUnits(unitIds: readonly string[], also: readonly string[] = []): Promise<number> {
    const events = unitEvents(await loadUnitsById(this.tx, unitIds), this.act.cause);
    await this.outbox.append(this.tx, events);
    const people = new Set([...(await findPeopleUnder(this.tx, unitIds)), ...also]);
    return events.length + (await this.rederive([...people]));
  }

  /** Derives anew for these people and tells of those for whom it made a difference. */
  async rederive(employeeIds: readonly string[]): Promise<number> {
    const changed = await deriveFacts(this.tx, employeeIds);
    if (changed.size === 0) return 0;
    const people = await lockEmployees(this.tx, [...changed]);
    const events = [...people.values()]
      .filter(({ leftOn }) => leftOn === null)
      .map((employee) =>
        EmployeeChanged.create({ subject: employee.employeeId, data: employeeState(employee), cause: this.act.cause }),
      );
    await this.outbox.append(this.tx, events as unknown as NewEvent[]);
    return events.length;
  }

  /** Of people new on record there is nothing else to say: readers take the oldest that they know for all years before. */
  private reachOf({ before, after, days = {} }: EmployeeChange): Reach[] {
    if (before === undefined) return [];
    const { employeeId } = after;
    const since = firstDayOf(days, this.act.on);
    // Who was in another region counts there in the years away.
    if (before.leftOn === null || before.transferredTo) return [{ employeeId, since }];
    return [reachOfReturn(employeeId, since, { since: before.leftOn, knownAs: before })];
  }

  private findYears(
    reached: readonly Reach[],
    unitsElsewhere: readonly string[] = [],
  ): Promise<Map<string, StateOfYear[]>> {
    return findEarlierYears(this.tx, yearsReached(reached, this.act.today), this.act.actId, unitsElsewhere);
  }

  private async supervisedBy(employeeIds: readonly string[]): Promise<string[]> {
    const rows = await this.tx.query<{ id: string }>(
      'SELECT employee_id AS id FROM employee WHERE supervisor_id = ANY($1::uuid[]) AND left_on IS NULL',
      [employeeIds],
    );
    return rows.map(({ id }) => id);
  }
}

function eventOf(
  before: Employee | undefined,
  after: Employee,
  earlierYears: StateOfYear[] | undefined,
  cause: Cause,
): NewEvent[] {
  if (after.leftOn !== null) return [];
  const data = { ...employeeState(after), ...(earlierYears ? { earlierYears } : {}) };
  const event = { subject: after.employeeId, data, cause };
  if (!before || before.leftOn !== null) return [EmployeeRegistered.create(event) as unknown as NewEvent];
  return earlierYears || stateDiffers(before, after) ? [EmployeeChanged.create(event) as unknown as NewEvent] : [];
}
