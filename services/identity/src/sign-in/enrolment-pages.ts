import { makeQrCode, type Language } from '@betang/platform';
import { escapeHtml, page } from './page.js';
import { pageTexts } from './page-texts.js';

const QUIET_ZONE = 4;

/** What an authenticator app reads: a drawing to scan, and the same secret to type where page and app are on one telephone. */
export async function enrolmentPage(
  language: Language,
  action: string,
  address: string,
  problem?: 'code-wrong' | 'locked',
): Promise<string> {
  const t = pageTexts[language];
  const secret = new URL(address).searchParams.get('secret') ?? '';
  const alert = problem
    ? `<p class="problem" role="alert" id="problem">${escapeHtml(t[`problem-${problem}`])}</p>`
    : '';
  const described = problem ? ' aria-describedby="problem"' : '';
  const content = `<p>${escapeHtml(t['enrol-why'])}</p>${alert}<p>${escapeHtml(t['enrol-scan'])}</p>${await drawing(address, t['enrol-drawing'])}
<p>${escapeHtml(t['enrol-type'])}<br><code id="secret">${escapeHtml(secret.replace(/(.{4})(?=.)/g, '$1 '))}</code></p>
<form method="post" action="${escapeHtml(action)}"><label for="code">${t['one-time-code']}</label><input id="code" name="code" type="text" required autofocus maxlength="7" inputmode="numeric" autocomplete="one-time-code"${described}><button type="submit">${t.continue}</button></form>`;
  return page(language, t['enrol-title'], content);
}

/** The recovery codes, shown this once, and the way on. */
export function recoveryCodesPage(language: Language, codes: readonly string[], onwards: string): string {
  const t = pageTexts[language];
  const list = codes.map((code) => `<li><code>${escapeHtml(code)}</code></li>`).join('');
  const content = `<p>${escapeHtml(t.recovery)}</p><ol id="recovery-codes">${list}</ol><form method="get" action="${escapeHtml(onwards)}"><button type="submit">${t['recovery-kept']}</button></form>`;
  return page(language, t['recovery-title'], content);
}

/** Dark on white in either colour scheme: scanners need it so. */
async function drawing(address: string, title: string): Promise<string> {
  const { size, runs } = await makeQrCode(address);
  const side = size + 2 * QUIET_ZONE;
  const path = runs
    .map(({ row, from, length }) => `M${from + QUIET_ZONE} ${row + QUIET_ZONE}h${length}v1h-${length}z`)
    .join('');
  return `<svg role="img" aria-label="${escapeHtml(title)}" width="208" height="208" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}
