import 'reflect-metadata';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Get, Module, Param, Patch, Post, Query } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { testPostgres } from '@betang/testing';
import { IsInt, IsString, MaxLength, Min } from 'class-validator';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';

import { Audit } from '../audit/audit.js';
import { Unaudited } from '../audit/command-declarations.js';
import { CurrentPrincipal, Public, Requires } from '../auth/access.decorators.js';
import { assertMayActOn } from '../auth/principal.js';
import type { Principal } from '../auth/principal.js';
import { localKeySet } from '../auth/token-verifier.js';
import type { KeySet } from '../auth/token-verifier.js';
import { ServiceDatabase } from '../database/service-database.js';
import { IfMatch, Versioned, assertVersion } from '../http/etag.js';
import { PageQuery, decodeCursor, pageOf } from '../http/page.js';
import { ServiceController } from '../http/service-controller.decorator.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { OnceRequest } from '../idempotency/idempotent.decorator.js';
import type { IdempotentRequest } from '../idempotency/idempotent-request.js';
import { createLogger } from '../logging/logger.js';
import { provisionDatabase } from '../provisioning/provision-database.js';
import { FakeHost } from '../testing/fake-host.js';
import { testFolder } from '../testing/test-folder.js';
import { PlatformModule } from './platform-module.js';
import { runServices } from './run-services.js';
import type { RunningServices } from './run-services.js';
import type { ServiceDefinition } from './service-definition.js';

const REGION = '62.03';
const TABLES = join(import.meta.dirname, 'fixtures/migrations');

const hours: ServiceDefinition = {
  name: 'learning-hours',
  schema: 'learning_hours',
  entities: [],
  migrations: [{ set: 'fixture', path: TABLES }],
};
const catalog: ServiceDefinition = {
  name: 'training-catalog',
  schema: 'training_catalog',
  entities: [],
  migrations: [],
};

class EntryInput {
  @IsString()
  @MaxLength(40)
  title: string;

  @IsInt()
  @Min(1)
  hundredths: number;
}

@ServiceController('learning-hours', 'entries')
class EntriesController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Post()
  @Requires('hours:write')
  record(
    @Body() input: EntryInput,
    @OnceRequest() request: IdempotentRequest,
    @CurrentPrincipal() principal: Principal,
  ) {
    assertMayActOn(principal, 'hours:write', { region: REGION, unitPath: 'dinkes/puskesmas' });
    return this.idempotency.run(request, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        'INSERT INTO entry (title, hundredths) VALUES ($1, $2) RETURNING id',
        [input.title, input.hundredths],
      );
      const id = row?.id ?? '';
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'record-hours',
        object: { type: 'entry', id },
        after: { ...input },
      });
      return { id };
    });
  }

  @Get()
  @Requires('hours:read')
  async list(@Query() query: PageQuery) {
    const after = decodeCursor(query.cursor, 1)?.[0] ?? 0;
    const rows = await this.database.query<{ id: number; title: string }>(
      'SELECT id, title FROM entry WHERE id > $1 ORDER BY id LIMIT $2',
      [after, query.limit + 1],
    );
    return pageOf(rows, query.limit, (row) => [row.id]);
  }

  @Get(':id')
  @Requires('hours:read')
  async show(@Param('id') id: string) {
    return new Versioned({ id }, 7);
  }

  @Patch(':id')
  @Requires('hours:write')
  @Unaudited('keeps nothing')
  correct(@IfMatch() seen: string) {
    assertVersion(seen, 7);
    return { corrected: true };
  }

  @Public()
  @Get('broken/:nip')
  broken(@Param('nip') nip: string): never {
    throw new Error(`no row for ${nip}`);
  }
}

function gate() {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

const slow = { begun: gate(), end: gate() };

@ServiceController('training-catalog', 'programmes')
class ProgrammesController {
  constructor(private readonly database: ServiceDatabase) {}

  @Public()
  @Get('slow')
  async slow() {
    slow.begun.open();
    await slow.end.promise;
    return { answered: true };
  }

  @Public()
  @Get('schema')
  async schema() {
    return (await this.database.query('SELECT current_schema() AS schema'))[0];
  }
}

@Module({ imports: [PlatformModule.forService(hours)], controllers: [EntriesController] })
class HoursModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** As a module that mounts something of its own: from here on Fastify has bound the routes that it knows. */
  async onModuleInit(): Promise<void> {
    await this.host.httpAdapter.getInstance<FastifyInstance>().register(() => Promise.resolve());
  }
}

