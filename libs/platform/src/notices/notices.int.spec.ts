import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';

import type { ServiceDatabase } from '../database/service-database.js';
import { registerMessages } from '../errors/message-catalogue.js';
import { createLogger } from '../logging/logger.js';
import { migrate } from '../migrations/migrate.js';
import { PLATFORM_MIGRATIONS } from '../service/service-connections.js';
import { platformUnderTest } from '../testing/platform-under-test.js';
import { forgetNotices } from './forget-notices.js';
import { MailSender } from './mail-sender.js';
import { noticeView } from './notice-texts.js';
import { Notices } from './notices.js';

registerMessages({
  id: { 'notice.hours-missing.subject': 'Jam pelajaran Anda', 'notice.hours-missing.text': 'Masih kurang {jp} JP.' },
  en: { 'notice.hours-missing.subject': 'Your learning hours', 'notice.hours-missing.text': '{jp} JP are missing.' },
});
const ANI = '00000000-0000-4000-8000-00000000000a';
const BUDI = '00000000-0000-4000-8000-00000000000b';
const missing = (recipientId: string, key: string) => ({
  recipientId,
  key,
  code: 'hours-missing',
  params: { jp: 4 },
  link: '/hours',
});
const lines: string[] = [];
const logger = createLogger({ destination: { write: (line: string) => void lines.push(line) } });
const notices = new Notices(true);
let database: ServiceDatabase;

beforeAll(async () => {
  const platform = await platformUnderTest('notices');
  const set = { set: 'platform', path: PLATFORM_MIGRATIONS };
  await migrate({ connection: platform.migrator, schema: platform.schema, directories: [set] });
  database = await platform.open();
});
afterAll(() => database?.close());

const tell = (...told: ReturnType<typeof missing>[]) => database.unitOfWork.run((tx) => notices.tell(tx, told));
const setAddress = (recipient: string, address: string, language: 'id' | 'en') =>
  database.unitOfWork.run((tx) => notices.setAddress(tx, recipient, { address, language }));

