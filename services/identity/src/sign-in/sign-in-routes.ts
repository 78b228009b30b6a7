import { ENDED_SESSIONS_PATH, preferredLanguage, type EndedList, type Language } from '@betang/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { enrolmentPage, recoveryCodesPage } from './enrolment-pages.js';
import { messagePage, pageHeaders, signInPage, type SignInPage } from './page.js';
import { pageTexts } from './page-texts.js';
import { mountOneTimeLink } from './one-time-link-pages.js';
import { readForm } from './read-form.js';
import type { SignIn } from './sign-in.js';
import type { OneTimeLinks } from '../accounts/one-time-link.js';

/** What an interaction remembers between password and one-time code. */
interface Pending {
  readonly pending?: { readonly accountId: string; readonly until: number; readonly enrols: boolean };
}

const CODE_MS = 5 * 60_000;
/** Long enough to install an authenticator app; an interaction lasts half an hour. */
const ENROLMENT_MS = 20 * 60_000;
/**
 * How often one address may ask for what was ended, counted apart from its other requests: nobody who floods other paths keeps services behind the same address
 * from reading the list, and a flood of this one costs a query each four times a second at most. A process of services reads it six times a minute; one that is
 * refused goes on with the list that it has. Off where the process has no limits at all.
 */
const ENDED_READS = { max: 240, timeWindow: '1 minute' };

/** What is put below the issuer's path. */
export interface Mounted {
  readonly fastify: FastifyInstance;
  /** The present one: other keys make another provider. */
  readonly provider: () => Promise<Provider>;
  readonly signIn: SignIn;
  readonly links: { readonly invitation: OneTimeLinks; readonly reset: OneTimeLinks };
  readonly ended: () => Promise<EndedList>;
  /** The public keys of the tokens. */
  readonly keys: () => unknown;
  readonly issuer: string;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/**
 * Puts the provider and its sign-in pages into Fastify below the issuer's path. The provider reads requests itself: nothing here may touch the body, and
 * it must see its own paths only.
 */
export async function mountProvider({ fastify, provider, signIn, links, ended, keys, issuer }: Mounted): Promise<void> {
  const address = new URL(issuer);
  const mount = address.pathname.replace(/\/$/, '');
  const asSeen = { 'x-forwarded-host': address.host, 'x-forwarded-proto': address.protocol.replace(':', '') };
  const handlers = new WeakMap<Provider, ReturnType<Provider['callback']>>();
  const handler = async (): Promise<ReturnType<Provider['callback']>> => {
    const present = await provider();
    const known = handlers.get(present) ?? present.callback();
    handlers.set(present, known);
    return known;
  };
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    // The provider makes addresses and cookies of these and believes them from anyone. Its one address is the issuer's, whatever a proxy says or forgets.
    scope.addHook('onRequest', async ({ raw }) => void Object.assign(raw.headers, asSeen));
    const pages = new SignInPages(provider, signIn, issuer);
    scope.get(`${mount}/sign-in/:uid`, (request, reply) => pages.ask(request, reply));
    scope.post(`${mount}/sign-in/:uid`, (request, reply) => pages.answer(request, reply));
    mountOneTimeLink(scope, 'invitation', `${mount}/invitation`, issuer, links.invitation);
    mountOneTimeLink(scope, 'reset', `${mount}/password-reset`, issuer, links.reset);
    scope.get(`${mount}${ENDED_SESSIONS_PATH}`, { config: { rateLimit: ENDED_READS } }, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ ended: await ended() }),
    );
    scope.get(`${mount}/jwks`, (_request, reply) =>
      reply
        .type('application/jwk-set+json; charset=utf-8')
        .header('access-control-allow-origin', '*')
        .send(JSON.stringify(keys())),
    );
    scope.all(`${mount}/*`, async (request, reply) => {
      // Before the reply is hijacked: what fails here is answered like any other error.
      const handle = await handler();
      reply.hijack();
      // What the hooks before us decided (security headers, request id) would be lost with the hijacked reply.
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      const { raw } = request;
      Object.assign(raw, { originalUrl: raw.url });
      raw.url = raw.url!.slice(mount.length) || '/';
      await handle(raw, reply.raw);
    });
  });
}

/** Asks people for name and password, then for a code where they set one up. */
class SignInPages {
  constructor(
    private readonly provider: () => Promise<Provider>,
    private readonly signIn: SignIn,
    private readonly issuer: string,
  ) {}

  async ask(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const details = await this.findInteraction(request, reply);
    if (details) await this.show(request, reply, details, { step: 'password' });
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const details = await this.findInteraction(request, reply);
    if (!details) return;
    const { origin } = request.headers;
    if (origin !== undefined && origin !== 'null' && origin !== new URL(this.issuer).origin) {
      this.gone(request, reply);
      return;
    }
    const form = await readForm(request.raw);
    if (form.has('code')) await this.checkCode(request, reply, details, form.get('code') ?? '');
    else await this.checkPassword(request, reply, details, form);
  }

