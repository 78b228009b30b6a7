import { findLearningPath } from '@betang/contracts';
import { findMessage, type DocumentBlock, type DocumentModel, type Language } from '@betang/platform';
import type { Certificate } from './certificate.js';
import type { CertificateScheme } from './certificate-scheme.js';

/** A certificate as it is printed (sertifikat, STTPP): with the number, the QR code of its verification page, and whoever signs. */
export function certificateDocument(
  certificate: Certificate,
  scheme: CertificateScheme,
  verificationUrl: string,
  language: Language,
): DocumentModel {
  const text = (code: string, params: Record<string, string> = {}) =>
    findMessage(language, `certificate.${code}`, params) ?? code;
  const { number, holderName, title, organiser, startedOn, completedOn, issuedOn, expiresOn } = certificate;
  const { replacesNumber } = certificate;
  const day = (iso: string) => dayText(iso, language);
  const entries: (readonly [string, string])[] = [
    [text('training'), title],
    [text('organiser'), organiser],
    [text('period'), `${day(startedOn)} – ${day(completedOn)}`],
    [text('worth'), worthText(certificate, language)],
    ...(expiresOn === null ? [] : [[text('until'), day(expiresOn)] as const]),
    ...(replacesNumber === null ? [] : [[text('replaces'), replacesNumber] as const]),
  ];
  return {
    title: `${text('title')} ${number}`,
    language,
    issuedAt: new Date(`${issuedOn}T00:00:00Z`),
    orientation: 'landscape',
    letterhead: scheme.letterhead,
    blocks: [
      { kind: 'title', text: text('heading'), number },
      ...endedLines(certificate, language).map((line) => ({
        kind: 'paragraph' as const,
        text: line,
        align: 'center' as const,
      })),
      { kind: 'paragraph', text: text('given'), align: 'center' },
      { kind: 'heading', level: 2, text: holderName ?? text('name-erased') },
      { kind: 'paragraph', text: text('has-passed'), align: 'center' },
      { kind: 'key-values', entries },
      ...signature(scheme, day(issuedOn)),
      { kind: 'qr', content: verificationUrl, caption: text('verify') },
    ],
    footer: number,
  };
}

/** Whoever signs; nothing where the scheme names nobody. */
function signature({ place, signerPost, signerName }: CertificateScheme, day: string): DocumentBlock[] {
  if (signerName === '') return [];
  const signer = { placeAndDate: `${place}, ${day}`, position: signerPost, name: signerName };
  return [{ kind: 'signature', signers: [signer] }];
}

/** What no longer holds says so on every copy that is printed from now on, and by which number another one took its place. */
function endedLines({ state, endedOn, successorNumber }: Certificate, language: Language): string[] {
  if (state === 'VALID' || endedOn === null) return [];
  const text = (code: string, params: Record<string, string>) =>
    findMessage(language, `certificate.${code}`, params) ?? code;
  const ended = text(`ended.${state}`, { day: dayText(endedOn, language) });
  return successorNumber === null ? [ended] : [ended, text('successor', { number: successorNumber })];
}

/** `40,5 JP`, or days and sessions where the path counts those. */
export function worthText(
  { pathCode, quantityHundredths, completedOn }: Pick<Certificate, 'pathCode' | 'quantityHundredths' | 'completedOn'>,
  language: Language,
): string {
  const unit = findLearningPath(pathCode, completedOn)?.unit ?? 'PROGRAM_JP';
  const amount = quantityHundredths / 100;
  const form = new Intl.PluralRules(language).select(amount);
  const word = findMessage(language, `certificate.unit.${unit}.${form}`) ?? unit;
  return `${amount.toLocaleString(language === 'id' ? 'id-ID' : 'en-GB')} ${word}`;
}

export function dayText(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${iso}T00:00:00Z`),
  );
}
