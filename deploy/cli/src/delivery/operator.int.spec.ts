import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitRecorded, newId } from '@betang/contracts';
import type { EventTrace } from '@betang/messaging';
import { createWorkFolder, removeWorkFolder, waitUntil } from '@betang/testing';
import { regionPaths } from '../region/region-paths.js';
import { agencies, agency, unit } from '../testing/facts.js';
import { startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { POISON, startRegionProcess, writeToken, type RegionProcess } from '../testing/region-process.js';
import { betang } from '../testing/run-betang.js';

let province: DeploymentUnderTest;
let kapuas: DeploymentUnderTest;
let processes: RegionProcess[] = [];
let home: RegionProcess;
let folder: string;

/** By the file in which the region's own settings stand. */
const at = (deployment: DeploymentUnderTest, ...argv: string[]) =>
  betang([...argv, '--data', deployment.dataDir, '--json', '--language', 'en']);

beforeAll(async () => {
  folder = createWorkFolder('operator');
  [province, kapuas] = await Promise.all([startDeployment('62', 'hub'), startDeployment('62.03', 'region')]);
  const [registration, join03] = [join(folder, 'registration.json'), join(folder, 'join.json')];
  for (const run of [
    await at(kapuas, 'region', 'register', registration),
    await at(province, 'region', 'add', registration, join03),
    await at(kapuas, 'region', 'join', join03),
  ])
    expect(run.json).not.toHaveProperty('error');
  await asBeforeTheUpgrade(kapuas);
  home = await startRegionProcess(kapuas.dataDir, 'operator', { BETANG_REGOIN: '62.03' });
  processes = [await startRegionProcess(province.dataDir), home];
}, 120_000);

afterAll(async () => {
  for (const process of processes) await process.stop();
  await kapuas?.stop();
  await province?.stop();
  removeWorkFolder(folder);
});

/** As a release before left the schema that all services share. */
async function asBeforeTheUpgrade({ sql }: DeploymentUnderTest): Promise<void> {
  await sql('ALTER TABLE betang.region_member DROP COLUMN present_epoch');
  await sql('DROP TABLE betang.lost_acknowledged');
  await sql('DELETE FROM betang.migration WHERE number > 1');
}

describe('the start of a process', () => {
  it('brings the schema that all services share up to date', async () => {
    const applied = await kapuas.sql<{ name: string }>('SELECT name FROM betang.migration WHERE number > 1');
    expect(applied.length).toBeGreaterThan(0);
    expect(await kapuas.sql('SELECT present_epoch FROM betang.region_member')).not.toEqual([]);
  });

  it('names a setting that nothing knows', () => {
    const lines = home.log.map((line) => JSON.parse(line) as { msg?: string; settings?: string });
    expect(lines.filter(({ settings }) => settings === 'BETANG_REGOIN')).toHaveLength(1);
  });
});

interface Line {
  readonly service: string;
  readonly audience: string;
  readonly sent: number;
  readonly receivers: { receiver: string; state: string; received: number; chainEqual?: boolean }[];
}
interface StatusJson {
  readonly regions: {
    readonly proof: {
      own: Line[];
      received: { region: string; service: string; audience: string; state: string; received: number; sent: number }[];
    };
    readonly problems: { code: string; about: string }[];
    readonly bus: { streams: { stream: string; messages: number }[]; regions: { region: string; state: string }[] };
  }[];
}
const statusOf = async (deployment: DeploymentUnderTest) => {
  const run = await at(deployment, 'status');
  return { exitCode: run.exitCode, region: (run.json as unknown as StatusJson).regions[0]! };
};

describe('betang status', () => {
  it('prints the proof of no loss on both sides', async () => {
    await home.publish('identity', ...agencies(40));
    const own = await waitUntil('the province confirms', async () => {
      const { region } = await statusOf(kapuas);
      const line = region.proof?.own.find(({ service, audience }) => service === 'identity' && audience === 'province');
      return line?.receivers.find(({ receiver, state }) => receiver === '62' && state === 'complete') && line;
    });
    expect(own).toMatchObject({ receivers: [{ receiver: '62', chainEqual: true }] });
    expect(own.receivers[0]!.received).toBeGreaterThanOrEqual(40);
    const received = await waitUntil('the province has all that it knows to be sent', async () => {
      const { region } = await statusOf(province);
      return region.proof.received.find(
        (line) => line.region === '62.03' && line.audience === 'province' && line.state === 'complete',
      );
    });
    expect(received.received).toBe(received.sent);
    const { out } = await betang(['status', '--data', kapuas.dataDir, '--language', 'en']);
    expect(out).toMatch(
      /identity +province +sent \d+, confirmed \d+ by 62, chain equal, as of \d\d:\d\d:\d\d: complete, nothing is lost/,
    );
  });

  it('shows streams, the regions on the hub, and that all is well', async () => {
    const { region } = await statusOf(province);
    expect(region.bus.streams.map(({ stream }) => stream)).toEqual(['EVENTS_r62', 'INBOUND_r62', 'FEDERATION']);
    expect(region.bus.regions).toEqual([
      expect.objectContaining({ region: '62' }),
      expect.objectContaining({ region: '62.03', state: 'active' }),
    ]);
    expect(await waitUntil('nothing is to be looked at', async () => (await statusOf(kapuas)).exitCode === 0)).toBe(
      true,
    );
  });

  it('takes all regions of this machine where none is named', async () => {
    const root = join(folder, 'machine');
    await mkdir(join(root, '.betang', 'regions'), { recursive: true });
    for (const { region, dataDir } of [province, kapuas])
      await symlink(dataDir, join(root, '.betang', 'regions', region), 'dir');
    const run = await betang(['status', '--json'], { root });
    expect((run.json as unknown as StatusJson).regions).toHaveLength(2);
    expect((await betang(['verify', '--json'], { root })).json).toMatchObject({
      error: { code: 'region-not-chosen', exitCode: 2 },
    });
    expect((await betang(['verify', '--region', '62.03', '--json'], { root })).exitCode).toBe(0);
  });
});

describe('betang trace', () => {
  const tell = (name: string, causationId?: string) => {
    const unitId = newId();
    const data = { unitId, kind: 'UNIT' as const, name, agencyId: newId(), parentUnitId: null };
    return UnitRecorded.create({
      subject: unitId,
      data,
      ...(causationId === undefined ? {} : { cause: { causationId } }),
    });
  };
  const first = tell('Sekretariat');
  const second = tell('Bagian Umum', first.id);
  const third = tell('Subbagian Kepegawaian', second.id);
  const shared = agency('Dinas Penelusuran');
  const traced = (id: string) => at(kapuas, 'trace', id).then(({ json }) => json as unknown as EventTrace);

  beforeAll(async () => {
    for (const event of [first, second]) await home.publish('identity', event);
    await home.publish('identity', third, shared);
    await waitUntil('the last of them is taken in', async () => (await traced(third.id)).event?.readBy?.length === 1);
  });

  it('tells what an event is, its causes back to the first, and what came of it', async () => {
    expect(await traced(second.id)).toMatchObject({
      event: {
        eventId: second.id,
        type: UnitRecorded.type,
        subjectKind: 'unit',
        region: '62.03',
        service: 'identity',
        audience: 'local',
        position: expect.any(Number),
        causeId: first.id,
        readBy: ['reporting'],
      },
      causes: [{ eventId: first.id, causeId: null }],
      chainEnd: 'first',
      effects: [{ eventId: third.id }],
      moreEffects: false,
      notRead: [],
    });
  });

  it('shows neither content nor whom an event is about, and is on record', async () => {
    const { out } = await betang(['trace', third.id, '--data', kapuas.dataDir, '--language', 'en']);
    expect(out).toContain('Causes, nearest first');
    expect(out).toContain(`The chain of causes begins here: ${first.id}`);
    expect(out).toMatch(/62\.03 identity local \S+ · position \d+ · read by reporting/);
    const json = JSON.stringify(await traced(third.id));
    for (const hidden of ['Subbagian', third.subject, third.data.agencyId]) expect(out + json).not.toContain(hidden);
    const looks = await kapuas.sql<{ actor: string }>(
      `SELECT actor FROM identity.audit_entry WHERE action = 'read-personal-data' AND object_id = $1`,
      [third.id],
    );
    expect(looks[0]).toEqual({ actor: 'operator-1' });
  });

  it('leads from what was shared to what was written with it, with its position', async () => {
    const trace = await waitUntil('it is published', async () => {
      const found = await traced(shared.id);
      return found.event.position !== null && found;
    });
    expect(trace).toMatchObject({
      event: { audience: 'province', subjectKind: 'agency', causeId: null },
      chainEnd: 'shared',
      writtenWith: [{ eventId: third.id }],
    });
    const [line] = await kapuas.sql<{ position: string }>(
      `SELECT last_position AS position FROM identity.relay_log WHERE audience = 'province' AND epoch = $1 ORDER BY last_position DESC LIMIT 1`,
      [trace.event.epoch],
    );
    expect(trace.event.position).toBeLessThanOrEqual(Number(line!.position));
  });

  it('says at the receiver that the rest is elsewhere, with the same position', async () => {
    const home = await traced(shared.id);
    const there = await waitUntil('the province has it', async () => {
      const { json } = await at(province, 'trace', shared.id);
      return 'event' in json && (json as unknown as EventTrace);
    });
    expect(there).toMatchObject({
      event: { region: '62.03', position: home.event.position, epoch: home.event.epoch },
      causes: [],
      chainEnd: 'elsewhere',
    });
    const { out } = await betang(['trace', shared.id, '--data', province.dataDir, '--language', 'en']);
    expect(out).toContain(`Region 62.03 holds the rest: run betang trace ${shared.id} there`);
  });

  it('finds an event by an index', async () => {
    const plans = await kapuas.sql<{ definition: string }>(
      `SELECT pg_get_indexdef(c.oid) AS definition FROM pg_class c WHERE c.relname = 'archive_id' LIMIT 1`,
    );
    expect(plans[0]?.definition).toContain('brin');
  });

  it('refuses what is no event id, and names what the region does not know', async () => {
    expect((await at(kapuas, 'trace', '17')).json).toMatchObject({ error: { code: 'usage', exitCode: 2 } });
    expect((await at(kapuas, 'trace', newId())).json).toMatchObject({
      error: { code: 'event-not-found', exitCode: 3 },
    });
  });
});

describe('parked events', () => {
  const broken = newId();
  it('are listed and shown, and keep the proof from being one', async () => {
    POISON.add('Rusak');
    await home.publish('identity', unit('Rusak', broken), unit('Sesudahnya', broken), unit('Lain'));
    const items = await waitUntil('the bad event and the one behind it are parked', async () => {
      const { json } = await at(kapuas, 'parked', 'list');
      const { items: found } = json as unknown as {
        items: { parkedId: string; reason: string; at: string; detail: string }[];
      };
      return found.length === 2 && found;
    });
    expect(items.map(({ reason, at: service }) => [service, reason]).sort()).toEqual([
      ['reporting', 'behind-parked'],
      ['reporting', 'handler-failed'],
    ]);
    const bad = items.find(({ reason }) => reason === 'handler-failed')!;
    expect(bad.detail).toBe('unit-poisoned');
    const shown = (await at(kapuas, 'parked', 'show', 'reporting', bad.parkedId)).json as unknown as {
      bodyBase64: string;
    };
    expect(JSON.parse(Buffer.from(shown.bodyBase64, 'base64').toString('utf8'))).toMatchObject({ name: 'Rusak' });
    const [look] = await kapuas.sql<{ actor: string }>(
      `SELECT actor FROM reporting.audit_entry WHERE action = 'read-personal-data'`,
    );
    expect(look).toEqual({ actor: 'operator-1' });
    const { exitCode, region } = await statusOf(kapuas);
    expect([exitCode, region.problems]).toEqual([
      1,
      expect.arrayContaining([expect.objectContaining({ code: 'line-parked' })]),
    ]);
  });

  it('are retried in their order once the cause is gone', async () => {
    POISON.delete('Rusak');
    const { json } = await at(kapuas, 'parked', 'retry', 'reporting', 'all');
    expect(json).toMatchObject({ retried: [expect.any(String), expect.any(String)] });
    await waitUntil(
      'nothing is parked',
      async () => (await at(kapuas, 'parked', 'list')).json['items'] && noItems(await at(kapuas, 'parked', 'list')),
    );
    const applied = await kapuas.sql<{ subject: string }>(
      `SELECT subject FROM reporting.archive WHERE subject = $1 ORDER BY seq`,
      [broken],
    );
    expect(applied).toHaveLength(2);
  });

  it('are discarded with a reason on record, and those behind go on', async () => {
    const subject = newId();
    POISON.add('Salah');
    await home.publish('identity', unit('Salah', subject), unit('Benar', subject));
    const bad = await waitUntil('it is parked', async () => {
      const { json } = await at(kapuas, 'parked', 'list', '--reason', 'handler-failed');
      return (json as unknown as { items: { parkedId: string }[] }).items[0];
    });
    expect((await at(kapuas, 'parked', 'discard', 'reporting', bad.parkedId)).json).toMatchObject({
      error: { code: 'usage' },
    });
    const run = await at(
      kapuas,
      'parked',
      'discard',
      'reporting',
      bad.parkedId,
      '--reason',
      'dikirim karena salah ketik',
    );
    expect(run.json).toMatchObject({
      state: 'DISCARDED',
      decidedBy: 'operator-1',
      decision: 'dikirim karena salah ketik',
    });
    await waitUntil('what waited behind it is applied', async () => noItems(await at(kapuas, 'parked', 'list')));
    expect((await at(kapuas, 'parked', 'retry', 'reporting', bad.parkedId)).json).toMatchObject({
      error: { code: 'parked-decided' },
    });
    const kept = await kapuas.sql(
      `SELECT action, reason FROM reporting.audit_entry WHERE action = 'discard-parked-event'`,
    );
    expect(kept).toEqual([{ action: 'discard-parked-event', reason: 'dikirim karena salah ketik' }]);
  });
});

describe('a replay by hand', () => {
  it('is refused where nothing is missing, and for an origin that is not written right', async () => {
    const [{ epoch } = { epoch: '' }] = await kapuas.sql<{ epoch: string }>('SELECT epoch FROM betang.epoch');
    const order = [
      'replay',
      'reporting',
      '--origin',
      '62.03',
      '--publisher',
      'identity',
      '--audience',
      'local',
      '--epoch',
      epoch,
    ];
    expect((await at(kapuas, ...order)).json).toMatchObject({ error: { code: 'replay-not-needed' } });
    expect((await at(kapuas, ...order, '--from', 'x')).json).toMatchObject({ error: { code: 'usage' } });
    expect((await at(kapuas, ...order.slice(0, -2))).json).toMatchObject({ error: { code: 'usage' } });
  });

  it('names what is mistyped and what there is, and asks nobody', async () => {
    const [{ epoch } = { epoch: '' }] = await kapuas.sql<{ epoch: string }>('SELECT epoch FROM betang.epoch');
    const right = { origin: '62.03', publisher: 'identity', audience: 'local', epoch, from: '1', to: '1' };
    const answerTo = async (changes: Partial<typeof right>) => {
      const options = Object.entries({ ...right, ...changes }).flatMap(([name, value]) => [`--${name}`, value]);
      const { exitCode, json } = await at(kapuas, 'replay', 'reporting', ...options);
      const { code, message } = (json as unknown as { error: { code: string; message: string } }).error;
      return { exitCode, code, message };
    };
    const before = await kapuas.sql('SELECT request_id FROM reporting.replay_request');
    const called = (problem: string) => ({ exitCode: 2, code: 'usage', message: expect.stringContaining(problem) });
    const refused = (code: string, what: string) => ({ exitCode: 3, code, message: expect.stringContaining(what) });
    expect(await answerTo({ epoch: `1.${'0'.repeat(12)}` })).toEqual(refused('replay-epoch-unknown', epoch));
    expect(await answerTo({ epoch: 'x' })).toEqual(called('--epoch'));
    expect(await answerTo({ origin: '6203' })).toEqual(called('--origin'));
    expect(await answerTo({ origin: '99.01' })).toEqual(refused('replay-origin-unknown', '62.03'));
    expect(await answerTo({ publisher: 'identiy' })).toEqual(called('learning-hours'));
    expect(await answerTo({ publisher: 'contingency' })).toEqual(refused('replay-line-unknown', 'identity local'));
    expect(await answerTo({ audience: 'everybody' })).toEqual(called('federation'));
    expect(await answerTo({ origin: '62', audience: 'province' })).toEqual(
      refused('replay-audience-not-ours', 'federation, to.r6203'),
    );
    expect(await answerTo({ to: '900000' })).toMatchObject({ exitCode: 3, code: 'replay-beyond-end' });
    expect(await answerTo({ from: '2', to: '1' })).toMatchObject({ exitCode: 3, code: 'replay-range-reversed' });
    expect(await answerTo({ from: '-1' })).toMatchObject({ exitCode: 2, code: 'usage' });
    expect(await kapuas.sql('SELECT request_id FROM reporting.replay_request')).toEqual(before);
    const wrong = [
      ['parked', 'show', 'reporting', '17'],
      ['parked', 'list', '--state', 'parkd'],
      ['parked', 'list', '--from', '6203'],
      ['incidents', 'list', '--kind', 'forks'],
      ['incidents', 'ack', 'reporting', 'all', '--kind', 'forks', '--reason', 'tidak ada apa-apa'],
      ['trace', '17'],
    ];
    for (const words of wrong)
      expect(await at(kapuas, ...words)).toMatchObject({
        exitCode: 2,
        json: { error: { code: 'usage', message: expect.stringMatching(/[-<][-a-z]+>? \(.+\)$/) } },
      });
  });
});

describe('a gap that nobody is asked to fill', () => {
  it('is filled by a replay that the operator orders', async () => {
    const [{ epoch } = { epoch: '' }] = await kapuas.sql<{ epoch: string }>('SELECT epoch FROM betang.epoch');
    await home.stop();
    const identity = await kapuas.run('identity');
    const names = ['Bidang Hilang 1', 'Bidang Hilang 2', 'Bidang Hilang 3'];
    await identity.publish(...names.map((name) => unit(name)));
    await waitUntil(
      'identity has published and read',
      async () => (await waiting()) === 0 && (await lagOfIdentity()) === 0,
    );
    await kapuas.stopServices();
    await skipWhatIsInTheStream(epoch);
    home = await startRegionProcess(kapuas.dataDir);
    processes[1] = home;
    await home.publish('identity', unit('Bidang Sesudah'));
    await waitUntil('a later event is held', async () => (await heldByReporting()) > 0);
    const order = ['--origin', '62.03', '--publisher', 'identity', '--audience', 'local', '--epoch', epoch];
    const ordered = (await at(kapuas, 'replay', 'reporting', ...order)).json as unknown as { from: number; to: number };
    expect(ordered.to - ordered.from + 1).toBeGreaterThanOrEqual(names.length);
    await waitUntil('nothing is held any more', async () => (await heldByReporting()) === 0);
    const found = await kapuas.sql(
      `SELECT 1 FROM reporting.archive WHERE convert_from(body, 'UTF8') LIKE '%Bidang Hilang%'`,
    );
    expect(found).toHaveLength(names.length);
    const [order1] = await kapuas.sql(`SELECT actor FROM reporting.audit_entry WHERE action = 'order-replay'`);
    expect(order1).toEqual({ actor: 'operator-1' });
  });

  const count = async (text: string) =>
    (await kapuas.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`))[0]!.n;
  const heldByReporting = () => count('reporting.reader_held');
  const waiting = () =>
    count(`identity.outbox o JOIN identity.relay_cursor c USING (destination)
      WHERE o.destination = 'local' AND (o.generation, o.xid, o.seq) > (c.generation, c.xid, c.seq)`);

  /** Positions of its own home line that identity has not read yet. */
  const lagOfIdentity = async () => {
    const [row] = await kapuas.sql<{ lag: number }>(
      `SELECT (h.position - w.position)::int AS lag FROM identity.relay_head h
         JOIN identity.reader_watermark w ON w.region = '62.03' AND w.service = 'identity' AND (w.audience, w.epoch) = (h.audience, h.epoch)
        WHERE h.audience = 'local'`,
    );
    return row?.lag;
  };

  /** As if reporting had lost these messages, and had been refused their replay a moment ago. */
  async function skipWhatIsInTheStream(epoch: string): Promise<void> {
    await kapuas.sql(
      `UPDATE reporting.reader_place r SET sequence = i.sequence FROM identity.reader_place i
        WHERE i.stream = r.stream AND r.stream = 'EVENTS_r6203'`,
    );
    await kapuas.sql(
      `INSERT INTO reporting.replay_request (request_id, region, service, audience, epoch, first, last, state, ask_again)
       SELECT gen_random_uuid(), region, service, audience, epoch, position + 1, position + 1, 'REFUSED', now() + interval '1 hour'
         FROM reporting.reader_watermark WHERE region = '62.03' AND service = 'identity' AND audience = 'local' AND epoch = $1`,
      [epoch],
    );
  }
});

describe('who may do what', () => {
  it('an auditor sees, and neither reads content nor decides', async () => {
    await writeToken(kapuas.dataDir, [{ role: 'auditor', region: '62.03' }]);
    expect((await at(kapuas, 'parked', 'list')).json).toMatchObject({ items: [] });
    expect((await at(kapuas, 'parked', 'show', 'reporting', newId())).json).toMatchObject({
      error: { code: 'forbidden', exitCode: 3 },
    });
    expect((await at(kapuas, 'parked', 'retry', 'reporting', newId())).json).toMatchObject({
      error: { code: 'forbidden' },
    });
  });

  it('an operator of another region may do nothing here', async () => {
    await writeToken(kapuas.dataDir, [{ role: 'operator', region: '62' }]);
    expect((await at(kapuas, 'parked', 'list')).json).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('a token that others can read is not used, and a missing one is named', async () => {
    const { token } = regionPaths(kapuas.dataDir);
    await chmod(token, 0o644);
    expect((await at(kapuas, 'verify')).json).toMatchObject({ error: { code: 'operator-token-exposed' } });
    await chmod(token, 0o600);
    await writeToken(kapuas.dataDir, [{ role: 'operator', region: '62.03' }]);
  });
});

describe('an epoch', () => {
  it('is not opened while services run', async () => {
    expect((await at(kapuas, 'epoch', 'open')).json).toMatchObject({
      error: { code: 'services-running', exitCode: 3 },
    });
  });
});

function noItems({ json }: { json: object }): boolean {
  return (json as { items?: unknown[] }).items?.length === 0;
}
