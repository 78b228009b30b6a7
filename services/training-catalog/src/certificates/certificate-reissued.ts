import { CertificateReissued, type Cause, type NewEvent } from '@betang/contracts';

/** The fact that a certificate was issued in the place of another one. */
export function certificateReissued(data: CertificateReissued, cause: Cause): NewEvent {
  return CertificateReissued.create({ subject: data.employeeId, data, cause }) as unknown as NewEvent;
}
