import {
  CertificatesHandedOver,
  awayUnder,
  isDirected,
  type Audience,
  type NewEvent,
  type PersonMove,
} from '@betang/contracts';
import { Outbox, findRegionCode, regionToken } from '@betang/messaging';
import { AppError, RegionConfig, Sweeps, UnitOfWork, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CertificateListeners } from '../certificates/certificate-listeners.js';
import { CertificateViews } from '../certificates/certificate-views.js';
import {
  inParts,
  laterCertificates,
  type HandedOver,
  type TellableCertificate,
} from './later-certificates.decision.js';

const MOVES = `SELECT transfer_id AS "transferId", employee_id AS "employeeId", 'OUT' AS kind, to_region AS region, left_on::text AS day,
    move_order::float8 AS "order" FROM certificate_hand_over
  UNION ALL SELECT transfer_id, employee_id, 'IN', from_region, effective_on::text, move_order::float8 FROM transfer_arrival`;
const MOVES_OF = `SELECT * FROM (${MOVES}) AS m WHERE "employeeId" = ANY($1::uuid[])`;

/** One at a time tells of a person; before anything is read. Nearly always nobody's row. */
const LOCK = `SELECT transfer_id FROM certificate_hand_over WHERE employee_id = ANY($1::uuid[]) ORDER BY transfer_id FOR UPDATE`;

/** All certificates of people, own ones and those of other regions, each by the words of the region that issued it. */
const CERTIFICATES = `SELECT c.employee_id AS "employeeId", c.certificate_id AS "certificateId", $1::text AS "originRegion", c.number,
    c.completion_id AS "completionId", c.programme_id AS "programmeId", c.title, c.organiser, c.path_code AS "pathCode",
    c.quantity_hundredths AS "quantityHundredths", c.started_on AS "startedOn", c.completed_on AS "completedOn", c.issued_on AS "issuedOn",
    c.expires_on AS "expiresOn", coalesce(d.competencies, '[]'::jsonb) AS competencies, c.replaces_id AS "replacesId", c.state AS standing,
    c.ended_on AS "endedOn", c.ended_reason AS "endedReason", c.token, NULL AS "verificationUrl"
  FROM certificate AS c LEFT JOIN completion_detail AS d USING (completion_id) WHERE c.home_region IS NULL
 UNION ALL SELECT employee_id, certificate_id, origin_region, number, completion_id, programme_id, title, organiser, path_code, quantity_hundredths,
    started_on, completed_on, issued_on, expires_on, competencies, replaces_id, standing, ended_on, ended_reason, NULL, verification_url
  FROM foreign_certificate`;

const OF_PERSON = `SELECT p.*, t.stands AS told FROM (${CERTIFICATES}) AS p
  LEFT JOIN certificate_told AS t ON t.certificate_id = p."certificateId" AND t.to_region = $3
 WHERE p."employeeId" = $2 ORDER BY p."issuedOn", p."certificateId"`;

/** Oldest move first, so that nobody waits for ever behind a region whose key is missing for long. */
const DUE = `SELECT m."employeeId" AS id FROM (SELECT DISTINCT ON ("employeeId") * FROM (${MOVES}) AS a ORDER BY "employeeId", day DESC, "order" DESC) AS m
  WHERE m.kind = 'OUT' AND EXISTS (SELECT 1 FROM (
      SELECT certificate_id, state = 'VALID' AS stands FROM certificate WHERE employee_id = m."employeeId" AND home_region IS NULL
      UNION ALL SELECT certificate_id, standing = 'VALID' FROM foreign_certificate WHERE employee_id = m."employeeId") AS p
    LEFT JOIN certificate_told AS t ON t.certificate_id = p.certificate_id AND t.to_region = m.region WHERE p.stands <> coalesce(t.stands, false))
 ORDER BY m.day, m."employeeId" LIMIT 500`;

const TOLD = `INSERT INTO certificate_told (to_region, certificate_id, stands) SELECT $1, * FROM unnest($2::uuid[], $3::boolean[])
  ON CONFLICT (to_region, certificate_id) DO UPDATE SET stands = excluded.stands`;

const KNOWN = `SELECT m."transferId", p.*, t.stands AS told
  FROM (SELECT DISTINCT ON ("employeeId") * FROM (${MOVES}) AS a ORDER BY "employeeId", day DESC, "order" DESC) AS m
  JOIN (${CERTIFICATES}) AS p USING ("employeeId") JOIN certificate_told AS t ON t.certificate_id = p."certificateId" AND t.to_region = m.region
 WHERE m.kind = 'OUT' AND m.region = $2 ORDER BY m."transferId", p."issuedOn", p."certificateId"`;

