import { AppError, decodeCursor, pageOf, type Page, type SqlClient, type Transaction } from '@betang/platform';

/** What is put on record as an incident; the operator's handbook says of each what to do. */
export const INCIDENT_KINDS = [
  'fork',
  'orphan',
  'foreign-epoch',
  'foreign-key-list',
  'gap-dropped',
  'unsent-dropped',
  'stopped',
  'replay-refused',
] as const;

/** Something that no retry mends: an operator looks at it, and says so on record. */
export interface IncidentRecord {
  readonly incidentId: string;
  readonly kind: string;
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: number;
  readonly detail: string;
  readonly noticedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgement: string | null;
}

export interface IncidentFilter {
  /** `open`: not yet acknowledged. */
  readonly state: 'open' | 'all';
  readonly kind?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const COLUMNS = `incident_id AS "incidentId", kind, region, service, audience, epoch, position, detail, noticed_at AS "noticedAt",
  acknowledged_at AS "acknowledgedAt", acknowledged_by AS "acknowledgedBy", acknowledgement`;

type Row = Omit<IncidentRecord, 'position'> & { readonly position: string };

/** Newest first. */
export async function listIncidents(db: SqlClient, filter: IncidentFilter): Promise<Page<IncidentRecord>> {
  const [before] = decodeCursor(filter.cursor, 1) ?? [null];
  const rows = await db.query<Row>(
    `SELECT ${COLUMNS} FROM delivery_incident
      WHERE ($1 = 'all' OR acknowledged_at IS NULL) AND ($2::text IS NULL OR kind = $2) AND ($3::bigint IS NULL OR incident_id < $3)
      ORDER BY incident_id DESC LIMIT $4`,
    [filter.state, filter.kind ?? null, before ?? null, filter.limit + 1],
  );
  const page = pageOf(rows, filter.limit, ({ incidentId }) => [incidentId]);
  return { ...page, items: page.items.map(toRecord) };
}

/** @throws AppError `incident-not-found` 404 */
export async function getIncident(db: SqlClient, incidentId: string): Promise<IncidentRecord> {
  const [row] = await db.query<Row>(`SELECT ${COLUMNS} FROM delivery_incident WHERE incident_id = $1`, [incidentId]);
  if (!row) throw new AppError('incident-not-found', { status: 404 });
  return toRecord(row);
}

/** @throws AppError `incident-not-found` 404, `incident-acknowledged` 409 */
export async function acknowledgeIncident(
  tx: Transaction,
  incidentId: string,
  decision: { readonly actor: string; readonly reason: string },
): Promise<IncidentRecord> {
  const known = await getIncident(tx, incidentId);
  if (known.acknowledgedAt !== null) throw new AppError('incident-acknowledged', { status: 409 });
  const [row] = await tx.query<Row>(
    `UPDATE delivery_incident SET acknowledged_at = now(), acknowledged_by = $2, acknowledgement = $3
      WHERE incident_id = $1 AND acknowledged_at IS NULL RETURNING ${COLUMNS}`,
    [incidentId, decision.actor, decision.reason],
  );
  if (!row) throw new AppError('incident-acknowledged', { status: 409 });
  return toRecord(row);
}

/** All that were noticed before `before`, of one kind or of all; answers how many. */
export async function acknowledgeAll(
  tx: Transaction,
  order: { readonly kind?: string; readonly before: Date },
  decision: { readonly actor: string; readonly reason: string },
): Promise<number> {
  return tx.execute(
    `UPDATE delivery_incident SET acknowledged_at = now(), acknowledged_by = $3, acknowledgement = $4
      WHERE acknowledged_at IS NULL AND noticed_at <= $1 AND ($2::text IS NULL OR kind = $2)`,
    [order.before, order.kind ?? null, decision.actor, decision.reason],
  );
}

function toRecord(row: Row): IncidentRecord {
  return { ...row, incidentId: String(row.incidentId), position: Number(row.position) };
}