@Module({ imports: [PlatformModule.forService(catalog)], controllers: [ProgrammesController] })
class CatalogModule {}

@ServiceController('training-catalog', 'open')
class UndeclaredController {
  @Get()
  list() {
    return [];
  }
}

@Module({ imports: [PlatformModule.forService(catalog)], controllers: [UndeclaredController] })
class UndeclaredModule {}

const ISSUER = 'http://127.0.0.1:1/oidc';
let environment: Record<string, string>;
let keys: KeySet;
let privateKey: CryptoKey;
let running: RunningServices;
const host = new FakeHost();
const lines: string[] = [];
const logger = createLogger({ level: 'info', destination: { write: (line: string) => lines.push(line) } });

async function token(claims: Record<string, unknown>, audience = 'betang'): Promise<string> {
  return new SignJWT({ kind: 'person', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject('officer-1')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
}

async function call(path: string, options: RequestInit & { as?: string } = {}) {
  const headers = new Headers(options.headers);
  if (options.as !== undefined) headers.set('authorization', `Bearer ${options.as}`);
  if (options.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const answer = await fetch(`${running.address}${path}`, { ...options, headers });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') === true && text !== '' ? JSON.parse(text) : text;
  return { status: answer.status, headers: answer.headers, body: json as Record<string, never> };
}

let officer: string;

beforeAll(async () => {
  const postgres = await testPostgres();
  const passwordsFile = join(testFolder(), 'passwords.json');
  const { databaseUrl } = await provisionDatabase({
    ownerUrl: postgres.url,
    database: 'run_services',
    services: [hours, catalog],
    passwordsFile,
  });
  const pair = await generateKeyPair('ES256');
  privateKey = pair.privateKey;
  keys = localKeySet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }] });
  environment = {
    BETANG_MODE: 'local',
    BETANG_REGION: REGION,
    BETANG_HTTP_PORT: '0',
    BETANG_DATABASE_URL: databaseUrl,
    BETANG_DATABASE_PASSWORDS_FILE: passwordsFile,
    BETANG_KEYS_DIR: 'keys',
    BETANG_ISSUER_URL: ISSUER,
  };
  const services = [
    { definition: hours, module: HoursModule },
    { definition: catalog, module: CatalogModule },
  ];
  const started = await runServices({ name: 'all', services, environment, keys, host, logger });
  if (started === undefined) throw new Error(`start failed\n${lines.join('')}`);
  running = started;
  officer = await token({ roles: [{ role: 'bkpsdm-officer', region: REGION, unit: 'dinkes' }] });
});

afterAll(async () => {
  host.emit('SIGTERM');
  expect(await host.exited).toBe(0);
});

const ENTRIES = '/api/learning-hours/v1/entries';
const ENTRY = JSON.stringify({ title: 'Pelatihan dasar', hundredths: 4050 });

describe('two services in one process', () => {
  it('each works in its own schema', async () => {
    const answer = await call('/api/training-catalog/v1/programmes/schema');
    expect(answer.body).toEqual({ schema: 'training_catalog' });
  });

  it('is live, ready and measured', async () => {
    expect((await call('/health')).status).toBe(200);
    const ready = await call('/ready');
    expect(ready.body).toMatchObject({ ready: true, state: 'running' });
    expect(String((await call('/metrics')).body)).toContain('betang_http_request_seconds_bucket');
  });
});

describe('a caller over a slow line', () => {
  it('has the time that the largest file takes at 64 kbit/s, and is let go when nothing comes any more', () => {
    const server = running.app.getHttpServer() as Server;
    const secondsOfLargest = (32 * 1024 * 1024) / 8_000;
    expect(server.requestTimeout).toBeGreaterThan(secondsOfLargest * 1_000);
    expect(server.headersTimeout).toBe(60_000);
    expect(server.timeout).toBeGreaterThan(0);
  });
});