type Row = Omit<TellableCertificate, 'verificationUrl'> & {
  readonly employeeId: string;
  readonly token: string | null;
  readonly verificationUrl: string | null;
};

/**
 * Certificates follow people who moved (mutasi) away: those that hold go with them, and what is issued or ended afterwards comes after. What a region knows
 * is kept, so each change is told once; whoever came back is not told of.
 */
@Injectable()
export class LaterCertificates implements OnModuleInit {
  constructor(
    private readonly listeners: CertificateListeners,
    private readonly outbox: Outbox,
    private readonly views: CertificateViews,
    private readonly config: RegionConfig,
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.listeners.listen((tx, holders) => {
      const own = holders.filter(({ homeRegion }) => homeRegion === null);
      return this.follow(tx, [...new Set(own.map(({ employeeId }) => employeeId))]);
    });
    this.sweeps.register('later-certificates', { everyMinutes: 15 }, () => this.tellDue());
  }

  /** After these people's certificates are written. */
  async follow(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
    if (employeeIds.length === 0) return;
    const locked = await tx.query(LOCK, [employeeIds]);
    if (locked.length === 0) return;
    const moves = await tx.query<PersonMove>(MOVES_OF, [employeeIds]);
    for (const move of awayUnder(moves).values()) await this.tell(tx, move);
  }

  /** Whose region had no valid key, and what was written while a transfer came into effect; answers how many people were looked at. */
  tellDue(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query<{ id: string }>(DUE);
      await this.follow(
        tx,
        due.map(({ id }) => id),
      );
      return due.length;
    });
  }

  /** All that one region was told of people who are there, as it stands now, for when it asks for what is no longer kept. */
  async present(db: SqlClient, audience: Audience): Promise<NewEvent[]> {
    const region = isDirected(audience) ? findRegionCode(audience.slice('to.'.length)) : undefined;
    if (region === undefined) return [];
    const rows = await db.query<Row & { transferId: string }>(KNOWN, [this.config.region, region]);
    const transfers = [...new Set(rows.map(({ transferId }) => transferId))];
    return transfers.flatMap((transferId) => {
      const certificates = rows.filter((row) => row.transferId === transferId).map((row) => this.certificateOf(row));
      return eventsOf(transferId, region, inParts(certificates.map(({ told: _told, ...certificate }) => certificate)));
    });
  }

  private async tell(tx: Transaction, { transferId, employeeId, region }: PersonMove): Promise<void> {
    const rows = await tx.query<Row>(OF_PERSON, [this.config.region, employeeId, region]);
    const { parts, told } = laterCertificates(rows.map((row) => this.certificateOf(row)));
    if (told.length === 0) return;
    try {
      await this.outbox.append(tx, eventsOf(transferId, region, parts));
    } catch (error) {
      // What happens here stands whatever the other region's keys are; it is told when they are valid again.
      if (!(error instanceof AppError) || error.code !== 'receiver-key-unknown') throw error;
      return;
    }
    const ids = told.map(({ certificateId }) => certificateId);
    await tx.execute(TOLD, [region, ids, told.map(({ stands }) => stands)]);
  }

  private certificateOf({ token, verificationUrl, ...row }: Row): TellableCertificate {
    const { certificateId, originRegion, number, completionId, programmeId, title, organiser, pathCode } = row;
    const { quantityHundredths, startedOn, completedOn, issuedOn, expiresOn, competencies, replacesId } = row;
    return {
      ...{ certificateId, originRegion, number, completionId, programmeId, title, organiser, pathCode },
      ...{ quantityHundredths, startedOn, completedOn, issuedOn, expiresOn, competencies, replacesId },
      ...{ standing: row.standing, endedOn: row.endedOn, endedReason: row.endedReason, told: row.told },
      verificationUrl: token === null ? verificationUrl! : this.views.verificationUrl({ token }),
    };
  }
}

function eventsOf(transferId: string, region: string, parts: readonly (readonly HandedOver[])[]): NewEvent[] {
  const to = `to.${regionToken(region)}` as const;
  return parts.map((certificates, index) => {
    const data = { transferId, part: index + 1, parts: parts.length, certificates: [...certificates] };
    return CertificatesHandedOver.create({ subject: transferId, to, data }) as unknown as NewEvent;
  });
}
