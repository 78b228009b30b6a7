import {
  AppError,
  ListQuery,
  ServiceDatabase,
  decodeCursor,
  pageOf,
  type ListDefinition,
  type ListRow,
  type Page,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { TrainingSessionEntity } from '../database/training-session.entity.js';
import { SEATED } from '../enrolments/enrolment.js';
import type {
  DeliverySwitchQuery,
  DeliverySwitchView,
  SessionDetailView,
  SessionQuery,
  SessionView,
} from './session-view.dto.js';

const SEATS = `SELECT count(*) FILTER (WHERE state IN ${SEATED})::integer AS seated,
    count(*) FILTER (WHERE state = 'WAITING')::integer AS waiting
  FROM enrolment WHERE session_id = $1`;
const SWITCHES: ListDefinition = {
  select: `SELECT from_mode AS "from", to_mode AS "to", reason, switched_at AS "switchedAt" FROM session_delivery_switch`,
  sorts: { switchedAt: { sql: 'switched_at', type: 'timestamptz' } },
  defaultSort: 'switchedAt',
  key: { sql: 'switch_id', type: 'uuid' },
};
const HAS_SEAT = `SELECT 1 FROM enrolment WHERE session_id = $1 AND employee_id = $2 AND state IN ${SEATED}`;

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Reads sessions. */
@Injectable()
export class SessionQueries {
  constructor(private readonly database: ServiceDatabase) {}

  /** `employeeId`: the caller, for those that the caller teaches. */
  async page(query: SessionQuery, employeeId: string | undefined): Promise<Page<TrainingSessionEntity>> {
    const [startsOn, sessionId] = decodeCursor(query.cursor, 2) ?? [];
    const select = this.database.dataSource.getRepository(TrainingSessionEntity).createQueryBuilder('s');
    const { programmeId, from, to, kind, state, delivery } = query;
    if (programmeId !== undefined) select.andWhere('s.programmeId = :programmeId', { programmeId });
    if (from !== undefined) select.andWhere('s.endsOn >= :from', { from });
    if (to !== undefined) select.andWhere('s.startsOn <= :to', { to });
    if (kind !== undefined) select.andWhere('s.kind = :kind', { kind });
    if (state !== undefined) select.andWhere('s.state = :state', { state });
    if (delivery !== undefined) select.andWhere('s.delivery = :delivery', { delivery });
    if (query.search !== undefined)
      select.andWhere('s.title ILIKE :search', { search: `%${query.search.replace(/[\\%_]/g, '\\$&')}%` });
    if (query.teaching !== undefined) select.andWhere(':own = ANY(s.trainerIds)', { own: employeeId ?? NOBODY });
    const newestFirst = query.sort === '-startsOn';
    const [direction, beyond] = newestFirst ? (['DESC', '<'] as const) : (['ASC', '>'] as const);
    if (sessionId !== undefined)
      select.andWhere(`(s.startsOn, s.sessionId) ${beyond} (:startsOn, :sessionId)`, { startsOn, sessionId });
    const rows = await select
      .orderBy('s.startsOn', direction)
      .addOrderBy('s.sessionId', direction)
      .limit(query.limit + 1)
      .getMany();
    return pageOf(rows, query.limit, (row) => [row.startsOn, row.sessionId]);
  }

  /** Throws `session-not-found` (404). */
  async get(sessionId: string): Promise<TrainingSessionEntity> {
    const found = await this.database.dataSource.getRepository(TrainingSessionEntity).findOneBy({ sessionId });
    if (!found) throw new AppError('session-not-found', { status: 404 });
    return found;
  }

  async detail(session: TrainingSessionEntity, link: string | null): Promise<SessionDetailView> {
    const [seats] = await this.database.query<{ seated: number; waiting: number }>(SEATS, [session.sessionId]);
    return { ...sessionView(session, link), seated: seats?.seated ?? 0, waiting: seats?.waiting ?? 0 };
  }

  async switches(sessionId: string, query: DeliverySwitchQuery): Promise<Page<DeliverySwitchView>> {
    const list = new ListQuery(SWITCHES, query)
      .where('session_id = ?', sessionId)
      .where('to_mode = ?', query.to)
      .build();
    return list.page(await this.database.query<DeliverySwitchView & ListRow>(list.text, list.values));
  }

  async hasSeat(sessionId: string, employeeId: string | undefined): Promise<boolean> {
    if (employeeId === undefined) return false;
    return (await this.database.query(HAS_SEAT, [sessionId, employeeId])).length > 0;
  }
}

/** A session as everyone may see it; the address of the virtual meeting only as far as the caller may know it. */
export function sessionView(session: TrainingSessionEntity, link: string | null): SessionView {
  const { sessionId, programmeId, kind, state, revision, title, organiser, cohort, startsOn, endsOn } = session;
  const { delivery, place, capacity, pathCode, quantityHundredths, competencies, developmentTarget } = session;
  const { targetGroup, enrolFrom, enrolUntil, selfEnrolment, approvals, trainerIds, proposalId } = session;
  return {
    sessionId,
    programmeId,
    kind,
    state,
    revision,
    title,
    organiser,
    cohort,
    startsOn,
    endsOn,
    delivery,
    place,
    link,
    capacity,
    pathCode,
    quantityHundredths,
    competencies,
    developmentTarget,
    targetGroup,
    enrolFrom,
    enrolUntil,
    selfEnrolment,
    approvals,
    trainerIds,
    proposalId,
    cancelledReason: session.cancelledReason,
  };
}