describe('a write', () => {
  it('takes effect once, however often it is sent', async () => {
    const headers = { 'idempotency-key': 'entry-0001' };
    const first = await call(ENTRIES, { method: 'POST', body: ENTRY, headers, as: officer });
    const again = await call(ENTRIES, { method: 'POST', body: ENTRY, headers, as: officer });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    const other = JSON.stringify({ title: 'Lain', hundredths: 1 });
    const reused = await call(ENTRIES, { method: 'POST', body: other, headers, as: officer });
    expect([reused.status, reused.body['code']]).toEqual([409, 'idempotency-key-reused']);
    expect((await call(`${ENTRIES}?limit=200`, { as: officer })).body['items']).toHaveLength(1);
  });

  it('takes effect once when sent many times at once', async () => {
    const headers = { 'idempotency-key': 'entry-0002' };
    const before = (await call(`${ENTRIES}?limit=200`, { as: officer })).body['items'] as unknown as unknown[];
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call(ENTRIES, { method: 'POST', body: ENTRY, headers, as: officer })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect((await call(`${ENTRIES}?limit=200`, { as: officer })).body['items']).toHaveLength(before.length + 1);
  });

  it.each([
    [{}, 'idempotency-key-missing'],
    [{ 'idempotency-key': 'short' }, 'idempotency-key-invalid'],
  ])('with headers %p is refused: %s', async (headers, code) => {
    const answer = await call(ENTRIES, { method: 'POST', body: ENTRY, headers, as: officer });
    expect([answer.status, answer.body['code'], answer.body['field']]).toEqual([400, code, 'Idempotency-Key']);
  });

  it('is refused with all its problems, in the language asked for', async () => {
    const body = JSON.stringify({ title: 7, hundredths: 0, nip: '198503152010011007' });
    const headers = { 'idempotency-key': 'entry-0003', 'accept-language': 'en' };
    const answer = await call(ENTRIES, { method: 'POST', body, headers, as: officer });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('content-language')).toBe('en');
    const fields = (answer.body['errors'] as unknown as { field: string }[]).map((error) => error.field);
    expect(new Set(fields)).toEqual(new Set(['title', 'hundredths', 'nip']));
    expect(JSON.stringify(answer.body)).not.toContain('1985');
  });
});

describe('rights', () => {
  it.each([
    ['no token', undefined, 401],
    ['a token of another audience', () => token({ roles: [] }, 'portal'), 401],
    ['rubbish', () => 'a.b.c', 401],
    ['a role without the scope', () => token({ roles: [{ role: 'auditor', region: REGION }] }), 403],
    ['the role in another region', () => token({ roles: [{ role: 'bkpsdm-officer', region: '62.71' }] }), 403],
    [
      'the role in another unit',
      () => token({ roles: [{ role: 'bkpsdm-officer', region: REGION, unit: 'dinkes/rsud' }] }),
      403,
    ],
  ])('with %s', async (_, make, status) => {
    const as = await make?.();
    const headers = { 'idempotency-key': 'entry-0009' };
    const answer = await call(ENTRIES, { method: 'POST', body: ENTRY, headers, ...(as === undefined ? {} : { as }) });
    expect(answer.status).toBe(status);
  });

  it('a module with an endpoint that declares no right does not start', async () => {
    const other = new FakeHost();
    const refused: string[] = [];
    const services = [{ definition: catalog, module: UndeclaredModule }];
    const quiet = createLogger({ destination: { write: (line: string) => refused.push(line) } });
    const started = await runServices({ name: 'x', services, environment, keys, host: other, logger: quiet });
    expect(started).toBeUndefined();
    expect(await other.exited).toBe(1);
    expect(refused.join('')).toContain('access-undeclared');
    expect(refused.join('')).toContain('UndeclaredController.list');
  });
});