  private async checkPassword(
    request: FastifyRequest,
    reply: FastifyReply,
    details: Details,
    form: URLSearchParams,
  ): Promise<void> {
    const loginName = form.get('login') ?? '';
    const outcome = await this.signIn.byPassword(loginName, form.get('password') ?? '');
    if (outcome.kind === 'signed-in') return this.finish(request, reply, outcome.accountId, ['pwd']);
    if (outcome.kind === 'wrong' || outcome.kind === 'locked') {
      await this.show(request, reply, details, { step: 'password', loginName, problem: outcome.kind });
      return;
    }
    const enrols = outcome.kind === 'enrolment-needed';
    const pending = { accountId: outcome.accountId, until: Date.now() + (enrols ? ENROLMENT_MS : CODE_MS), enrols };
    const provider = await this.provider();
    await provider.interactionResult(request.raw, reply.raw, { pending } as never, { mergeWithLastSubmission: false });
    if (enrols) await this.showEnrolment(request, reply, details, pending.accountId);
    else await this.show(request, reply, details, { step: 'code' });
  }

  private async checkCode(request: FastifyRequest, reply: FastifyReply, details: Details, code: string): Promise<void> {
    const { pending } = (details.result ?? {}) as Pending;
    if (!pending || pending.until < Date.now()) {
      await this.show(request, reply, details, { step: 'password', problem: 'expired' });
      return;
    }
    if (pending.enrols) return this.enrol(request, reply, details, pending.accountId, code);
    const outcome = await this.signIn.byCode(pending.accountId, code);
    if (outcome.kind === 'signed-in') return this.finish(request, reply, pending.accountId, ['pwd', 'otp']);
    await this.show(request, reply, details, { step: 'code', problem: outcome.kind });
  }

  private async enrol(
    request: FastifyRequest,
    reply: FastifyReply,
    details: Details,
    accountId: string,
    code: string,
  ): Promise<void> {
    const outcome = await this.signIn.byFirstCode(accountId, code);
    if (outcome.kind !== 'signed-in') return this.showEnrolment(request, reply, details, accountId, outcome.kind);
    const returnTo = await this.note(request, reply, accountId, ['pwd', 'otp']);
    const language = languageOf(request);
    void reply
      .status(200)
      .headers(pageHeaders(language, originOf(details)))
      .send(recoveryCodesPage(language, outcome.recoveryCodes, returnTo));
  }

  private async showEnrolment(
    request: FastifyRequest,
    reply: FastifyReply,
    details: Details,
    accountId: string,
    problem?: 'code-wrong' | 'locked',
  ): Promise<void> {
    const address = await this.signIn.enrolmentAddress(accountId);
    // Set up in another window meanwhile: from now on a code is asked for.
    if (address === undefined) return this.show(request, reply, details, { step: 'password', problem: 'expired' });
    const language = languageOf(request);
    const html = await enrolmentPage(language, request.url, address, problem);
    void reply
      .status(problem === 'locked' ? 429 : 200)
      .headers(pageHeaders(language, originOf(details)))
      .send(html);
  }

  private async note(request: FastifyRequest, reply: FastifyReply, accountId: string, amr: string[]): Promise<string> {
    const provider = await this.provider();
    return provider.interactionResult(
      request.raw,
      reply.raw,
      { login: { accountId, amr, remember: false } },
      { mergeWithLastSubmission: false },
    );
  }

  private async finish(request: FastifyRequest, reply: FastifyReply, accountId: string, amr: string[]): Promise<void> {
    const returnTo = await this.note(request, reply, accountId, amr);
    void reply.header('cache-control', 'no-store').redirect(returnTo, 303);
  }

  private async findInteraction(request: FastifyRequest, reply: FastifyReply): Promise<Details | undefined> {
    const provider = await this.provider();
    try {
      const details = await provider.interactionDetails(request.raw, reply.raw);
      if (details.uid === (request.params as { uid?: string }).uid) return details;
    } catch (error) {
      if ((error as { error?: unknown }).error !== 'invalid_request') throw error;
    }
    this.gone(request, reply);
    return undefined;
  }

  private gone(request: FastifyRequest, reply: FastifyReply): void {
    const language = languageOf(request);
    const t = pageTexts[language];
    void reply
      .status(400)
      .headers(pageHeaders(language))
      .send(messagePage(language, t['gone-title'], t.gone));
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    details: Details,
    what: Pick<SignInPage, 'step' | 'loginName' | 'problem'>,
  ): Promise<void> {
    const language = languageOf(request);
    const client = await (await this.provider()).Client.find(String(details.params['client_id']));
    const html = signInPage({ language, application: client?.clientName ?? 'Betang', action: request.url, ...what });
    const status = what.problem === 'locked' ? 429 : 200;
    void reply
      .status(status)
      .headers(pageHeaders(language, originOf(details)))
      .send(html);
  }
}

/** Where the application is that people come back to. */
function originOf(details: Details): string | undefined {
  const redirect = details.params['redirect_uri'];
  return typeof redirect === 'string' ? new URL(redirect).origin : undefined;
}

function languageOf(request: FastifyRequest): Language {
  return preferredLanguage(request.headers['accept-language']);
}
