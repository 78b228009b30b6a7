import { preferredLanguage, type Language } from '@betang/platform';
import type { Client, ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { escapeHtml, messagePage, page, pageHeaders } from './page.js';
import { pageTexts } from './page-texts.js';

function languageOf(ctx: KoaContextWithOIDC): Language {
  return preferredLanguage(ctx.get('accept-language'));
}

/** Sends a page of the sign-in in place of the provider's own. */
function show(ctx: KoaContextWithOIDC, html: (language: Language) => string): void {
  const language = languageOf(ctx);
  ctx.set(pageHeaders(language));
  ctx.body = html(language);
}

const button = (form: string, text: string, more = ''): string =>
  `<button type="submit" form="${form}" ${more}>${escapeHtml(text)}</button>`;

/** The provider's form for a device's code, without its inline script, which our policy would refuse, and with a label. */
function withLabel(form: string, label: string): string {
  const plain = form
    .replace(/ on\w+="[^"]*"/g, '')
    .replace(/ placeholder="[^"]*"/, '')
    .replace('type="text"', 'id="user_code" type="text"')
    .replace('</input>', '');
  return plain
    .replace('type="hidden" name="xsrf"', 'type="hidden" name="xsrf"')
    .replace(/(<input\s+(?!type="hidden"))/, `<label for="user_code">${escapeHtml(label)}</label>$1`);
}

/** Pages that the provider asks for by itself: errors, sign-out, and the device flow. */
export const providerPages = {
  renderError: (ctx: KoaContextWithOIDC, out: ErrorOut) =>
    show(ctx, (language) =>
      messagePage(language, pageTexts[language]['error-title'], `${pageTexts[language].error} ${out.error}`),
    ),
  logoutSource: (ctx: KoaContextWithOIDC, form: string) =>
    show(ctx, (language) => {
      const t = pageTexts[language];
      const stay = button('op.logoutForm', t['stay-signed-in'], 'class="quiet"');
      return page(
        language,
        t['sign-out'],
        `<p>${t['sign-out-question']}</p>${form}${button('op.logoutForm', t['sign-out'], 'name="logout" value="yes" autofocus')}${stay}`,
      );
    }),
  postLogoutSuccessSource: (ctx: KoaContextWithOIDC) =>
    show(ctx, (language) => messagePage(language, pageTexts[language]['sign-out'], pageTexts[language]['signed-out'])),
  userCodeInputSource: (ctx: KoaContextWithOIDC, form: string, _out?: ErrorOut, error?: Error) =>
    show(ctx, (language) => {
      const t = pageTexts[language];
      // Cancelled by the person: there is nothing to try again.
      if (error?.name === 'AbortedError') return messagePage(language, t['device-title'], t['device-cancelled']);
      const problem = error ? `<p class="problem" role="alert">${t['device-wrong']}</p>` : '';
      return page(
        language,
        t['device-title'],
        `${problem}${withLabel(form, t['device-enter'])}${button('op.deviceInputForm', t.continue)}`,
      );
    }),
  userCodeConfirmSource: (ctx: KoaContextWithOIDC, form: string, client: Client, _device: unknown, userCode: string) =>
    show(ctx, (language) => {
      const t = pageTexts[language];
      const what = `<p><strong>${escapeHtml(client.clientName ?? client.clientId)}</strong></p><p>${t['device-confirm']}</p><p class="code">${escapeHtml(userCode)}</p>`;
      const cancel = button('op.deviceConfirmForm', t.cancel, 'name="abort" value="yes" class="quiet"');
      return page(language, t['device-title'], `${what}${form}${button('op.deviceConfirmForm', t.continue)}${cancel}`);
    }),
  successSource: (ctx: KoaContextWithOIDC) =>
    show(ctx, (language) =>
      messagePage(language, pageTexts[language]['device-title'], pageTexts[language]['device-done']),
    ),
};