describe('lists and versions', () => {
  it('pages by cursor without gaps', async () => {
    for (const key of ['entry-0011', 'entry-0012', 'entry-0013'])
      await call(ENTRIES, { method: 'POST', body: ENTRY, headers: { 'idempotency-key': key }, as: officer });
    const ids: number[] = [];
    let cursor = '';
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await call(`${ENTRIES}?limit=2${cursor}`, { as: officer });
      ids.push(...(page.body['items'] as unknown as { id: number }[]).map((item) => Number(item.id)));
      if (page.body['nextCursor'] === undefined) break;
      cursor = `&cursor=${String(page.body['nextCursor'])}`;
    }
    const all = (await call(`${ENTRIES}?limit=200`, { as: officer })).body['items'] as unknown as unknown[];
    expect(ids).toHaveLength(all.length);
    expect([...ids].sort((a, b) => a - b)).toEqual(ids);
  });

  it.each(['limit=201', 'limit=0', 'cursor=x', 'page=1'])('refuses ?%s', async (query) => {
    expect((await call(`${ENTRIES}?${query}`, { as: officer })).status).toBe(400);
  });

  it('answers 304 to who knows the version, and 412 or 428 to who changes another', async () => {
    const first = await call(`${ENTRIES}/1`, { as: officer });
    expect(first.headers.get('etag')).toBe('"7"');
    const again = await call(`${ENTRIES}/1`, { as: officer, headers: { 'if-none-match': '"7"' } });
    expect(again.status).toBe(304);
    const change = (headers: Record<string, string>) => call(`${ENTRIES}/1`, { method: 'PATCH', headers, as: officer });
    expect((await change({ 'if-match': '"7"' })).status).toBe(200);
    expect((await change({ 'if-match': '"6"' })).status).toBe(412);
    expect(await change({})).toMatchObject({ status: 428, body: { code: 'etag-missing', field: 'If-Match' } });
  });
});

describe('errors', () => {
  const post = (body: string, type: string) =>
    call(ENTRIES, {
      method: 'POST',
      body,
      headers: { 'content-type': type, 'idempotency-key': 'entry-0099' },
      as: officer,
    });

  it.each([
    ['an unknown path', () => call('/api/learning-hours/v1/nothing'), 404, 'not-found'],
    ['a known path with another method', () => call(ENTRIES, { method: 'DELETE' }), 405, 'method-not-allowed'],
    ['half a JSON', () => post('{"title": "1985', 'application/json'), 400, 'body-unreadable'],
    ['another type', () => post('title=x', 'application/x-toml'), 415, 'unsupported-media-type'],
    ['too much', () => post(`{"title":"${'x'.repeat(1_100_000)}"}`, 'application/json'), 413, 'payload-too-large'],
    ['an error of ours', () => call(`${ENTRIES}/broken/198503152010011007`), 500, 'internal-error'],
  ])('%s', async (_, send, status, code) => {
    const answer = await send();
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe(String(answer.body['requestId']));
    expect(JSON.stringify(answer.body)).not.toContain('1985');
  });

  it('stand in the log without what was sent', async () => {
    await call(`${ENTRIES}/broken/198503152010011007?nama=Siti`);
    const log = lines.join('');
    expect(log).toContain('no row for [nip]');
    expect(log).not.toMatch(/19850315|Siti/);
  });
});

