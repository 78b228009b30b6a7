import 'reflect-metadata';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Delete, Module, Param, Post, Put } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { testPostgres } from '@betang/testing';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

import { CurrentPrincipal, Requires } from '../auth/access.decorators.js';
import type { Principal } from '../auth/principal.js';
import { localKeySet } from '../auth/token-verifier.js';
import type { KeySet } from '../auth/token-verifier.js';
import { ServiceDatabase } from '../database/service-database.js';
import type { Transaction } from '../database/transaction.js';
import { ServiceController } from '../http/service-controller.decorator.js';
import { Idempotency } from '../idempotency/idempotency.js';
import type { IdempotentRequest } from '../idempotency/idempotent-request.js';
import { OnceRequest } from '../idempotency/idempotent.decorator.js';
import { createLogger } from '../logging/logger.js';
import { provisionDatabase } from '../provisioning/provision-database.js';
import { PlatformModule } from '../service/platform-module.js';
import { runServices } from '../service/run-services.js';
import type { RunningServices } from '../service/run-services.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { FakeHost } from '../testing/fake-host.js';
import { testFolder } from '../testing/test-folder.js';
import { Audit } from './audit.js';
import { Unaudited, Unkeyed } from './command-declarations.js';

const REGION = '62.03';
const TABLES = join(import.meta.dirname, '../service/fixtures/migrations');
const ISSUER = 'http://127.0.0.1:1/oidc';
const PATH = '/api/learning-hours/v1/entries';
const INSERT = 'INSERT INTO entry (title, hundredths) VALUES ($1, 100)';

const hours: ServiceDefinition = {
  name: 'learning-hours',
  schema: 'learning_hours',
  entities: [],
  migrations: [{ set: 'fixture', path: TABLES }],
};

/** Endpoints as a careless author writes them, beside one of each kind that is right. */
@ServiceController('learning-hours', 'entries')
class CarelessController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Post('right')
  @Requires('hours:write')
  right(@Body() input: object, @OnceRequest() request: IdempotentRequest, @CurrentPrincipal() who: Principal) {
    return this.idempotency.run(request, async (tx) => {
      await tx.execute(INSERT, ['right']);
      await this.note(tx, who);
      return { kept: input };
    });
  }

  @Post('silent')
  @Requires('hours:write')
  silent(@OnceRequest() request: IdempotentRequest) {
    return this.idempotency.run(request, async (tx) => ({ rows: await tx.execute(INSERT, ['silent']) }));
  }

  @Put('silent')
  @Requires('hours:write')
  silentPut() {
    return this.database.unitOfWork.run((tx) => tx.execute(INSERT, ['silent']));
  }

  @Delete('past-the-unit-of-work')
  @Requires('hours:write')
  pastTheUnitOfWork() {
    return this.database.execute(INSERT, ['past']);
  }

  @Put('entry-rolled-back')
  @Requires('hours:write')
  async entryRolledBack(@CurrentPrincipal() who: Principal) {
    await this.database.unitOfWork
      .run(async (tx) => {
        await this.note(tx, who);
        throw new Error('not this way');
      })
      .catch(() => undefined);
    await this.database.unitOfWork.run((tx) => tx.execute(INSERT, ['silent']));
  }

  @Post('key-ignored')
  @Requires('hours:write')
  async keyIgnored(@OnceRequest() request: IdempotentRequest, @CurrentPrincipal() who: Principal) {
    await this.database.unitOfWork.run((tx) => this.note(tx, who));
    return { key: request.key };
  }

  @Put('nothing-to-do/:id')
  @Requires('hours:write')
  nothingToDo(@Param('id') id: string) {
    return this.database.unitOfWork.run(async (tx) => {
      this.audit.nothingChanged(tx);
      return { id };
    });
  }

  @Put('prepared')
  @Requires('hours:write')
  async prepared(@CurrentPrincipal() who: Principal) {
    await this.database.unitOfWork.run((tx) => tx.execute(INSERT, ['prepared']), { beside: 'rows nobody refers to' });
    await this.database.unitOfWork.run((tx) => this.note(tx, who));
  }

  @Put('reads-beside/:id')
  @Requires('hours:write')
  async readsBeside(@Param('id') id: string, @CurrentPrincipal() who: Principal) {
    return this.database.unitOfWork.run(async (tx) => {
      const [row] = await this.database.unitOfWork.run((other) => other.query('SELECT 1 AS one FOR UPDATE'));
      await this.note(tx, who);
      return { id, ...row };
    });
  }

  @Post('search')
  @Requires('hours:write')
  @Unaudited('changes nothing')
  @Unkeyed('changes nothing')
  async search() {
    return this.database.unitOfWork.run((tx) => tx.query('SELECT count(*)::int AS n FROM entry'));
  }

  private note(tx: Transaction, { subject }: Principal) {
    return this.audit.record(tx, { actor: subject, action: 'record-hours', object: { type: 'entry', id: '1' } });
  }
}

