import { preferredLanguage, type Language } from '@betang/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LinkOutcome, OneTimeLinks } from '../accounts/one-time-link.js';
import { escapeHtml, messagePage, page, pageHeaders } from './page.js';
import { pageTexts } from './page-texts.js';
import { readForm } from './read-form.js';

type Problem = Exclude<LinkOutcome, 'accepted'>;
/** Which of the two pages: their texts begin with it. */
type Kind = 'invitation' | 'reset';

/** Where an invited person chooses the first password, or one who forgot it another: below the issuer's path, without JavaScript like every page of the sign-in. */
export function mountOneTimeLink(
  scope: FastifyInstance,
  kind: Kind,
  path: string,
  issuer: string,
  links: OneTimeLinks,
): void {
  scope.get(path, (request, reply) => show(kind, request, reply, 200));
  scope.post(path, async (request, reply) => {
    const { origin } = request.headers;
    if (origin !== undefined && origin !== 'null' && origin !== new URL(issuer).origin)
      return show(kind, request, reply, 400);
    const form = await readForm(request.raw);
    const field = (name: string): string => form.get(name) ?? '';
    const outcome = await links.accept(field('login'), field('code'), field('password'));
    if (outcome !== 'accepted')
      return show(kind, request, reply, outcome === 'locked' ? 429 : 400, field('login'), outcome);
    const language = preferredLanguage(request.headers['accept-language']);
    const t = pageTexts[language];
    return reply
      .status(200)
      .headers(pageHeaders(language))
      .send(messagePage(language, t[`${kind}-title`], t[`${kind}-done`]));
  });
}

function show(
  kind: Kind,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  loginName = '',
  problem?: Problem,
): FastifyReply {
  const language = preferredLanguage(request.headers['accept-language']);
  return reply
    .status(status)
    .headers(pageHeaders(language))
    .send(linkPage(kind, language, request.url, loginName, problem));
}

function linkPage(kind: Kind, language: Language, action: string, loginName: string, problem?: Problem): string {
  const t = pageTexts[language];
  const alert =
    problem === undefined
      ? ''
      : `<p class="problem" role="alert" id="problem">${escapeHtml(t[`${kind}-${problem}`])}</p>`;
  const described = problem === undefined ? '' : ' aria-describedby="problem"';
  const fields = `<label for="login">${t['login-name']}</label><input id="login" name="login" type="text" value="${escapeHtml(loginName)}" required autofocus maxlength="60" autocomplete="username" autocapitalize="none" spellcheck="false"${described}>
<label for="code">${t[`${kind}-code`]}</label><input id="code" name="code" type="text" required maxlength="60" autocomplete="off" autocapitalize="none" spellcheck="false"${described}>
<label for="password">${t['new-password']}</label><input id="password" name="password" type="password" required minlength="12" maxlength="200" autocomplete="new-password"${described}>`;
  const form = `<form method="post" action="${escapeHtml(action)}">${fields}<button type="submit">${t.continue}</button></form>`;
  return page(language, t[`${kind}-title`], `<p>${escapeHtml(t[kind])}</p>${alert}${form}`);
}