/** A real SMTP server on loopback; `answer` decides over a recipient. */
async function smtp(answer: (address: string) => number | undefined) {
  const mails: { to: string; content: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onRcptTo: (address, _session, done) => {
      const code = answer(address.address);
      done(code === undefined ? null : Object.assign(new Error('no'), { responseCode: code }));
    },
    onData: (stream, session, done) => {
      text(stream).then((content) => {
        mails.push({ to: session.envelope.rcptTo[0]!.address, content });
        done(null);
      }, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const sender = new MailSender(
    database,
    { url: `smtp://127.0.0.1:${port}`, from: 'betang@contoh.example', requireTls: false },
    logger,
  );
  const stop = async () => {
    await sender.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { mails, sender, stop, port };
}

describe('notices', () => {
  it('tell a person once of one cause, in the language of who reads', async () => {
    expect(await tell(missing(ANI, 'missing:2026-10'), missing(BUDI, 'missing:2026-10'))).toBe(2);
    expect(await tell(missing(ANI, 'missing:2026-10'), missing(ANI, 'missing:2026-11'))).toBe(1);
    const [newest, first] = await notices.list(database, ANI, { unreadOnly: false, before: undefined, limit: 10 });
    expect(noticeView(newest!, 'en')).toMatchObject({
      subject: 'Your learning hours',
      text: '4 JP are missing.',
      link: '/hours',
    });
    expect(await notices.list(database, ANI, { unreadOnly: false, before: newest!.noticeId, limit: 10 })).toEqual([
      first,
    ]);
    await expect(tell({ ...missing(ANI, 'x'), code: 'none' })).rejects.toThrow('no texts');
  });

  it('are marked by their reader only', async () => {
    const [newest] = await notices.list(database, ANI, { unreadOnly: true, before: undefined, limit: 1 });
    expect(await notices.markRead(database, BUDI, [newest!.noticeId])).toBe(0);
    expect(await notices.markRead(database, ANI, [newest!.noticeId])).toBe(1);
    expect(await notices.countUnread(database, ANI)).toBe(1);
    expect(await notices.markRead(database, ANI)).toBe(1);
    expect(await notices.countUnread(database, BUDI)).toBe(1);
  });

  it('go by mail to who gave an address, once, without personal data in the subject', async () => {
    const { mails, sender, stop } = await smtp(() => undefined);
    await setAddress(ANI, 'ani@contoh.example', 'en');
    let woken = 0;
    notices.onMail(() => (woken += 1));
    await tell(missing(ANI, 'missing:2026-12'), missing(BUDI, 'missing:2026-12'));
    expect(woken).toBe(1);
    expect(await sender.run()).toBe(1);
    expect(await sender.run()).toBe(0);
    await stop();
    expect(mails).toHaveLength(1);
    expect(mails[0]!.to).toBe('ani@contoh.example');
    expect(mails[0]!.content).toContain('Subject: Your learning hours');
    expect(mails[0]!.content).toMatch(/Message-ID: <[0-9a-f-]{36}@notices\.betang>/i);
    expect(await database.query('SELECT state, address FROM notice_mail')).toEqual([{ state: 'SENT', address: '' }]);
  });

  it('are tried again after a passing failure, and given up after a refusal; the log names no address', async () => {
    const { sender, stop, mails } = await smtp((address) =>
      address.startsWith('ani') ? 550 : mails.length === 0 && busy ? 451 : undefined,
    );
    let busy = true;
    await setAddress(BUDI, 'budi@contoh.example', 'id');
    await tell(missing(ANI, 'again'), missing(BUDI, 'again'));
    expect(await sender.run()).toBe(0);
    const states = () =>
      database.query(
        `SELECT m.state, m.error_code, m.attempts FROM notice_mail AS m JOIN notice AS n USING (notice_id) WHERE n.notice_key = 'again' ORDER BY m.state`,
      );
    expect(await states()).toEqual([
      { state: 'REFUSED', error_code: 'smtp-550', attempts: 1 },
      { state: 'WAITING', error_code: 'smtp-451', attempts: 1 },
    ]);
    busy = false;
    await database.execute('UPDATE notice_mail SET next_try_at = now()');
    expect(await sender.run()).toBe(1);
    await stop();
    expect(mails[0]!.content).toContain('Subject: Jam pelajaran Anda');
    expect(lines.join('')).not.toContain('contoh.example');
  });

  it('wait while no server answers, and end when the person wants no mail', async () => {
    const { sender, stop } = await smtp(() => undefined);
    await stop();
    await tell(missing(BUDI, 'away'));
    expect(await sender.run()).toBe(0);
    const waiting = () => database.query(`SELECT error_code FROM notice_mail WHERE state = 'WAITING'`);
    expect(await waiting()).toEqual([{ error_code: 'smtp-unreachable' }]);
    await database.unitOfWork.run((tx) => notices.setAddress(tx, BUDI, undefined));
    expect(await waiting()).toEqual([]);
    expect(await notices.findAddress(database, BUDI)).toBeUndefined();
  });

  it('hold up neither mails nor pages where a later release has no texts for one', async () => {
    const { sender, stop, mails } = await smtp(() => undefined);
    await setAddress(ANI, 'ani@contoh.example', 'en');
    await tell(missing(ANI, 'of-an-earlier-release'), missing(ANI, 'of-this-release'));
    await database.execute(`UPDATE notice SET code = 'renamed-since' WHERE notice_key = 'of-an-earlier-release'`);
    expect(await sender.run()).toBe(1);
    await stop();
    expect(mails).toHaveLength(1);
    expect(
      await database.query(
        `SELECT n.code, m.state, m.error_code AS "errorCode" FROM notice_mail AS m JOIN notice AS n USING (notice_id)
          WHERE n.notice_key LIKE 'of-%' ORDER BY n.code`,
      ),
    ).toEqual([
      { code: 'hours-missing', state: 'SENT', errorCode: null },
      { code: 'renamed-since', state: 'REFUSED', errorCode: 'notice-texts-gone' },
    ]);
    const page = await notices.list(database, ANI, { unreadOnly: false, before: undefined, limit: 50 });
    const shown = page.find(({ code }) => code === 'renamed-since')!;
    expect(noticeView(shown, 'id')).toMatchObject({ subject: 'Pemberitahuan lama', link: '/hours' });
    expect(noticeView(shown, 'en')).toMatchObject({ subject: 'An earlier notice' });
  });

  it('goes with its address and its waiting mail when who it was for is forgotten, and nobody else’s goes', async () => {
    await setAddress(ANI, 'ani@contoh.go.id', 'id');
    await setAddress(BUDI, 'budi@contoh.go.id', 'id');
    await tell(missing(ANI, 'forgotten'), missing(BUDI, 'kept'));
    await database.unitOfWork.run((tx) => forgetNotices(tx, [ANI]));
    const page = { unreadOnly: false, before: undefined, limit: 50 };
    expect(await notices.list(database, ANI, page)).toEqual([]);
    expect(await notices.findAddress(database, ANI)).toBeUndefined();
    expect(await notices.findAddress(database, BUDI)).toMatchObject({ address: 'budi@contoh.go.id' });
    const left = await database.query<{ address: string }>(`SELECT address FROM notice_mail WHERE state = 'WAITING'`);
    expect(left).toEqual([{ address: 'budi@contoh.go.id' }]);
  });
});
