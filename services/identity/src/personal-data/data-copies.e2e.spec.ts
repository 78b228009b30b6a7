import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startRunningService, waitUntil, type RunningService } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identity } from '../identity.definition.js';
import { IdentityModule } from '../identity.module.js';
import { Retention } from '../retention/retention.js';
import type { DataCopyPage, DataCopyView } from './personal-data.dto.js';

const EMPLOYEE = '0195c0de-0000-7000-8000-00000000000a';
const FILE = /salinan-data-pribadi\.json/;
let others: Server;
let service: RunningService;
let own: string;
const seen: { path: string; authorization: string | undefined }[] = [];
/** Services that do not answer now. */
const away = new Set<string>();

/** The other services as the gateway shows them: pages of two entries, one plan, nothing else of this person. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  seen.push({ path: url.pathname, authorization: request.headers.authorization });
  const say = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if ([...away].some((name) => url.pathname.startsWith(`/api/${name}/`))) return void say(503, {});
  if (url.pathname.endsWith('/me/entries') && !url.searchParams.has('cursor'))
    return void say(200, { items: [{ n: 1 }, { n: 2 }], nextCursor: 'x' });
  if (url.pathname.endsWith('/me/entries')) return void say(200, { items: [{ n: 3 }] });
  if (url.pathname.includes('/individual-plans/')) return void say(404, {});
  if (url.pathname.endsWith('/profile')) return void say(200, { employeeId: EMPLOYEE });
  return void say(200, { items: [] });
}

beforeAll(async () => {
  others = createServer(answer).listen(0, '127.0.0.1');
  const { port } = await new Promise<AddressInfo>((resolve) =>
    others.once('listening', () => resolve(others.address() as AddressInfo)),
  );
  service = await startRunningService({
    definition: identity,
    module: IdentityModule,
    environment: { BETANG_SERVICES_URL: `http://127.0.0.1:${port}` },
  });
  own = await service.token('civil-servant', { employee: EMPLOYEE });
});
afterAll(async () => {
  await service.stop();
  others.closeAllConnections();
  others.close();
});

const ended = (copyId: string) =>
  waitUntil('the copy has ended', async () => {
    const { body } = await service.call<DataCopyView>('GET', `me/data-copies/${copyId}`, { as: own });
    return body.state === 'GATHERING' ? undefined : body;
  });
const ask = async () => {
  const { status, body } = await service.call<{ copyId: string }>('POST', 'me/data-copies', { as: own });
  expect(status).toBe(202);
  return ended(body.copyId);
};

describe('a copy of all that is kept of a person', () => {
  let copy: DataCopyView;

  it('is gathered from every service with the person’s own token, page by page', async () => {
    copy = await ask();
    expect(copy).toMatchObject({ state: 'READY' });
    expect(copy.parts.find(({ path }) => path.endsWith('/me/entries'))).toMatchObject({
      outcome: 'COMPLETE',
      records: 3,
    });
    expect(copy.parts.filter(({ path }) => path.includes('individual-plans')).map(({ outcome }) => outcome)).toEqual([
      'NOTHING',
      'NOTHING',
      'NOTHING',
    ]);
    expect(new Set(copy.parts.map((part) => part.service)).size).toBe(6);
    expect(new Set(seen.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${own}`]));
  });

  it('is one file, for that person alone, with its end told', async () => {
    const file = await service.call<{ parts: unknown[]; elsewhere: Record<string, { n: number }[]> }>(
      'GET',
      `me/data-copies/${copy.copyId}/content`,
      { as: own },
    );
    expect(file.headers.get('content-disposition')).toMatch(FILE);
    expect(file.body.elsewhere['/api/learning-hours/v1/me/entries']).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    const other = await service.token('civil-servant', { employee: EMPLOYEE, subject: 'somebody-else' });
    for (const path of ['', '/content'])
      expect((await service.call('GET', `me/data-copies/${copy.copyId}${path}`, { as: other })).status).toBe(404);
    // The same account, joined with another person's record meanwhile, or parted from this one.
    const joined = await service.token('civil-servant', { employee: '0195c0de-0000-7000-8000-00000000000b' });
    const path = `me/data-copies/${copy.copyId}/content`;
    expect(await service.call('GET', path, { as: joined })).toMatchObject({
      status: 404,
      body: { code: 'data-copy-not-found' },
    });
    const expiry = async (requestedAt: string) => {
      await service.region.sql(`UPDATE identity.data_copy SET requested_at = $2 WHERE copy_id = $1`, [
        copy.copyId,
        requestedAt,
      ]);
      return (await service.call<DataCopyView>('GET', `me/data-copies/${copy.copyId}`, { as: own })).body.expiresOn!;
    };
    // The same day in the region, whatever day it is in London.
    const evening = await expiry('2098-12-31T18:00:00Z');
    expect(evening > '2099-01-01').toBe(true);
    expect(evening).toBe(await expiry('2099-01-01T16:59:59Z'));
    expect(evening > (await expiry('2098-12-31T16:59:59Z'))).toBe(true);
    await service.region.sql(`UPDATE identity.data_copy SET requested_at = $2 WHERE copy_id = $1`, [
      copy.copyId,
      copy.requestedAt,
    ]);
  });

  it('says what is missing while a service is away', async () => {
    away.add('training-catalog');
    const partial = await ask();
    expect(partial.state).toBe('PARTIAL');
    const missing = partial.parts.filter(({ outcome }) => outcome === 'MISSING');
    expect(new Set(missing.map((part) => `${part.service} ${part.reason}`))).toEqual(new Set(['training-catalog 503']));
    away.clear();
  });

  it('goes after its time, bytes and all', async () => {
    await service.region.sql(`UPDATE identity.data_copy SET requested_at = '2020-01-01' WHERE copy_id = $1`, [
      copy.copyId,
    ]);
    const gone = await service.call('GET', `me/data-copies/${copy.copyId}/content`, { as: own });
    expect(gone).toMatchObject({ status: 410, body: { code: 'data-copy-expired' } });
    expect(await service.app.get(Retention, { strict: false }).sweep()).toMatchObject({ DATA_COPY: 1 });
    const { body } = await service.call<DataCopyPage>('GET', 'me/data-copies', { as: own });
    expect(body.items.map(({ state }) => state)).toEqual(['PARTIAL']);
    expect(
      await service.region.sql(`SELECT 1 FROM identity.stored_file_reference WHERE object_id = $1`, [copy.copyId]),
    ).toEqual([]);
  });

  it('is one at a time, and has failed where its process ended', async () => {
    await service.region.sql(
      `INSERT INTO identity.data_copy (copy_id, requested_by, requested_at) VALUES ('0195c0de-0000-7000-8000-0000000000ff', 'civil-servant-1', now())`,
    );
    const second = await service.call<{ copyId: string }>('POST', 'me/data-copies', { as: own });
    expect(second.body.copyId).toBe('0195c0de-0000-7000-8000-0000000000ff');
    await service.region.sql(
      `UPDATE identity.data_copy SET requested_at = now() - interval '1 hour' WHERE state = 'GATHERING'`,
    );
    expect((await ended(second.body.copyId)).state).toBe('FAILED');
    const content = await service.call('GET', `me/data-copies/${second.body.copyId}/content`, { as: own });
    expect(content).toMatchObject({ status: 409, body: { code: 'data-copy-unfinished' } });
  });

  it('is a person’s, not a program’s', async () => {
    const program = await service.signer.signClient(['self:write']);
    expect((await service.call('POST', 'me/data-copies', { as: program })).status).toBe(403);
  });
});
