import { Notices, type NewNotice, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { HandedOver } from './later-certificates.decision.js';

/** What a region told of a certificate of a person of this one. */
export interface ForeignWord extends HandedOver {
  readonly employeeId: string;
  readonly toldBy: string;
  /** With a transfer of the person (mutasi), or with the enrolment in a session elsewhere. */
  readonly toldWith: 'TRANSFER' | 'ENROLMENT';
  readonly toldWithId: string;
}

/** What was issued here and comes back with the person is here already. In whatever order words come, one that ended stays ended. */
const RECORD = `INSERT INTO foreign_certificate AS f (employee_id, certificate_id, origin_region, told_by, told_with, told_with_id, number, completion_id,
    programme_id, title, organiser, path_code, quantity_hundredths, started_on, completed_on, issued_on, expires_on, verification_url, competencies,
    replaces_id, standing, ended_on, ended_reason)
  SELECT DISTINCT ON ("employeeId", "certificateId") "employeeId", "certificateId", "originRegion", "toldBy", "toldWith", "toldWithId", number,
    "completionId", "programmeId", title, organiser, "pathCode", "quantityHundredths", "startedOn", "completedOn", "issuedOn", "expiresOn",
    "verificationUrl", competencies, "replacesId", coalesce(standing, 'VALID'), "endedOn", "endedReason"
   FROM jsonb_to_recordset($1::jsonb) AS u("employeeId" uuid, "certificateId" uuid, "originRegion" text, "toldBy" text, "toldWith" text, "toldWithId" uuid,
     number text, "completionId" uuid, "programmeId" uuid, title text, organiser text, "pathCode" text, "quantityHundredths" integer, "startedOn" date,
     "completedOn" date, "issuedOn" date, "expiresOn" date, "verificationUrl" text, competencies jsonb, "replacesId" uuid, standing text, "endedOn" date,
     "endedReason" text)
  WHERE NOT EXISTS (SELECT 1 FROM certificate AS c WHERE c.certificate_id = u."certificateId" AND c.employee_id = u."employeeId")
  ORDER BY "employeeId", "certificateId", coalesce(standing, 'VALID') = 'VALID'
  ON CONFLICT (employee_id, certificate_id) DO UPDATE SET standing = excluded.standing, ended_on = excluded.ended_on, ended_reason = excluded.ended_reason,
    changed_at = now()
  WHERE f.standing = 'VALID' AND excluded.standing <> 'VALID'
  RETURNING employee_id AS "employeeId", certificate_id AS "certificateId", title, standing, (xmax <> 0) AS known`;
const IN_SERVICE = `SELECT employee_id AS id FROM employee WHERE employee_id = ANY($1::uuid[]) AND left_on IS NULL`;

interface Recorded {
  readonly employeeId: string;
  readonly certificateId: string;
  readonly title: string;
  readonly standing: 'VALID' | 'REVOKED' | 'REPLACED';
  /** Known before: it ended. */
  readonly known: boolean;
}

/** Certificates that other regions issued to people of this one, as these regions vouch for them. */
@Injectable()
export class ForeignCertificates {
  constructor(private readonly notices: Notices) {}

  /** Answers whose certificates there is news of; people are told of those that no longer hold. */
  async record(tx: Transaction, words: readonly ForeignWord[]): Promise<string[]> {
    if (words.length === 0) return [];
    const recorded = await tx.query<Recorded>(RECORD, [JSON.stringify(words)]);
    const people = [...new Set(recorded.map(({ employeeId }) => employeeId))];
    const ended = recorded.filter(({ known }) => known);
    if (ended.length > 0) {
      const here = await tx.query<{ id: string }>(IN_SERVICE, [people]);
      const ids = new Set(here.map(({ id }) => id));
      await this.notices.tell(tx, ended.filter(({ employeeId }) => ids.has(employeeId)).map(noticeOf));
    }
    return people;
  }
}

function noticeOf({ employeeId, certificateId, title, standing }: Recorded): NewNotice {
  const code = standing === 'REVOKED' ? 'training.certificate-revoked' : 'training.certificate-replaced';
  const key = `${code}:${certificateId}`;
  return { recipientId: employeeId, key, code, params: { title }, link: '/training/certificates' };
}
