import { Clock, apiPrefixOf } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { TrainingCatalogConfig } from '../training-catalog.config.js';
import type { CertificateView } from './certificate.dto.js';
import { standingOf } from './certificate-number.decision.js';
import type { Certificate } from './certificate.js';

/** How certificates are shown to those who may see them. */
@Injectable()
export class CertificateViews {
  constructor(
    private readonly config: TrainingCatalogConfig,
    private readonly clock: Clock,
  ) {}

  viewOf(certificate: Certificate): CertificateView {
    const { certificateId, number, completionId, sessionId, employeeId, holderName, programmeId, title } = certificate;
    const { organiser, pathCode, quantityHundredths, startedOn, completedOn, issuedOn, expiresOn } = certificate;
    return {
      certificateId,
      number,
      completionId,
      sessionId,
      employeeId,
      holderName,
      programmeId,
      title,
      organiser,
      pathCode,
      quantityHundredths,
      startedOn,
      completedOn,
      issuedOn,
      expiresOn,
      standing: standingOf(certificate, this.clock.today()),
      replacesId: certificate.replacesId,
      replacesNumber: certificate.replacesNumber,
      issuedReason: certificate.issuedReason,
      successorNumber: certificate.successorNumber,
      endedReason: certificate.endedReason,
      verificationUrl: this.verificationUrl(certificate),
    };
  }

  verificationUrl({ token }: Pick<Certificate, 'token'>): string {
    const { verificationUrl, httpHost, httpPort } = this.config;
    const base = verificationUrl ?? `http://${httpHost}:${httpPort}`;
    return `${base.replace(/\/$/, '')}${apiPrefixOf('training-catalog')}/verify/${token}`;
  }
}
