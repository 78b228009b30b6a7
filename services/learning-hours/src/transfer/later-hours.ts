import { LaterHoursHandedOver, awayUnder, type NewEvent, type PersonMove } from '@betang/contracts';
import { regionToken } from '@betang/messaging';
import { RegionConfig, Sweeps, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SHOWN_COLUMNS, plainArray } from '../ledger/ledger-rows.js';
import { MovedPeople } from '../ledger/moved-people.js';
import { lockPersons } from '../ledger/person-lock.js';
import { inParts } from './hand-over.decision.js';
import { HandedOverCertificates } from './handed-over-certificates.js';
import { KeyArrival } from './key-arrival.js';
import { laterChanges, type TellableLine } from './later-hours.decision.js';
import { RecordHandOver } from './record-hand-over.js';

const MOVES = `SELECT transfer_id AS "transferId", employee_id AS "employeeId", 'OUT' AS kind, to_region AS region,
    coalesce(left_on, handed_at::date)::text AS day, move_order::float8 AS "order" FROM transfer_out WHERE employee_id = ANY($1::uuid[])
  UNION ALL SELECT transfer_id, employee_id, 'IN', from_region, coalesce(effective_on, told_at::date)::text, move_order::float8
    FROM transfer_in WHERE employee_id = ANY($1::uuid[])`;

/** The newest line of each completion of a person, with what the region was told of it. */
const LINES = `SELECT ${SHOWN_COLUMNS},
    (SELECT o.origin_completion_id FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "originCompletionId",
    (SELECT o.former_region FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "formerRegion",
    (SELECT o.origin_event_id FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "originEventId",
    (SELECT t.stands FROM hours_told AS t WHERE t.completion_id = entry.completion_id AND t.to_region = $2) AS told,
    (SELECT r.reason FROM completion_revocation AS r WHERE r.completion_id = entry.completion_id) AS note
  FROM (SELECT DISTINCT ON (l.completion_id) l.* FROM ledger_entry AS l WHERE l.employee_id = $1 ORDER BY l.completion_id, l.ordinal DESC) AS entry
 ORDER BY entry.seq`;

/** A turn of people in the order of their ids: those whose region has no key for long must not keep others waiting. */
const DUE = 'SELECT employee_id AS id FROM later_hours_due WHERE employee_id > $1 ORDER BY employee_id LIMIT 500';
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** What this region still learns of people who moved (mutasi) away follows to where they went, in the transaction that books it. */
@Injectable()
export class LaterHours extends MovedPeople implements OnModuleInit {
  constructor(
    private readonly record: RecordHandOver,
    private readonly config: RegionConfig,
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: KeyArrival,
    private readonly certificates: HandedOverCertificates,
  ) {
    super();
  }

  /** The moment a key arrives; now and then also what another process left. */
  onModuleInit(): void {
    this.keys.onKey(() => this.tellDue());
    this.sweeps.register('later-hours', { everyMinutes: 15 }, () => this.tellDue());
  }

  async destinations(tx: Transaction, employeeIds: readonly string[]): Promise<Map<string, PersonMove>> {
    const moves = await tx.prepared<PersonMove>('transfer-moves', MOVES, [plainArray([...new Set(employeeIds)])]);
    return awayUnder(moves);
  }

  async tell(tx: Transaction, away: ReadonlyMap<string, PersonMove>): Promise<void> {
    for (const move of away.values()) await this.tellOne(tx, move);
  }

  /** Who could not be told of because the region had no valid key; answers how many people were looked at. */
  async tellDue(): Promise<number> {
    let people = 0;
    for (let last: string | undefined = BEFORE_ALL; last !== undefined;) {
      const after: string = last;
      const ids = await this.unitOfWork.run((tx) => this.tellSome(tx, after));
      people += ids.length;
      last = ids.at(-1);
    }
    return people;
  }

  private async tellSome(tx: Transaction, after: string): Promise<string[]> {
    const ids = (await tx.query<{ id: string }>(DUE, [after])).map(({ id }) => id);
    if (ids.length === 0) return ids;
    // Persons before rows, as everywhere: whoever books for one of them may be about to write the row again.
    await lockPersons(tx, ids);
    await tx.execute('DELETE FROM later_hours_due WHERE employee_id = ANY($1::uuid[])', [ids]);
    await this.tell(tx, await this.destinations(tx, ids));
    return ids;
  }

  private async tellOne(tx: Transaction, move: PersonMove): Promise<void> {
    if (!(await this.record.complete(tx, move))) return;
    await this.tellHours(tx, move);
    await this.certificates.tell(tx, move);
  }

  private async tellHours(tx: Transaction, move: PersonMove): Promise<void> {
    const { transferId, employeeId, region } = move;
    const lines = await tx.query<TellableLine>(LINES, [employeeId, region]);
    const changes = laterChanges(lines, this.config.region);
    if (changes.length === 0) return;
    const to = `to.${regionToken(region)}` as const;
    const events = inParts(changes).map((some) => {
      const data = { transferId, formerEmployeeId: employeeId, changes: some };
      return LaterHoursHandedOver.create({ subject: transferId, to, data }) as unknown as NewEvent;
    });
    if (!(await this.record.send(tx, employeeId, events))) return;
    const stands = lines.map(({ completionId, ordinal }) => ({ completionId, stands: ordinal % 2 === 1 }));
    await this.record.remember(tx, region, stands);
  }
}
