import { createHash } from 'node:crypto';
import type { Language } from '@betang/platform';
import { pageTexts } from './page-texts.js';

const STYLE = `:root{color-scheme:light dark;--ink:#14261f;--paper:#f4f6f3;--card:#fff;--line:#6b7f74;--act:#0b6b4f;--act-ink:#fff;--bad:#a3161f}
@media (prefers-color-scheme:dark){:root{--ink:#eaf2ee;--paper:#101915;--card:#18241e;--line:#8aa396;--act:#5fd3ab;--act-ink:#06251a;--bad:#ff9d9d}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:2rem}
h1{margin:0 0 .25rem;font-size:1.5rem;line-height:1.25}p{margin:.25rem 0 1rem}label{display:block;margin:1rem 0 .25rem;font-weight:600}
input{width:100%;padding:.65rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.35rem}
button{width:100%;margin-top:1.5rem;padding:.75rem;font:inherit;font-weight:600;color:var(--act-ink);background:var(--act);border:1px solid var(--act);border-radius:.35rem;cursor:pointer}
button.quiet{margin-top:.5rem;background:transparent;color:inherit;border-color:var(--line)}
input:focus-visible,button:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.problem{padding:.75rem;border:1px solid var(--bad);border-left-width:.4rem;border-radius:.35rem;color:var(--bad);font-weight:600}.code{font:700 1.75rem/1.2 ui-monospace,monospace;letter-spacing:.1em}
form[id^="op."]{margin:0}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Headers of every page of the sign-in. Nothing is loaded, nothing runs, nobody frames it; forms go to us and on to the application, if any. */
export function pageHeaders(language: Language, applicationOrigin?: string): Record<string, string> {
  // Browsers hold the redirects that follow a form to form-action too.
  const formAction = applicationOrigin === undefined ? "'self'" : `'self' ${applicationOrigin}`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

/** Text for a place in HTML, quoted attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A whole page around `content`, which is HTML. */
export function page(language: Language, title: string, content: string): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)} · Betang</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${content}</main></body>
</html>`;
}

export interface SignInPage {
  readonly language: Language;
  /** What people sign in to. */
  readonly application: string;
  readonly action: string;
  readonly step: 'password' | 'code';
  readonly loginName?: string;
  readonly problem?: 'wrong' | 'locked' | 'code-wrong' | 'expired';
}

/** The page that asks for name and password, or for the one-time code. Works without JavaScript. */
export function signInPage({ language, application, action, step, loginName = '', problem }: SignInPage): string {
  const t = pageTexts[language];
  const alert =
    problem === undefined
      ? ''
      : `<p class="problem" role="alert" id="problem">${escapeHtml(t[`problem-${problem}`])}</p>`;
  const described = problem === undefined ? '' : ' aria-describedby="problem"';
  const fields =
    step === 'password'
      ? `<label for="login">${t['login-name']}</label><input id="login" name="login" type="text" value="${escapeHtml(loginName)}" required autofocus maxlength="60" autocomplete="username" autocapitalize="none" spellcheck="false"${described}>
<label for="password">${t['password']}</label><input id="password" name="password" type="password" required maxlength="200" autocomplete="current-password"${described}>`
      : `<label for="code">${t['one-time-code']}</label><input id="code" name="code" type="text" required autofocus maxlength="20" autocomplete="one-time-code" autocapitalize="none" spellcheck="false"${described}><p>${escapeHtml(t['or-recovery'])}</p>`;
  const to = `<p>${escapeHtml(t['sign-in-to'])} <strong>${escapeHtml(application)}</strong></p>`;
  const form = `<form method="post" action="${escapeHtml(action)}">${fields}<button type="submit">${step === 'password' ? t['sign-in'] : t['continue']}</button></form>`;
  return page(language, t['sign-in'], `${to}${alert}${form}`);
}

/** A page that only tells something. */
export function messagePage(language: Language, title: string, message: string): string {
  return page(language, title, `<p>${escapeHtml(message)}</p>`);
}