@ServiceController('learning-hours', 'unkeyed')
class UnkeyedController {
  @Post()
  @Requires('hours:write')
  add() {
    return {};
  }
}

function moduleOf(controller: Type): Type {
  @Module({ imports: [PlatformModule.forService(hours)], controllers: [controller] })
  class FixtureModule {}
  return FixtureModule;
}

let environment: Record<string, string>;
let keys: KeySet;
let officer: string;
let running: RunningServices;
const host = new FakeHost();
const lines: string[] = [];

async function start(controller: Type, processHost: FakeHost): Promise<RunningServices | undefined> {
  const services = [{ definition: hours, module: moduleOf(controller) }];
  const logger = createLogger({ level: 'warn', destination: { write: (line: string) => lines.push(line) } });
  return runServices({ name: 'commands', services, environment, keys, host: processHost, logger });
}

beforeAll(async () => {
  const postgres = await testPostgres();
  const passwordsFile = join(testFolder(), 'passwords.json');
  const { databaseUrl } = await provisionDatabase({
    ...{ ownerUrl: postgres.url, database: 'commands', services: [hours], passwordsFile },
  });
  const pair = await generateKeyPair('ES256');
  keys = localKeySet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }] });
  officer = await new SignJWT({ kind: 'person', roles: [{ role: 'bkpsdm-officer', region: REGION }] })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setAudience('betang')
    .setSubject('officer-1')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(pair.privateKey);
  environment = {
    ...{ BETANG_MODE: 'local', BETANG_REGION: REGION, BETANG_HTTP_PORT: '0', BETANG_ISSUER_URL: ISSUER },
    ...{ BETANG_DATABASE_URL: databaseUrl, BETANG_DATABASE_PASSWORDS_FILE: passwordsFile, BETANG_KEYS_DIR: 'keys' },
  };
  const started = await start(CarelessController, host);
  if (started === undefined) throw new Error(`start failed\n${lines.join('')}`);
  running = started;
});

afterAll(async () => {
  host.emit('SIGTERM');
  expect(await host.exited).toBe(0);
});

let sent = 0;

async function send(method: string, path: string, key = `command-${(sent += 1)}`) {
  const headers = { authorization: `Bearer ${officer}`, 'idempotency-key': key };
  const answer = await fetch(`${running.address}${PATH}/${path}`, { method, headers });
  const text = await answer.text();
  return {
    status: answer.status,
    code: text.startsWith('{') ? (JSON.parse(text) as { code?: string }).code : undefined,
  };
}

const rows = async (title: string) => {
  const database = running.app.get(ServiceDatabase, { strict: false });
  return (await database.query('SELECT 1 FROM entry WHERE title = $1', [title])).length;
};

describe('an endpoint that changes something', () => {
  it('is answered when it leaves an entry, and when it is sent again', async () => {
    expect((await send('POST', 'right', 'command-right')).status).toBe(201);
    expect((await send('POST', 'right', 'command-right')).status).toBe(201);
    expect(await rows('right')).toBe(1);
  });

  it.each([
    ['POST', 'silent'],
    ['PUT', 'silent'],
    ['PUT', 'entry-rolled-back'],
  ])('without an entry is refused before its commit: %s %s', async (method, path) => {
    expect(await send(method, path)).toEqual({ status: 500, code: 'change-unaudited' });
    expect(await rows('silent')).toBe(0);
  });

  it('is refused, though late, when it writes past the unit of work', async () => {
    expect(await send('DELETE', 'past-the-unit-of-work')).toEqual({ status: 500, code: 'change-unaudited' });
  });

  it('is refused when it asks for a key and keeps no answer under it', async () => {
    expect(await send('POST', 'key-ignored')).toEqual({ status: 500, code: 'answer-not-kept' });
  });

  it('may find nothing to change, prepare what means nothing by itself, or say why it leaves no entry', async () => {
    expect((await send('PUT', 'nothing-to-do/1')).status).toBe(200);
    expect((await send('PUT', 'prepared')).status).toBe(200);
    expect((await send('PUT', 'reads-beside/1')).status).toBe(200);
    expect((await send('POST', 'search')).status).toBe(201);
  });

  it('does not start as a POST that takes no key and says no reason', async () => {
    const other = new FakeHost();
    lines.length = 0;
    expect(await start(UnkeyedController, other)).toBeUndefined();
    expect(await other.exited).toBe(1);
    expect(lines.join('')).toContain('command-undeclared');
    expect(lines.join('')).toContain('UnkeyedController.add takes no Idempotency-Key');
  });
});