describe('a process of its own', () => {
  const services = [{ definition: catalog, module: CatalogModule }];

  it('slows down who asks too much, and nobody else', async () => {
    const own = new FakeHost();
    const limited = { ...environment, BETANG_HTTP_REQUESTS_PER_MINUTE: '3' };
    const started = await runServices({ name: 'split', services, environment: limited, keys, host: own, logger });
    const send = (headers: Record<string, string> = {}) =>
      fetch(`${started?.address ?? ''}/api/training-catalog/v1/programmes/schema`, { headers });
    const answers = [await send(), await send(), await send(), await send()];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
    expect(await answers[3]?.json()).toMatchObject({ code: 'too-many-requests' });
    expect((await send({ authorization: `Bearer ${officer}` })).status).toBe(200);
    expect((await fetch(`${started?.address ?? ''}/ready`)).status).toBe(200);
    // No provider runs here: not found, but never too many.
    expect((await fetch(`${started?.address ?? ''}/oidc/jwks`)).status).toBe(404);
    own.emit('SIGTERM');
    expect(await own.exited).toBe(0);
  });

  it('answers the request at hand before it ends', async () => {
    const own = new FakeHost();
    const started = await runServices({ name: 'split', services, environment, keys, host: own, logger });
    const answer = fetch(`${started?.address ?? ''}/api/training-catalog/v1/programmes/slow`);
    await slow.begun.promise;
    own.emit('SIGTERM');
    slow.end.open();
    expect(await (await answer).json()).toEqual({ answered: true });
    expect(await own.exited).toBe(0);
  });

  it.each([
    ['says nothing', ''],
    [
      'sends half a request',
      'POST /api/training-catalog/v1/programmes HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"',
    ],
    ['sends half of its headers', 'GET /ready HTTP/1.1\r\nhost:'],
  ])('ends although somebody is connected who %s', async (_what, text) => {
    const own = new FakeHost();
    const short = { ...environment, BETANG_STOP_SECONDS: '8' };
    const started = await runServices({ name: 'split', services, environment: short, keys, host: own, logger });
    const socket = connect(Number(new URL(started!.address).port), '127.0.0.1');
    const cut = once(socket, 'close');
    socket.on('error', () => undefined).resume();
    await once(socket, 'connect');
    if (text !== '') await new Promise<void>((sent) => socket.write(text, () => sent()));
    // The server has read what was sent on one connection by the time it answers another that came later.
    expect((await fetch(`${started!.address}/ready`)).status).toBe(200);
    own.emit('SIGTERM');
    expect(await own.exited).toBe(0);
    await cut;
  });

  it('refuses to start on a schema that lacks its migrations', async () => {
    const own = new FakeHost();
    const log: string[] = [];
    const definition = { ...catalog, migrations: [{ set: 'fixture', path: TABLES }] };
    const behind = { ...environment, BETANG_MIGRATE_AT_START: 'false' };
    const quiet = createLogger({ destination: { write: (line: string) => log.push(line) } });
    const runnable = [{ definition, module: CatalogModule }];
    await runServices({ name: 'split', services: runnable, environment: behind, keys, host: own, logger: quiet });
    expect(await own.exited).toBe(1);
    expect(log.join('')).toContain('schema-behind');
    expect(log.join('')).toContain('fixture/0001-entry');
  });

  it('names all problems of its configuration and exits', async () => {
    const own = new FakeHost();
    const log: string[] = [];
    const quiet = createLogger({ destination: { write: (line: string) => log.push(line) } });
    const wrong = { ...environment, BETANG_REGION: 'x', BETANG_HTTP_PORT: 'y' };
    expect(
      await runServices({ name: 'split', services, environment: wrong, keys, host: own, logger: quiet }),
    ).toBeUndefined();
    expect(await own.exited).toBe(1);
    expect(log.join('')).toMatch(/BETANG_REGION[^]*BETANG_HTTP_PORT|BETANG_HTTP_PORT[^]*BETANG_REGION/);
  });

  it('says which port is taken', async () => {
    const own = new FakeHost();
    const log: string[] = [];
    const quiet = createLogger({ destination: { write: (line: string) => log.push(line) } });
    const taken = { ...environment, BETANG_HTTP_PORT: new URL(running.address).port };
    await runServices({ name: 'split', services, environment: taken, keys, host: own, logger: quiet });
    expect(await own.exited).toBe(1);
    expect(log.join('')).toContain('port-taken');
  });

  it('sends the headers that a browser heeds', async () => {
    const { headers } = await call('/health');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 of the one service', async () => {
    const { body } = await call('/api/learning-hours/v1/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    expect(
      Object.keys(body['paths'] as unknown as object).every((path) => path.startsWith('/api/learning-hours/v1/')),
    ).toBe(true);
    const post = (body['paths'] as unknown as Record<string, Record<string, { parameters: { name: string }[] }>>)[
      ENTRIES
    ]?.['post'];
    expect(post?.parameters.map((parameter) => parameter.name)).toContain('Idempotency-Key');
  });

  it('has a page that loads nothing from elsewhere', async () => {
    const page = await call('/api/learning-hours/v1/docs');
    const addresses = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => /^(https?:)?\/\//.test(address))).toEqual([]);
    const script = addresses.find((address) => address.includes('swagger-ui-bundle.js')) ?? 'missing';
    expect((await call(new URL(script, `${running.address}/api/learning-hours/v1/docs`).pathname)).status).toBe(200);
  });
});
