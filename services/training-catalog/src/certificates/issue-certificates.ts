import { randomBytes } from 'node:crypto';
import { CertificateIssued, newId, type Cause, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { RegionConfig, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Certificate } from './certificate.js';
import { DEFAULT_PATTERN, certificateNumber, expiryOf } from './certificate-number.decision.js';

/** What is to be certified. */
export type CertificateGrant = Omit<
  Certificate,
  | 'certificateId'
  | 'number'
  | 'token'
  | 'issuedOn'
  | 'expiresOn'
  | 'state'
  | 'endedOn'
  | 'endedReason'
  | 'successorNumber'
>;

/** How certificates of one day are issued. */
export interface IssueTerms {
  readonly today: string;
  /** How long they hold; null for ever. */
  readonly months: number | null;
  /** Their last day where it is known already: that of the certificate which one replaces. */
  readonly expiresOn?: string | null;
  readonly actor: string;
  readonly cause: Cause;
}

const TAKE = `INSERT INTO certificate_series AS s (year, last) VALUES ($1, $2)
  ON CONFLICT (year) DO UPDATE SET last = s.last + excluded.last RETURNING last`;
const PATTERN = `SELECT pattern FROM certificate_scheme WHERE valid_from <= $1 ORDER BY valid_from DESC LIMIT 1`;
const INSERT = `INSERT INTO certificate (certificate_id, year, series_number, number, token, completion_id, enrolment_id, session_id, employee_id, home_region,
    holder_name, programme_id, title, organiser, path_code, quantity_hundredths, started_on, completed_on, issued_on, expires_on, state, replaces_id,
    issued_by, issued_reason)
  SELECT i, $2, q, n, k, c, r, s, e, h, a, p, t, o, g, w, f, l, $19, x, 'VALID', z, $21, y
    FROM unnest($1::uuid[], $3::integer[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[],
                $12::uuid[], $13::text[], $14::text[], $15::text[], $16::integer[], $17::date[], $18::date[], $20::date[], $22::uuid[], $23::text[])
      AS u(i, q, n, k, c, r, s, e, h, a, p, t, o, g, w, f, l, x, z, y)`;
const TOKEN_BYTES = 16;

/** A certificate with its number in the series of the year. */
type Numbered = Certificate & { readonly sequence: number };

/** Gives certificates their numbers and writes them, with their events, in the caller's transaction. */
@Injectable()
export class CertificateIssuer {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: RegionConfig,
  ) {}

  /** All of one day. Guests' certificates are told by the region that tells their completion, so no event names them here. */
  async issue(tx: Transaction, grants: readonly CertificateGrant[], terms: IssueTerms): Promise<Certificate[]> {
    if (grants.length === 0) return [];
    const { today, months, actor, cause } = terms;
    const year = Number(today.slice(0, 4));
    const [scheme] = await tx.query<{ pattern: string }>(PATTERN, [today]);
    const [series] = await tx.query<{ last: number }>(TAKE, [year, grants.length]);
    const first = (series?.last ?? grants.length) - grants.length + 1;
    const pattern = scheme?.pattern ?? DEFAULT_PATTERN;
    const region = this.config.region;
    const expiresOn = terms.expiresOn === undefined ? expiryOf(today, months) : terms.expiresOn;
    const certificates = grants.map((grant, index): Numbered => {
      const sequence = first + index;
      return {
        ...grant,
        sequence,
        certificateId: newId(),
        number: certificateNumber(pattern, { sequence, region, year, pathCode: grant.pathCode }),
        token: randomBytes(TOKEN_BYTES).toString('base64url'),
        issuedOn: today,
        expiresOn,
        state: 'VALID',
        endedOn: null,
        endedReason: null,
        successorNumber: null,
      };
    });
    await insert(tx, certificates, { year, today, actor });
    const own = certificates.filter(({ homeRegion }) => homeRegion === null);
    await this.outbox.append(
      tx,
      own.map((certificate) => certificateIssued(certificate, cause)),
    );
    return certificates;
  }
}

function insert(
  tx: Transaction,
  certificates: readonly Numbered[],
  { year, today, actor }: { readonly year: number; readonly today: string; readonly actor: string },
): Promise<number> {
  return tx.execute(INSERT, [
    certificates.map(({ certificateId }) => certificateId),
    year,
    certificates.map(({ sequence }) => sequence),
    certificates.map(({ number }) => number),
    certificates.map(({ token }) => token),
    certificates.map(({ completionId }) => completionId),
    certificates.map(({ enrolmentId }) => enrolmentId),
    certificates.map(({ sessionId }) => sessionId),
    certificates.map(({ employeeId }) => employeeId),
    certificates.map(({ homeRegion }) => homeRegion),
    certificates.map(({ holderName }) => holderName),
    certificates.map(({ programmeId }) => programmeId),
    certificates.map(({ title }) => title),
    certificates.map(({ organiser }) => organiser),
    certificates.map(({ pathCode }) => pathCode),
    certificates.map(({ quantityHundredths }) => quantityHundredths),
    certificates.map(({ startedOn }) => startedOn),
    certificates.map(({ completedOn }) => completedOn),
    today,
    certificates.map((certificate) => certificate.expiresOn),
    actor,
    certificates.map(({ replacesId }) => replacesId),
    certificates.map(({ issuedReason }) => issuedReason),
  ]);
}

/** The fact that a certificate is out. */
export function certificateIssued(certificate: Certificate, cause: Cause): NewEvent {
  const { certificateId, number, completionId, employeeId, programmeId, title, organiser } = certificate;
  const { completedOn, issuedOn, expiresOn, replacesId } = certificate;
  return CertificateIssued.create({
    subject: employeeId,
    cause,
    data: {
      certificateId,
      number,
      completionId,
      employeeId,
      programmeId,
      title,
      organiser,
      completedOn,
      issuedOn,
      expiresOn,
      replacesId,
    },
  }) as unknown as NewEvent;
}
