import { untold, type EventData, type CertificatesHandedOver } from '@betang/contracts';

export type HandedOver = EventData<typeof CertificatesHandedOver>['certificates'][number];

/** A certificate of somebody who moved away, and how the new region was told of it last. */
export interface TellableCertificate extends HandedOver {
  readonly standing: 'VALID' | 'REVOKED' | 'REPLACED';
  /** Null: never. */
  readonly told: boolean | null;
}

/** An event has 180 KiB before it is sealed; a certificate at its longest, with all its competencies and a reason, takes less than five. */
const CERTIFICATES_A_PART = 36;

/** What is told now: the certificates, and how they stand by that. */
export interface LaterCertificates {
  readonly parts: readonly (readonly HandedOver[])[];
  readonly told: readonly { readonly certificateId: string; readonly stands: boolean }[];
}

/**
 * Certificates that hold and are not known there, and those known there that ended since. Which ended before anyone there knew them, or only ran out,
 * are not told: the last day of each is known.
 */
export function laterCertificates(certificates: readonly TellableCertificate[]): LaterCertificates {
  const pieces = certificates.map((certificate) => ({
    certificate,
    pieceId: certificate.certificateId,
    stands: certificate.standing === 'VALID',
  }));
  const known = new Map(
    certificates.flatMap(({ certificateId, told }) => (told === null ? [] : [[certificateId, told]])),
  );
  const news = untold(pieces, known);
  return {
    parts: inParts(news.map(({ certificate: { told: _told, ...certificate } }) => certificate)),
    told: news.map(({ pieceId, stands }) => ({ certificateId: pieceId, stands })),
  };
}

/** In parts that an event can hold. */
export function inParts<T>(all: readonly T[]): T[][] {
  const parts = Math.ceil(all.length / CERTIFICATES_A_PART);
  return Array.from({ length: parts }, (_, index) =>
    all.slice(index * CERTIFICATES_A_PART, (index + 1) * CERTIFICATES_A_PART),
  );
}
