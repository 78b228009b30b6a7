import { LaterUseConfirmed, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import {
  AppError,
  Audit,
  Clock,
  Files,
  ListQuery,
  Notices,
  UnitOfWork,
  type ListDefinition,
  type SqlClient,
  type StoredFile,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { CalendarDate } from '@betang/asn';
import { EVIDENCE_TYPES } from '../claims/claims.js';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { inUnits, inVisibleUnits, type VisibleUnits } from '../people/people-access.js';
import type { LaterUseDueView, LaterUseQuery, TellLaterUseDto } from './later-use.dto.js';

/** Learning whose benefit is not immediate: webinars, seminars and workshops, self-study, communities of practice. */
const ASKED_PATHS = ['KL06', 'KL07', 'NKL03', 'NKL09', 'NKL10'];
const PEOPLE_A_TURN = 500;

const LIST: ListDefinition = {
  select: `SELECT u.later_use_id AS "laterUseId", u.completion_id AS "completionId", u.employee_id AS "employeeId", p.name, u.title,
      u.path_code AS "pathCode", u.completed_on AS "completedOn", u.kind, u.used_on AS "usedOn", u.description, u.state, u.sha256,
      u.told_at AS "toldAt", u.decided_at AS "decidedAt", u.decision_note AS "decisionNote"
    FROM later_use AS u LEFT JOIN person AS p ON p.employee_id = u.employee_id`,
  sorts: { toldAt: { sql: 'u.told_at', type: 'timestamptz' }, usedOn: { sql: 'u.used_on', type: 'date' } },
  defaultSort: '-toldAt',
  key: { sql: 'u.later_use_id', type: 'uuid' },
};

const IN_FORCE = `NOT EXISTS (SELECT 1 FROM ledger_entry AS r WHERE r.reverses_entry_id = e.entry_id) AND e.reverses_entry_id IS NULL`;

const COMPLETION = `SELECT e.title, e.path_code AS "pathCode", e.completed_on AS "completedOn" FROM ledger_entry AS e
 WHERE e.completion_id = $1 AND e.employee_id = $2 AND ${IN_FORCE}`;

const DUE = `SELECT e.completion_id AS "completionId", e.employee_id AS "employeeId", e.title, e.path_code AS "pathCode", e.completed_on AS "completedOn"
  FROM ledger_entry AS e
 WHERE e.path_code = ANY($1::text[]) AND e.completed_on BETWEEN $2 AND $3 AND e.earned > 0 AND ${IN_FORCE}
   AND NOT EXISTS (SELECT 1 FROM later_use AS u WHERE u.completion_id = e.completion_id)`;

const LOCK = `SELECT u.employee_id AS "employeeId", u.completion_id AS "completionId", u.path_code AS "pathCode", u.completed_on AS "completedOn",
    u.used_on AS "usedOn", u.kind, u.state, u.title
  FROM later_use AS u JOIN person AS p USING (employee_id) WHERE u.later_use_id = $1 AND ${inVisibleUnits('p.unit_id', 2)} FOR UPDATE OF u`;

interface UseRow {
  readonly employeeId: string;
  readonly completionId: string;
  readonly pathCode: string;
  readonly completedOn: string;
  readonly usedOn: string;
  readonly kind: TellLaterUseDto['kind'];
  readonly state: string;
  readonly title: string;
}

/** Later use of what was learned: told by the person, confirmed by a supervisor, asked for some months after a webinar. */
@Injectable()
export class LaterUses {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly notices: Notices,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: LearningHoursConfig,
  ) {}

  /** Throws `completion-not-found` (404), `later-use-too-early` or `later-use-in-future` (422). */
  async tell(
    tx: Transaction,
    employeeId: string,
    actor: string,
    use: TellLaterUseDto,
  ): Promise<{ laterUseId: string; state: string }> {
    const [training] = await tx.query<{ title: string; pathCode: string; completedOn: string }>(COMPLETION, [
      use.completionId,
      employeeId,
    ]);
    if (!training) throw new AppError('entry-not-found', { status: 404, field: 'completionId' });
    if (use.usedOn < training.completedOn) throw new AppError('later-use-too-early', { status: 422, field: 'usedOn' });
    if (use.usedOn > this.clock.today()) throw new AppError('later-use-in-future', { status: 422, field: 'usedOn' });
    const laterUseId = newId();
    const { completionId, kind, usedOn, description } = use;
    await tx.execute(
      `INSERT INTO later_use (later_use_id, completion_id, employee_id, path_code, completed_on, title, kind, used_on, description, state)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'TOLD')`,
      [
        laterUseId,
        completionId,
        employeeId,
        training.pathCode,
        training.completedOn,
        training.title,
        kind,
        usedOn,
        description,
      ],
    );
    await this.audit.record(tx, { actor, action: 'tell-later-use', object: { type: 'later-use', id: laterUseId } });
    const [person] = await tx.query<{ id: string | null }>(
      'SELECT supervisor_id AS id FROM person WHERE employee_id = $1',
      [employeeId],
    );
    if (person?.id) {
      const key = `later-use-told:${laterUseId}`;
      await this.notices.tell(tx, [
        { recipientId: person.id, key, code: 'later-use-told', link: `/later-use/${laterUseId}` },
      ]);
    }
    return { laterUseId, state: 'TOLD' };
  }

  /** Keeps the bytes of evidence, to be attached. Throws what {@link Files.put} throws. */
  store(content: Buffer): Promise<StoredFile> {
    return this.files.put(content, { maxBytes: this.config.evidenceMegabytes * 1024 * 1024, types: EVIDENCE_TYPES });
  }

  /** Evidence of the use, instead of what was there. Throws `later-use-not-found` (404). */
  async attach(
    tx: Transaction,
    employeeId: string,
    laterUseId: string,
    file: StoredFile,
    actor: string,
  ): Promise<{ readonly laterUseId: string; readonly state: 'TOLD' }> {
    const changed = await tx.execute(
      `UPDATE later_use SET sha256 = $3, media_type = $4, bytes = $5 WHERE later_use_id = $1 AND employee_id = $2 AND state = 'TOLD'`,
      [laterUseId, employeeId, file.sha256, file.mediaType, file.bytes],
    );
    if (changed === 0) throw new AppError('later-use-not-found', { status: 404 });
    await this.files.detach(tx, { type: 'later-use', id: laterUseId });
    await this.files.attach(tx, file.sha256, { type: 'later-use', id: laterUseId });
    await this.audit.record(tx, { actor, action: 'attach-later-use', object: { type: 'later-use', id: laterUseId } });
    return { laterUseId, state: 'TOLD' };
  }

  /** Nobody confirms a use of one's own. Throws `later-use-not-found`, `later-use-decided`, `later-use-own`, `later-use-note-missing`. */
  async decide(
    tx: Transaction,
    laterUseId: string,
    command: {
      readonly confirm: boolean;
      readonly note: string | null;
      readonly by: string;
      readonly byEmployee: string | undefined;
    },
    visible: VisibleUnits,
  ): Promise<string> {
    const [use] = await tx.query<UseRow>(LOCK, [laterUseId, visible]);
    if (!use) throw new AppError('later-use-not-found', { status: 404 });
    if (use.state !== 'TOLD') throw new AppError('later-use-decided', { status: 409 });
    if (use.employeeId === command.byEmployee) throw new AppError('later-use-own', { status: 403 });
    if (!command.confirm && !command.note) throw new AppError('later-use-note-missing', { status: 422, field: 'note' });
    const state = command.confirm ? 'CONFIRMED' : 'NOT_CONFIRMED';
    await tx.execute(
      `UPDATE later_use SET state = $2, decided_by = $3, decided_by_employee = $4, decided_at = $5, decision_note = $6 WHERE later_use_id = $1`,
      [laterUseId, state, command.by, command.byEmployee ?? null, this.clock.now(), command.note],
    );
    const action = command.confirm ? 'confirm-later-use' : 'not-confirm-later-use';
    await this.audit.record(tx, { actor: command.by, action, object: { type: 'later-use', id: laterUseId } });
    if (command.confirm) await this.outbox.append(tx, [confirmedEvent(laterUseId, use, command.by)]);
    const key = `later-use-decided:${laterUseId}`;
    const code = command.confirm ? 'later-use-confirmed' : 'later-use-not-confirmed';
    await this.notices.tell(tx, [{ recipientId: use.employeeId, key, code, params: { title: use.title } }]);
    return state;
  }

  list(query: LaterUseQuery, of: { readonly employeeId?: string; readonly visible?: VisibleUnits }) {
    const list = new ListQuery(LIST, query).where('u.state = ?', query.state).where('u.employee_id = ?', of.employeeId);
    if (of.visible !== undefined) list.where(inUnits('p.unit_id'), of.visible, of.visible);
    return list.build();
  }

  /** Trainings of the last year that the person has told no use of. */
  async due(db: SqlClient, employeeId: string): Promise<LaterUseDueView[]> {
    const today = CalendarDate.parse(this.clock.today());
    const rows = await db.query<Omit<LaterUseDueView, 'askedFrom'> & { employeeId: string }>(
      `${DUE} AND e.employee_id = $4 ORDER BY e.completed_on`,
      [ASKED_PATHS, today.plusDays(-730).iso, today.iso, employeeId],
    );
    return rows.map(({ employeeId: _person, ...row }) => ({
      ...row,
      askedFrom: CalendarDate.parse(row.completedOn).plusDays(this.config.laterUseDays).iso,
    }));
  }

  /** Asks everyone whose webinar was so many days ago; each training is asked about once. Answers how many were asked. */
  async ask(): Promise<number> {
    const day = CalendarDate.parse(this.clock.today()).plusDays(-this.config.laterUseDays);
    // A week back: what a stopped process missed is caught up, and nobody is told twice.
    const from = day.plusDays(-7).iso;
    let [asked, after] = [0, '00000000-0000-0000-0000-000000000000'];
    for (;;) {
      const told = await this.unitOfWork.run(async (tx) => {
        const rows = await tx.query<UseRow>(`${DUE} AND e.completion_id > $4 ORDER BY e.completion_id LIMIT $5`, [
          ASKED_PATHS,
          from,
          day.iso,
          after,
          PEOPLE_A_TURN,
        ]);
        after = rows.at(-1)?.completionId ?? after;
        const notices = rows.map(({ employeeId, completionId, title }) => ({
          recipientId: employeeId,
          key: `later-use-due:${completionId}`,
          code: 'later-use-due',
          params: { title },
          link: '/later-use',
        }));
        return { count: await this.notices.tell(tx, notices), more: rows.length === PEOPLE_A_TURN };
      });
      asked += told.count;
      if (!told.more) return asked;
    }
  }
}

function confirmedEvent(laterUseId: string, use: UseRow, actor: string): NewEvent {
  const { completionId, employeeId, pathCode, completedOn, usedOn, kind } = use;
  return LaterUseConfirmed.create({
    subject: employeeId,
    cause: { actor },
    data: { laterUseId, completionId, employeeId, pathCode, completedOn, usedOn, kind },
  }) as unknown as NewEvent;
}
