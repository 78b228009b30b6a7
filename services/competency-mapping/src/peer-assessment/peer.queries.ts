import { ListQuery, ServiceDatabase, type ListRow, type Page } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { AskingReach } from './peer-access.js';
import type {
  AskedPeerView,
  OwnPeerRequestQuery,
  OwnPeerRequestRow,
  PeerRequestQuery,
  PeerRequestRow,
  PeerRequestView,
  PeerResultQuery,
  PeerResultView,
} from './peer-request.dto.js';
import { getRequest, loadCounted } from './peer-request-store.js';

const count = (state: string) =>
  `(SELECT count(*)::integer FROM peer_answer AS a WHERE a.request_id = r.request_id${state})`;
const DUE = { dueOn: { sql: 'r.due_on', type: 'date' } } as const;
const KEY = { sql: 'r.request_id', type: 'uuid' } as const;

const REQUESTS = {
  select: `SELECT r.request_id AS "requestId", r.employee_id AS "employeeId", coalesce(p.name, '-') AS name, r.state, r.due_on::text AS "dueOn",
      ${count('')} AS asked, ${count(" AND a.state = 'ANSWERED'")} AS answered, ${count(" AND a.state = 'DECLINED'")} AS declined,
      r.least_answers::integer AS "leastAnswers", r.asked_at AS "askedAt"
    FROM peer_request AS r JOIN person AS p USING (employee_id)`,
  sorts: {
    ...DUE,
    askedAt: { sql: 'r.asked_at', type: 'timestamptz' },
    name: { sql: `coalesce(p.name, '-')`, type: 'text' },
  },
  defaultSort: '-dueOn',
  key: KEY,
} as const;

const BELOW = `p.unit_id IN (WITH RECURSIVE below AS (SELECT unnest(?::uuid[]) AS unit_id
    UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id) SELECT unit_id FROM below)`;
const REACH = `(?::uuid[] IS NULL OR ${BELOW}) OR ((?::uuid[] IS NULL OR ${BELOW}) AND (p.supervisor_id IS NULL OR p.supervisor_id = ?::uuid))`;

const TO_ME = {
  select: `SELECT r.request_id AS "requestId", coalesce(p.name, '-') AS name, p.position_name AS "positionName", r.due_on::text AS "dueOn",
      r.state AS "requestState", a.state
    FROM peer_answer AS a JOIN peer_request AS r USING (request_id) JOIN person AS p ON p.employee_id = r.employee_id`,
  sorts: { ...DUE, name: { sql: `coalesce(p.name, '-')`, type: 'text' } },
  defaultSort: 'dueOn',
  key: KEY,
} as const;

const ABOUT_ME = {
  select: `SELECT r.request_id AS "requestId", r.ended_at AS "endedAt", r.answers::integer AS answers, r.result,
      EXISTS (SELECT 1 FROM evidence AS e WHERE e.assessment_id = r.request_id AND e.revoked_at IS NOT NULL) AS revoked
    FROM peer_request AS r`,
  sorts: { endedAt: { sql: 'r.ended_at', type: 'timestamptz' }, answers: { sql: 'r.answers', type: 'integer' } },
  defaultSort: '-endedAt',
  key: KEY,
} as const;

const PEERS = `SELECT a.peer_id AS "peerId", coalesce(c.name, '-') AS name, a.reason,
    CASE WHEN a.peer_id = p.supervisor_id THEN 'SUPERVISOR' WHEN a.state = 'ASKED' AND c.left_on IS NOT NULL THEN 'LEFT' ELSE a.state END AS state
  FROM peer_answer AS a JOIN peer_request AS r USING (request_id) JOIN person AS p ON p.employee_id = r.employee_id
  LEFT JOIN person AS c ON c.employee_id = a.peer_id WHERE a.request_id = $1 ORDER BY name, a.peer_id`;

/** Reads requests to colleagues: of who asks, of who is asked, and of the person whom they are about. */
@Injectable()
export class PeerQueries {
  constructor(private readonly database: ServiceDatabase) {}

  list(query: PeerRequestQuery, { desk, supervised, employeeId }: AskingReach): Promise<Page<PeerRequestRow>> {
    const list = new ListQuery(REQUESTS, query)
      .where('r.state = ?', query.state)
      .where('r.employee_id = ?', query.employeeId)
      .where('p.agency_id = ?', query.agencyId)
      .where('r.employee_id IS DISTINCT FROM ?::uuid', employeeId)
      .where(
        'NOT EXISTS (SELECT 1 FROM peer_answer AS o WHERE o.request_id = r.request_id AND o.peer_id = ?::uuid)',
        employeeId,
      )
      .where(REACH, desk, desk, supervised, supervised, employeeId);
    return this.page<PeerRequestRow>(list);
  }

  /** Throws `peer-request-not-found` (404). Who wrote which observation is not told, and nothing of it before there is a result. */
  async show(requestId: string, name: string): Promise<PeerRequestView> {
    const request = await getRequest(this.database, requestId);
    const peers = await this.database.query<AskedPeerView>(PEERS, [requestId]);
    const counted = request.result === null ? [] : await loadCounted(this.database, requestId);
    const { dictionaryId: _dictionaryId, askedEmployeeId: _askedEmployeeId, ...shown } = request;
    return { ...shown, name, peers, observations: counted.map(({ evidence }) => evidence) };
  }

  /** As {@link PeerAnswers.getOwn} shows each. */
  toMe(query: OwnPeerRequestQuery, peerId: string): Promise<Page<OwnPeerRequestRow>> {
    const list = new ListQuery(TO_ME, query)
      .where('a.peer_id = ?', peerId)
      .where(`r.state <> 'WITHDRAWN' AND p.left_on IS NULL`)
      .where('r.employee_id <> ? AND p.supervisor_id IS DISTINCT FROM ?', peerId, peerId)
      .where('a.state = ?', query.state)
      .where('r.state = ?', query.requestState);
    return this.page<OwnPeerRequestRow>(list);
  }

  /** Results alone: while it is open, and where too few answered, the person sees nothing. */
  aboutMe(query: PeerResultQuery, employeeId: string): Promise<Page<PeerResultView>> {
    const list = new ListQuery(ABOUT_ME, query)
      .where('r.employee_id = ?', employeeId)
      .where(`r.state = 'CLOSED' AND r.result IS NOT NULL`)
      .where('?::text = ANY(r.competency_codes)', query.code);
    return this.page<PeerResultView>(list);
  }

  private async page<R extends object>(list: ListQuery): Promise<Page<R>> {
    const statement = list.build();
    return statement.page(await this.database.query<R & ListRow>(statement.text, statement.values)) as Page<R>;
  }
}
