import type { CompletionReported } from '@betang/contracts';
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
