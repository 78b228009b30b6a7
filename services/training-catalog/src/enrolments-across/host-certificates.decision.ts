import type { CertificateReissued, CompletionReported } from '@betang/contracts';
import type { ForeignWord } from '../certificates-across/foreign-certificates.js';

/** The certificates that a host's report speaks of, whole: what they certify stands in the report itself. */
export function certificatesReported(report: CompletionReported, employeeId: string, host: string): ForeignWord[] {
  const {
    certificate,
    certificateNumber,
    replacedCertificates = [],
    outcome,
    reason,
    enrolmentId,
    completionId,
  } = report;
  const { programmeId, title, organiser, pathCode, quantityHundredths, startedOn, completedOn, competencies } = report;
  const same = {
    ...{ employeeId, originRegion: host, toldBy: host, toldWith: 'ENROLMENT' as const, toldWithId: enrolmentId },
    ...{ completionId, programmeId, title, organiser, pathCode, quantityHundredths, startedOn, completedOn },
    competencies: competencies.map(({ code, level }) => ({ code, level })),
  };
  const replaced = replacedCertificates.map((old) => ({ ...same, ...old, standing: 'REPLACED' as const }));
  if (certificate == null || certificateNumber === null) return replaced;
  const revoked = outcome === 'REVOKED';
  return [
    ...replaced,
    {
      ...same,
      ...certificate,
      number: certificateNumber,
      standing: revoked ? 'REVOKED' : 'VALID',
      endedOn: revoked ? (certificate.endedOn ?? null) : null,
      endedReason: revoked ? (certificate.endedReason ?? reason) : null,
    },
  ];
}

/** What this region's own services are told when a host issued a certificate anew; undefined where the report names no predecessor with a number. */
export function reissueReported(
  { certificate, certificateNumber, replacedCertificates = [], completionId, reason }: CompletionReported,
  before: {
    readonly employeeId: string;
    readonly region: string;
    /** Number that was on record until now. */
    readonly number: string | null;
    /** The completion that was revoked by mistake; null where it stayed the same. */
    readonly formerCompletionId: string | null;
  },
): CertificateReissued | undefined {
  const { employeeId, region, number, formerCompletionId } = before;
  const replacesId = certificate?.replacesId ?? null;
  if (certificate == null || replacesId === null || certificateNumber === null || number === null) return undefined;
  const replaced = replacedCertificates.find((one) => one.certificateId === replacesId);
  return {
    certificateId: certificate.certificateId,
    number: certificateNumber,
    replacesId,
    replacedNumber: replaced?.number ?? number,
    completionId,
    formerCompletionId,
    employeeId,
    issuedOn: certificate.issuedOn,
    cause: formerCompletionId === null ? 'REPLACED' : 'RESTORED',
    reason: replaced?.endedReason ?? reason ?? '-',
    issuedByRegion: region,
  };
}
