import { maskEmployeeNumbersIn } from '@betang/asn';
import { decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import type { VisibleUnits } from '../organisation/unit-access.js';
import type { ComerView, ReceptionQuery, ReceptionView, ReleaseQuery, ReleaseView } from './transfer.dto.js';
import { IN_COLUMNS, OUT_COLUMNS, type TransferIn } from './transfer-store.js';

const OUT = `SELECT ${OUT_COLUMNS}, e.name, a.name AS "agencyName" FROM transfer_out t JOIN employee e USING (employee_id)
  JOIN org_unit u ON u.unit_id = e.unit_id JOIN org_unit a ON a.unit_id = e.agency_id`;

/** Releases, newest first unless asked otherwise; ids are made in the order of requests. */
export async function listReleases(
  db: SqlClient,
  query: ReleaseQuery,
  visible: VisibleUnits,
): Promise<Page<ReleaseView>> {
  const [after] = decodeCursor(query.cursor, 1) ?? [];
  const [order, beyond] = query.sort === 'at' ? ['ASC', '>'] : ['DESC', '<'];
  const rows = await db.query<ReleaseView>(
    `${OUT} WHERE ($1::uuid[] IS NULL OR u.path && $1) AND ($2::text IS NULL OR t.state = $2) AND ($3::text IS NULL OR t.to_region = $3)
        AND ($4::uuid IS NULL OR t.transfer_id ${beyond} $4) ORDER BY t.transfer_id ${order} LIMIT $5`,
    [visible, query.state ?? null, query.region ?? null, after ?? null, query.limit + 1],
  );
  return pageOf(rows.map(releaseView), query.limit, (row) => [row.transferId]);
}

export async function findRelease(
  db: SqlClient,
  transferId: string,
  visible: VisibleUnits,
): Promise<{ view: ReleaseView; version: number } | undefined> {
  const [row] = await db.query<ReleaseView & { version: number }>(
    `${OUT} WHERE t.transfer_id = $1 AND ($2::uuid[] IS NULL OR u.path && $2)`,
    [transferId, visible],
  );
  return row && { view: releaseView(row), version: row.version };
}

/** Requests of other regions. */
export async function listReceptions(db: SqlClient, query: ReceptionQuery): Promise<Page<ReceptionView>> {
  const [at, id] = decodeCursor(query.cursor, 2) ?? [];
  const [order, beyond] = query.sort === 'at' ? ['ASC', '>'] : ['DESC', '<'];
  const rows = await db.query<TransferIn>(
    `SELECT ${IN_COLUMNS} FROM transfer_in t WHERE ($1::text IS NULL OR t.state = $1) AND ($2::text IS NULL OR t.from_region = $2)
        AND ($3::timestamptz IS NULL OR (date_trunc('milliseconds', t.received_at), t.transfer_id) ${beyond} ($3, $4::uuid))
      ORDER BY date_trunc('milliseconds', t.received_at) ${order}, t.transfer_id ${order} LIMIT $5`,
    [query.state ?? null, query.region ?? null, at ?? null, id ?? null, query.limit + 1],
  );
  const page = pageOf(rows, query.limit, (row) => [row.receivedAt.toISOString(), row.transferId]);
  return { ...page, items: page.items.map(receptionView) };
}

export async function findReception(
  db: SqlClient,
  transferId: string,
): Promise<{ view: ReceptionView; version: number } | undefined> {
  const [row] = await db.query<TransferIn>(`SELECT ${IN_COLUMNS} FROM transfer_in t WHERE t.transfer_id = $1`, [
    transferId,
  ]);
  return row && { view: receptionView(row), version: row.version };
}

function releaseView(row: ReleaseView): ReleaseView {
  const { transferId, employeeId, name, agencyName, toRegion, state, effectiveOn, answerBy, decreeNumber } = row;
  const { toAgencyName, answerDecree, answerReason, endReason, requestedAt, answeredAt, endedAt } = row;
  return {
    ...{ transferId, employeeId, name, agencyName, toRegion, state, effectiveOn, answerBy, decreeNumber },
    ...{ toAgencyName, answerDecree, answerReason, endReason, requestedAt, answeredAt, endedAt },
  };
}

function receptionView(row: TransferIn): ReceptionView {
  const { transferId, fromRegion, state, effectiveOn, answerBy, unitId, answerDecree, answerReason } = row;
  const { employeeId, receivedAt, answeredAt, endedAt } = row;
  return {
    ...{ transferId, fromRegion, state, effectiveOn, answerBy, unitId, answerDecree, answerReason },
    ...{ employeeId, receivedAt, answeredAt, endedAt, person: comerView(row) },
  };
}

function comerView({ request }: TransferIn): ComerView | null {
  if (request === null) return null;
  const { name, employmentStatus, grade, positionType, positionName, identifiers } = request.person;
  const number = identifiers.find(({ kind, validTo }) => /^NIP$|^NI_PPPK$/.test(kind) && validTo === null);
  return {
    ...{ name, employmentStatus, grade, positionType, positionName },
    maskedNumber: maskEmployeeNumbersIn(number?.value ?? ''),
    fromAgencyName: request.fromAgencyName,
  };
}
