import { findMessage, type Language } from '@betang/platform';
import { dayText, worthText } from './certificate-document.js';
import { maskedName, standingOf } from './certificate-number.decision.js';
import type { Certificate } from './certificate.js';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:40rem;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.3rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.2rem}dt{color:#555}dd{margin:0}
.standing{padding:.6rem .9rem;border-left:.4rem solid;font-weight:600}.VALID{border-color:#12703a}.EXPIRED{border-color:#8a5a00}.REVOKED,.REPLACED,.UNKNOWN{border-color:#a4161a}
nav{margin-top:2rem;font-size:.9rem}a{color:#0b5394}`;

/**
 * The page that a certificate's QR code leads to: whether it holds, and enough to compare it with the paper at hand; the name masked, no
 * employee number, no marks. It needs no script and nothing from elsewhere.
 */
export function verificationPage(
  certificate: Certificate | undefined,
  { today, language, region, path }: { today: string; language: Language; region: string; path: string },
): string {
  const text = (code: string, params: Record<string, string> = {}) =>
    escaped(findMessage(language, `verify.${code}`, params) ?? code);
  const standing = certificate ? standingOf(certificate, today) : 'UNKNOWN';
  const other = language === 'id' ? 'en' : 'id';
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${text('title')}</title><style>${STYLE}</style></head>
<body>
<h1>${text('title')}</h1>
<p class="standing ${standing}" role="status">${text(`standing.${standing}`)}</p>
${certificate ? details(certificate, standing, language, region, text) : `<p>${text('unknown-hint')}</p>`}
<nav><a href="${escaped(path)}?lang=${other}" hreflang="${other}" lang="${other}">${other === 'en' ? 'English' : 'Bahasa Indonesia'}</a></nav>
</body>
</html>
`;
}

function details(
  certificate: Certificate,
  standing: string,
  language: Language,
  region: string,
  text: (code: string) => string,
): string {
  const { number, holderName, title, organiser, startedOn, completedOn, issuedOn, expiresOn, endedOn } = certificate;
  const { replacesNumber, successorNumber } = certificate;
  const day = (iso: string) => dayText(iso, language);
  const rows: (readonly [string, string])[] = [
    ['number', number],
    ['holder', holderName === null ? text('name-erased') : maskedName(holderName)],
    ['training', title],
    ['organiser', organiser],
    ['region', region],
    ['period', `${day(startedOn)} – ${day(completedOn)}`],
    ['worth', worthText(certificate, language)],
    ['issued', day(issuedOn)],
    ...(expiresOn === null ? [] : [['until', day(expiresOn)] as const]),
    ...(endedOn === null || standing === 'VALID' ? [] : [['ended', day(endedOn)] as const]),
    ...(replacesNumber === null ? [] : [['replaces', replacesNumber] as const]),
    ...(successorNumber === null ? [] : [['successor', successorNumber] as const]),
  ];
  return `<dl>${rows.map(([code, value]) => `<dt>${text(code)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}
