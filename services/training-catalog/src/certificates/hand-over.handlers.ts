import {
  CertificatesHandedOver,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  type NewEvent,
} from '@betang/contracts';
import { Outbox, regionToken, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import { RegionConfig, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { CertificateViews } from './certificate-views.js';

type HandedOver = CertificatesHandedOver['certificates'][number];

/** An event has 180 KiB before it is sealed; a certificate at its longest takes less than two. */
const CERTIFICATES_A_PART = 80;
/** Marks the transfer as handed over; a repeated event finds it marked. */
const MARK = `INSERT INTO certificate_hand_over (transfer_id, employee_id, to_region) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
const VALID = `SELECT c.certificate_id AS "certificateId", c.number, c.token, c.completion_id AS "completionId", c.title, c.organiser, c.path_code AS "pathCode",
    c.quantity_hundredths AS "quantityHundredths", c.started_on AS "startedOn", c.completed_on AS "completedOn", c.issued_on AS "issuedOn",
    c.expires_on AS "expiresOn", coalesce(d.competencies, '[]'::jsonb) AS competencies
  FROM certificate AS c LEFT JOIN completion_detail AS d USING (completion_id)
 WHERE c.employee_id = $1 AND c.state = 'VALID' ORDER BY c.certificate_id`;
/** What came with the person from elsewhere goes on with them. */
const FROM_ELSEWHERE = `SELECT told FROM certificate_elsewhere AS c JOIN transfer_arrival AS t USING (transfer_id)
  WHERE t.employee_id = $1 AND t.from_region = c.from_region ORDER BY c.certificate_id`;
const ARRIVALS = `INSERT INTO transfer_arrival (transfer_id, employee_id, from_region)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) ON CONFLICT DO NOTHING`;
const TAKE_IN = `INSERT INTO certificate_elsewhere (transfer_id, certificate_id, from_region, told)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[]) ON CONFLICT DO NOTHING`;

/** Certificates of people who move (mutasi): told to the new region, which shows them; the region that issued one goes on to vouch for it. */
@Controller()
export class CertificateHandOverHandlers {
  constructor(
    private readonly outbox: Outbox,
    private readonly views: CertificateViews,
    private readonly config: RegionConfig,
  ) {}

  @EventPattern(EmployeeTransferredOut, 'process')
  async left(
    events: readonly ReceivedEvent<typeof EmployeeTransferredOut>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { data } of events) {
      const { transferId, employeeId, toRegion } = data;
      if ((await transaction.execute(MARK, [transferId, employeeId, toRegion])) === 0) continue;
      const certificates = await this.certificatesOf(transaction, employeeId);
      if (certificates.length > 0) await this.outbox.append(transaction, partsOf(transferId, toRegion, certificates));
    }
  }

  @EventPattern(EmployeeTransferredIn, 'process')
  async arrived(
    events: readonly ReceivedEvent<typeof EmployeeTransferredIn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(ARRIVALS, [
      events.map(({ data }) => data.transferId),
      events.map(({ data }) => data.employeeId),
      events.map(({ data }) => data.fromRegion),
    ]);
  }

  @EventPattern(CertificatesHandedOver, 'process')
  async handedOver(
    events: readonly ReceivedEvent<typeof CertificatesHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const rows = events.flatMap(({ region, data }) =>
      data.certificates.map((certificate) => ({ region, transferId: data.transferId, certificate })),
    );
    await transaction.execute(TAKE_IN, [
      rows.map(({ transferId }) => transferId),
      rows.map(({ certificate }) => certificate.certificateId),
      rows.map(({ region }) => region),
      rows.map(({ certificate }) => JSON.stringify(certificate)),
    ]);
  }

  private async certificatesOf(tx: Transaction, employeeId: string): Promise<HandedOver[]> {
    const own = await tx.query<Omit<HandedOver, 'originRegion' | 'verificationUrl'> & { token: string }>(VALID, [
      employeeId,
    ]);
    const elsewhere = await tx.query<{ told: HandedOver }>(FROM_ELSEWHERE, [employeeId]);
    const originRegion = this.config.region;
    return [
      ...elsewhere.map(({ told }) => told),
      ...own.map(({ token, ...certificate }) => {
        const verificationUrl = this.views.verificationUrl({ token });
        return { ...certificate, originRegion, verificationUrl };
      }),
    ];
  }
}

function partsOf(transferId: string, toRegion: string, certificates: readonly HandedOver[]): NewEvent[] {
  const parts = Math.ceil(certificates.length / CERTIFICATES_A_PART);
  return Array.from({ length: parts }, (_, index) => {
    const some = certificates.slice(index * CERTIFICATES_A_PART, (index + 1) * CERTIFICATES_A_PART);
    return CertificatesHandedOver.create({
      subject: transferId,
      to: `to.${regionToken(toRegion)}`,
      data: { transferId, part: index + 1, parts, certificates: some },
    }) as unknown as NewEvent;
  });
}
