import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createWorkFolder, findFreePort, removeWorkFolder, startNats } from '@betang/testing';
import { jetstream } from '@nats-io/jetstream';
import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { HUB_JETSTREAM_OPTIONS } from './connection-options.js';
import { withHubManager } from './bus-sessions.js';
import { readCredentials, writeCredentials } from './credentials.js';
import { createUserKey } from './user-key.js';
import { reconcileConsumer, reconcileStream } from './stream-reconciler.js';
import { federationStream, regionConsumer } from './streams.js';
import { HubObserver } from './testing/hub-observer.js';
import type { HubState } from './testing/hub-observer.js';
import { startHub } from './testing/hub-under-test.js';
import type { HubUnderTest } from './testing/hub-under-test.js';
import { RawProtocolClient } from './testing/raw-protocol-client.js';
import type { RawPublish } from './testing/raw-protocol-client.js';
import { readTopology, topologyPaths } from './topology-folder.js';
import type { Topology } from './topology.js';

/** The attacker holds the credentials of 62.03 and speaks the raw protocol; 62.71 and the province are the victims. */
const ATTACKER = '62.03';
const VICTIM = '62.71';
const OWN = 'share.r6203.federation.learning-hours.unit-learning-hours-stated.v1';
const FORGED_EVENT = 'share.r6271.province.learning-hours.unit-learning-hours-stated.v1';
const FORGED_RECEIPT = 'share.r62.to.r6271.identity.directed.v1';
const INBOX = '_INBOX_r6203.attack';
const OWN_API = (request: string): string => `hub.api.CONSUMER.${request}.FEDERATION.r6203`;

/**
 * Sends every request that a region is allowed, with the forged subject for its answer, and waits until all of them are worked off:
 * the consumer serves its requests in order, so an answer to the last one stands behind those before it.
 */
async function sendWithReply(
  client: RawProtocolClient,
  reply: string,
  api: (request: string) => string = OWN_API,
): Promise<void> {
  client.publish(OWN, '{"batch":10,"no_wait":true}', { reply });
  client.publish(api('INFO'), '', { reply });
  client.publish(api('MSG.NEXT'), '{"batch":1,"no_wait":true}', { reply });
  client.publish('$JS.ACK.FEDERATION.r6203.1.1.1.0.0', '+NXT {"batch":1,"no_wait":true}', { reply });
  client.publish(api('RESET'), '', { reply });
  for (const request of ['INFO', 'MSG.NEXT']) {
    const inbox = client.subscribe(`${INBOX}.fence-${request}`);
    client.publish(api(request), request === 'INFO' ? '' : '{"batch":1,"no_wait":true}', {
      reply: `${INBOX}.fence-${request}`,
    });
    await client.next(({ sid }) => sid === inbox);
  }
}

describe('with only a region’s credentials and a raw protocol client', () => {
  let hub: HubUnderTest;
  let observer: HubObserver;
  let victim: NatsConnection;
  let attacker: RawProtocolClient;
  let before: HubState;
  const clients: RawProtocolClient[] = [];

  const dialAs = async (code: string, extra: object = {}): Promise<RawProtocolClient> => {
    const client = await RawProtocolClient.dial(hub.url, hub.credentials(code).seed, extra);
    clients.push(client);
    return client;
  };
  /** Mail for everyone, in the order 1, 2, 3: from the victim, from the province to the victim, from the province to the attacker. */
  const sendMail = async (): Promise<void> => {
    const province = jetstream(await hub.connectAs('62'), HUB_JETSTREAM_OPTIONS);
    await jetstream(victim, HUB_JETSTREAM_OPTIONS).publish(
      'share.r6271.federation.identity.heads-published.v1',
      'from the victim',
    );
    await province.publish(FORGED_RECEIPT, 'a letter to the victim');
    await province.publish('share.r62.to.r6203.identity.directed.v1', JSON.stringify({ batch: 10, no_wait: true }));
  };
  const fetchAs = async (connection: NatsConnection, code: string): Promise<JsMsg[]> => {
    const consumer = await jetstream(connection, HUB_JETSTREAM_OPTIONS).consumers.get(
      'FEDERATION',
      `r${code.replace('.', '')}`,
    );
    const found: JsMsg[] = [];
    for await (const message of await consumer.fetch({ max_messages: 100, expires: 1_000 })) {
      found.push(message);
      if (message.info.pending === 0) break;
    }
    return found;
  };
  const publishRefused = async (subject: string, body = '', options: RawPublish = {}): Promise<void> => {
    attacker.publish(subject, body, { reply: INBOX, ...options });
    await attacker.flush();
    expect(attacker.errors).toEqual([`Permissions Violation for Publish to "${subject}"`]);
    expect(attacker.messages).toEqual([]);
    expect(await observer.state()).toEqual(before);
  };

  beforeAll(async () => {
    hub = await startHub({ createWorkFolder, findFreePort, startNats }, [ATTACKER, VICTIM]);
    observer = await HubObserver.open(hub.dir);
    victim = await hub.connectAs(VICTIM);
    await sendMail();
  });
  afterAll(async () => {
    await observer.close();
    await hub.stop();
  });
  beforeEach(async () => {
    attacker = await dialAs(ATTACKER);
    attacker.subscribe(`${INBOX}.>`);
    attacker.subscribe(INBOX);
    await attacker.flush();
    before = await observer.state();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  describe('a message published straight to', () => {
    it.each([
      ['another region’s shared events', FORGED_EVENT],
      ['the province’s events to all', 'share.r62.federation.training-catalog.programme-published.v1'],
      ['the province’s receipt for another region', FORGED_RECEIPT],
      ['the origin *', 'share.*.province.learning-hours.unit-learning-hours-stated.v1'],
      ['the origin >', 'share.>'],
      ['its own prefix without more', 'share.r6203'],
      ['a prefix that begins like its own', 'share.r62031.province.identity.heads-published.v1'],
      ['the province’s local bus', 'local.r62.identity.unit-opened.v1'],
      ['its own local bus on the hub', 'local.r6203.identity.unit-opened.v1'],
      ['another region’s inbox', '_INBOX_r6271.mux.1'],
      ['the inboxes of the operator', '_INBOX_hub-operator.1'],
      ['a reply of the server’s own', '_R_.aaaaaa.bbbbbb'],
      ['any other subject', 'anything'],
    ])('%s is refused', async (_, subject) => {
      await publishRefused(subject, 'forged');
    });
  });

  describe('a JetStream request of the stream:', () => {
    const STREAM_REQUESTS = [
      ['deleting it', 'STREAM.DELETE.FEDERATION', ''],
      ['purging it', 'STREAM.PURGE.FEDERATION', ''],
      ['updating it', 'STREAM.UPDATE.FEDERATION', 'stream'],
      ['creating one', 'STREAM.CREATE.OTHER', JSON.stringify({ name: 'OTHER', subjects: ['share.r6203.more.>'] })],
      ['looking at it', 'STREAM.INFO.FEDERATION', ''],
      ['listing the streams', 'STREAM.LIST', ''],
      ['listing their names', 'STREAM.NAMES', ''],
      ['reading a message', 'STREAM.MSG.GET.FEDERATION', JSON.stringify({ seq: 2 })],
      [
        'reading the last message of a subject',
        'STREAM.MSG.GET.FEDERATION',
        JSON.stringify({ last_by_subj: FORGED_RECEIPT }),
      ],
      ['reading a message directly', 'DIRECT.GET.FEDERATION', JSON.stringify({ seq: 2 })],
      ['reading a subject directly', `DIRECT.GET.FEDERATION.${FORGED_RECEIPT}`, ''],
      ['deleting a message', 'STREAM.MSG.DELETE.FEDERATION', JSON.stringify({ seq: 1 })],
      ['copying it out', 'STREAM.SNAPSHOT.FEDERATION', JSON.stringify({ deliver_subject: INBOX })],
      ['putting a copy in its place', 'STREAM.RESTORE.FEDERATION', '{}'],
      ['moving its leader', 'STREAM.LEADER.STEPDOWN.FEDERATION', ''],
      ['account information', 'INFO', ''],
      ['purging the account', 'ACCOUNT.PURGE.HUB', ''],
    ] as const;
    const body = async (text: string): Promise<string> => {
      const topology = await readTopology(hub.dir);
      return text === 'stream'
        ? JSON.stringify({ ...federationStream(topology), max_msgs: 1, deny_purge: false })
        : text;
    };

    it.each(STREAM_REQUESTS)('%s is refused', async (_, request, text) => {
      await publishRefused(`$JS.API.${request}`, await body(text));
    });
    it.each(STREAM_REQUESTS)('%s through the hub’s prefix is refused', async (_, request, text) => {
      await publishRefused(`hub.api.${request}`, await body(text));
    });
  });

  describe('a JetStream request of a consumer:', () => {
    const CONSUMER_REQUESTS = [
      ['deleting another’s', 'DELETE.FEDERATION.r6271', ''],
      ['deleting its own', 'DELETE.FEDERATION.r6203', ''],
      ['making another’s anew', 'CREATE.FEDERATION.r6271', VICTIM],
      ['changing another’s', 'DURABLE.CREATE.FEDERATION.r6271', VICTIM],
      ['widening its own', 'CREATE.FEDERATION.r6203', ATTACKER],
      ['widening its own by filter', 'CREATE.FEDERATION.r6203.share.>', ATTACKER],
      ['widening its own as a durable', 'DURABLE.CREATE.FEDERATION.r6203', ATTACKER],
      ['making a new one', 'CREATE.FEDERATION.spy', 'spy'],
      ['making a nameless one', 'CREATE.FEDERATION', 'spy'],
      ['reading another’s mail', 'MSG.NEXT.FEDERATION.r6271', JSON.stringify({ batch: 10, no_wait: true })],
      ['reading the province’s mail', 'MSG.NEXT.FEDERATION.r62', JSON.stringify({ batch: 10, no_wait: true })],
      ['reading the mail of *', 'MSG.NEXT.FEDERATION.*', ''],
      ['looking at another’s', 'INFO.FEDERATION.r6271', ''],
      ['looking at those of *', 'INFO.FEDERATION.*', ''],
      ['resetting another’s', 'RESET.FEDERATION.r6271', ''],
      ['pausing another’s', 'PAUSE.FEDERATION.r6271', JSON.stringify({ pause_until: '2099-01-01T00:00:00Z' })],
      ['pausing its own', 'PAUSE.FEDERATION.r6203', JSON.stringify({ pause_until: '2099-01-01T00:00:00Z' })],
      ['unpinning another’s', 'UNPIN.FEDERATION.r6271', '{}'],
      ['listing them', 'LIST.FEDERATION', ''],
      ['listing their names', 'NAMES.FEDERATION', ''],
      ['moving another’s leader', 'LEADER.STEPDOWN.FEDERATION.r6271', ''],
    ] as const;
    const body = async (text: string): Promise<string> => {
      if (text === 'spy') {
        const config = { name: 'spy', ack_policy: 'none', filter_subject: 'share.>', deliver_subject: INBOX };
        return JSON.stringify({ stream_name: 'FEDERATION', config });
      }
      if (text !== VICTIM && text !== ATTACKER) return text;
      const config = { ...regionConsumer(await readTopology(hub.dir), text), filter_subjects: ['share.>'] };
      return JSON.stringify({ stream_name: 'FEDERATION', config });
    };

    it.each(CONSUMER_REQUESTS)('%s is refused', async (_, request, text) => {
      await publishRefused(`$JS.API.CONSUMER.${request}`, await body(text));
    });
    it.each(CONSUMER_REQUESTS)('%s through the hub’s prefix is refused', async (_, request, text) => {
      await publishRefused(`hub.api.CONSUMER.${request}`, await body(text));
    });
    it.each(['MSG.NEXT', 'INFO', 'RESET'])('its own %s past the hub’s prefix is refused', async (request) => {
      await publishRefused(`$JS.API.CONSUMER.${request}.FEDERATION.r6203`);
    });
  });

  describe('an acknowledgement', () => {
    it.each([
      ['of another’s mail', '$JS.ACK.FEDERATION.r6271.1.2.2.0.0', '+ACK'],
      ['of another’s mail that asks for more', '$JS.ACK.FEDERATION.r6271.1.2.2.0.0', '+NXT {"batch":10}'],
      ['of the province’s mail', '$JS.ACK.FEDERATION.r62.1.1.1.0.0', '+TERM'],
      ['of the consumer *', '$JS.ACK.FEDERATION.*.1.2.2.0.0', '+ACK'],
      ['of another’s mail in the long form', '$JS.ACK._._.FEDERATION.r6271.1.2.2.0.0', '+ACK'],
      ['of its own mail in the long form', '$JS.ACK._._.FEDERATION.r6203.1.2.2.0.0', '+ACK'],
      ['where another’s consumer stands in its own stream’s place', '$JS.ACK.r6203.FEDERATION.r6271.1.2.2.0.0', '+NXT'],
    ])('%s is refused', async (_, subject, body) => {
      await publishRefused(subject, body);
    });
  });

  describe('a system request', () => {
    it.each([
      '$SYS.REQ.SERVER.PING',
      '$SYS.REQ.SERVER.PING.VARZ',
      '$SYS.REQ.SERVER.PING.JSZ',
      '$SYS.REQ.ACCOUNT.HUB.CONNZ',
      '$SYS.REQ.ACCOUNT.REGION_r6271.INFO',
      '$SYS.REQ.ACCOUNT.PING.CONNZ',
      '$SYS.REQ.USER.INFO',
      '$SYS.REQ.CLAIMS.UPDATE',
      '$SYS.ACCOUNT.REGION_r6271.DISCONNECT',
      '$JSC.CI.FEDERATION.r6271',
      '$NRG.V.FEDERATION',
    ])('to %s is refused', async (subject) => {
      await publishRefused(subject);
    });

    it('to reload the server or to end another’s connection is refused', async () => {
      const id = victim.info?.server_id;
      await publishRefused(`$SYS.REQ.SERVER.${id}.RELOAD`);
      attacker.errors.length = 0;
      await publishRefused(`$SYS.REQ.SERVER.${id}.KICK`, JSON.stringify({ cid: victim.info?.client_id }));
      expect(victim.isClosed()).toBe(false);
    });
  });

  describe('a forged reply subject on each allowed request:', () => {
    const sendAllWithReply = (reply: string): Promise<void> => sendWithReply(attacker, reply);
    /** The hub without the attacker's own consumer and own events, which these requests may move. */
    const others = async (): Promise<object> => {
      const { streams, config, created, state, consumers } = await observer.state();
      const places = consumers
        .filter(({ name }) => name !== 'r6203')
        .map((place) => ({ ...place, num_pending: 'counts own events' }));
      const subjects = Object.entries(state.subjects ?? {}).filter(([subject]) => !subject.startsWith('share.r6203.'));
      return { streams, config, created, places, subjects: Object.fromEntries(subjects), deleted: state.num_deleted };
    };

    it.each([
      ['forging another’s event', FORGED_EVENT],
      ['forging the province’s receipt', FORGED_RECEIPT],
      ['deleting the stream', '$JS.API.STREAM.DELETE.FEDERATION'],
      ['purging the stream', '$JS.API.STREAM.PURGE.FEDERATION'],
      ['updating the stream', '$JS.API.STREAM.UPDATE.FEDERATION'],
      ['deleting another’s consumer', '$JS.API.CONSUMER.DELETE.FEDERATION.r6271'],
      ['making another’s consumer anew', '$JS.API.CONSUMER.CREATE.FEDERATION.r6271'],
      ['resetting another’s consumer', '$JS.API.CONSUMER.RESET.FEDERATION.r6271'],
      ['resetting another’s consumer through the hub’s prefix', 'hub.api.CONSUMER.RESET.FEDERATION.r6271'],
      ['taking another’s mail', '$JS.API.CONSUMER.MSG.NEXT.FEDERATION.r6271'],
      ['taking another’s mail through the hub’s prefix', 'hub.api.CONSUMER.MSG.NEXT.FEDERATION.r6271'],
      ['acknowledging another’s mail', '$JS.ACK.FEDERATION.r6271.1.2.2.0.0'],
      ['reloading the server', '$SYS.REQ.SERVER.PING.RELOAD'],
      ['writing to the province’s local bus', 'local.r62.identity.unit-opened.v1'],
    ])('%s is refused', async (_, reply) => {
      const stood = await others();
      await sendAllWithReply(reply);
      expect(await others()).toEqual(stood);
    });

    it('writing into another region’s inbox is refused', async () => {
      const inbox = '_INBOX_r6271.waiting';
      const seen: string[] = [];
      const subscription = victim.subscribe('_INBOX_r6271.>', {
        callback: (_, message) => void seen.push(message.subject),
      });
      await victim.flush();
      await sendAllWithReply(inbox);
      await victim.flush();
      subscription.unsubscribe();
      expect(seen).toEqual([]);
    });

    it('an own event as the answer to an own request appears under its own name only', async () => {
      const stood = await others();
      await sendAllWithReply('share.r6203.federation.identity.heads-published.v1');
      expect(await others()).toEqual(stood);
    });
  });

  describe('listening to', () => {
    it.each([
      '>',
      '*',
      'share.>',
      'share.*.to.>',
      'share.r6203.>',
      'local.>',
      'hub.api.>',
      '$JS.>',
      '$JS.ACK.>',
      '$JS.EVENT.>',
      '$SYS.>',
      '_R_.>',
      '_INBOX.>',
      '_INBOX_r6271.>',
      '_INBOX_r62.>',
      '*.>',
      '_INBOX_r6203_check.>',
    ])('%s is refused while others work', async (subject) => {
      attacker.subscribe(subject);
      attacker.subscribe(subject, 'shared-queue');
      await attacker.flush();
      await victim.request('hub.api.CONSUMER.RESET.FEDERATION.r6271');
      expect(await fetchAs(victim, VICTIM)).not.toEqual([]);
      await attacker.flush();
      expect(attacker.messages).toEqual([]);
      expect(attacker.errors).toEqual([
        `Permissions Violation for Subscription to "${subject}"`,
        `Permissions Violation for Subscription to "${subject}" using queue "shared-queue"`,
      ]);
    });
  });

  describe('an own event with the header', () => {
    const pubAck = async (
      extra: Readonly<Record<string, string>>,
      body = 'own',
    ): Promise<{ seq?: number; error?: { err_code: number } }> => {
      attacker.publish(OWN, body, { reply: `${INBOX}.ack`, headers: extra });
      const answer = await attacker.next(({ subject }) => subject === `${INBOX}.ack`);
      return JSON.parse(answer.body) as { seq?: number; error?: { err_code: number } };
    };

    it.each([
      ['rollup of all', { 'Nats-Rollup': 'all' }, 10111],
      ['rollup of the subject', { 'Nats-Rollup': 'sub' }, 10111],
      ['time to live', { 'Nats-TTL': '1s' }, 10166],
      ['schedule', { 'Nats-Schedule': '@at 2099-01-01T00:00:00Z', 'Nats-Schedule-Target': FORGED_EVENT }, 10188],
      ['counter', { 'Nats-Incr': '+1' }, 10168],
      ['expected stream of another name', { 'Nats-Expected-Stream': 'INBOUND_r6271' }, 10060],
    ])('%s is refused', async (_, extra, code) => {
      expect(await pubAck(extra)).toMatchObject({ error: { err_code: code } });
      expect(await observer.state()).toEqual(before);
    });

    it('trace destination on another’s subject is refused', async () => {
      for (const only of ['true', 'false']) {
        attacker.publish(OWN, 'own', { headers: { 'Nats-Trace-Dest': FORGED_EVENT, 'Nats-Trace-Only': only } });
      }
      await attacker.flush();
      await pubAck({});
      expect(await observer.storedSubjects()).not.toHaveProperty([FORGED_EVENT]);
    });

    it('expected stream FEDERATION neither jams nor changes another’s mail', async () => {
      const { seq } = await pubAck({ 'Nats-Expected-Stream': 'FEDERATION' });
      await jetstream(await hub.connectAs('62'), HUB_JETSTREAM_OPTIONS).publish(FORGED_RECEIPT, 'a later letter');
      await victim.request('hub.api.CONSUMER.RESET.FEDERATION.r6271');
      const mail = await fetchAs(victim, VICTIM);
      expect(mail.map((message) => message.seq)).toContain(seq);
      expect(mail.at(-1)?.string()).toBe('a later letter');
    });
  });

  describe('an atomic batch', () => {
    const batch = (id: string, sequence: number, commit = false): Record<string, string> => ({
      'Nats-Batch-Id': id,
      'Nats-Batch-Sequence': String(sequence),
      ...(commit && { 'Nats-Batch-Commit': '1' }),
    });

    it('with another’s event in the middle is refused whole', async () => {
      attacker.publish(OWN, '1', { reply: `${INBOX}.first`, headers: batch('a', 1) });
      attacker.publish(FORGED_EVENT, '2', { headers: batch('a', 2) });
      attacker.publish(OWN, '3', { reply: `${INBOX}.last`, headers: batch('a', 3, true) });
      const answer = await attacker.next(({ subject }) => subject === `${INBOX}.last`);
      expect(JSON.parse(answer.body)).toHaveProperty('error');
      expect(await observer.state()).toEqual(before);
    });
  });

  describe('a subject with a wildcard as a token', () => {
    it.each([
      'share.r6203.federation.*.unit-opened.v1',
      'share.r6203.to.*.identity.directed.v1',
      'share.r6203.province.>',
    ])('%s reaches nobody’s mail but by its letters', async (subject) => {
      const letters = (await observer.state()).consumers.map(({ name, num_pending }) => ({ name, num_pending }));
      attacker.publish(subject, 'own', { reply: `${INBOX}.ack` });
      await attacker.next(({ subject: to }) => to === `${INBOX}.ack`);
      const after = await observer.state();
      const [, , audience] = subject.split('.');
      const reached = (name: string): boolean =>
        audience === 'federation' || (audience === 'province' && name === 'r62');
      expect(after.consumers.map(({ name, num_pending }) => ({ name, num_pending }))).toEqual(
        letters.map(({ name, num_pending }) => ({ name, num_pending: num_pending + (reached(name) ? 1 : 0) })),
      );
      const stored = await observer.storedSubjects();
      expect(
        Object.keys(stored)
          .filter((name) => !name.startsWith('share.r6203.'))
          .sort(),
      ).toEqual(
        Object.keys(before.state.subjects ?? {})
          .filter((name) => !name.startsWith('share.r6203.'))
          .sort(),
      );
    });
  });

  describe('its own mail', () => {
    it('holds what is for all and for itself, and nobody else’s letters', async () => {
      const own = await hub.connectAs(ATTACKER);
      await own.request(OWN_API('RESET'));
      const subjects = new Set((await fetchAs(own, ATTACKER)).map(({ subject }) => subject));
      await own.close();
      const foreign = [...subjects].filter((subject) => !/^share\.r\d+\.(federation\.|to\.r6203\.)/.test(subject));
      expect(subjects).toContain('share.r62.to.r6203.identity.directed.v1');
      expect(foreign).toEqual([]);
    });
  });

  describe('too much:', () => {
    it('a message over the limit is refused and ends the connection', async () => {
      attacker.publish(OWN, 'x'.repeat(320 * 1024 + 1));
      await attacker.flush();
      expect(attacker.closed).toBe(true);
      // The bytes still on the way drown the server's word; announced without them, it is heard.
      const announcing = await dialAs(ATTACKER);
      announcing.send(`PUB ${OWN} ${320 * 1024 + 1}\r\n`);
      await announcing.hangUp();
      expect(announcing.errors).toEqual(['Maximum Payload Violation']);
      expect(await observer.state()).toEqual(before);
    });

    it('a seventeenth connection is refused, and other regions still get in', async () => {
      const open = [attacker];
      while (open.length < 16) open.push(await dialAs(ATTACKER));
      expect(open.filter(({ closed }) => closed)).toEqual([]);
      const one = await dialAs(ATTACKER);
      expect(one.closed).toBe(true);
      expect(one.errors).toEqual(['maximum account active connections exceeded']);
      expect((await dialAs(VICTIM)).errors).toEqual([]);
    });

    it('a subscription over the hundredth is refused', async () => {
      // Two are open from before the test.
      for (let count = 3; count <= 100; count++) attacker.subscribe(`${INBOX}.${count}`);
      await attacker.flush();
      expect(attacker.errors).toEqual([]);
      attacker.subscribe(`${INBOX}.101`);
      await attacker.flush();
      expect(attacker.errors).toEqual(['maximum subscriptions exceeded']);
    });
  });

  describe('another way in:', () => {
    it.each([
      ['a leaf node’s subscription', 'LS+ share.>\r\n'],
      ['a leaf node’s message', `LMSG ${FORGED_EVENT} 6\r\nforged\r\n`],
      ['a route’s subscription', 'RS+ HUB share.>\r\n'],
      ['a route’s message', `RMSG HUB ${FORGED_EVENT} 6\r\nforged\r\n`],
      ['a gateway’s account', 'A+ HUB\r\n'],
    ])('%s is refused and ends the connection', async (_, line) => {
      attacker.send(line);
      await attacker.flush();
      expect(attacker.errors).toEqual(['Unknown Protocol Operation']);
      expect(attacker.closed).toBe(true);
      expect(await observer.state()).toEqual(before);
    });

    it('signing in as a leaf node is refused', async () => {
      const leaf = await dialAs(ATTACKER, {
        leafnode: true,
        server_id: 'LEAF',
        cluster: 'LEAF',
        jetstream: true,
        remote_account: 'HUB',
      });
      leaf.send('LS+ share.>\r\n');
      await leaf.flush();
      expect(leaf.closed).toBe(true);
      expect(await observer.state()).toEqual(before);
    });

    it('asking for another account does not leave its own', async () => {
      const client = await dialAs(ATTACKER, { account: 'HUB', new_account: false });
      client.publish('$JS.API.STREAM.INFO.FEDERATION', '', { reply: INBOX });
      client.subscribe('share.>');
      await client.flush();
      expect(
        client.errors.filter((text) => text.startsWith('Permissions Violation')).length + Number(client.closed),
      ).toBeGreaterThan(0);
      expect(client.messages).toEqual([]);
    });

    it.each([
      ['no key', undefined, {}],
      ['a key that nobody registered', createUserKey().seed, {}],
      ['another region’s public key over its own signature', 'own', { nkey: 'victim' }],
      ['a signature of another challenge', 'own', { sig: Buffer.alloc(64, 7).toString('base64url') }],
    ])('signing in with %s is refused', async (_, key, extra) => {
      const seed = key === 'own' ? hub.credentials(ATTACKER).seed : key;
      const victimKey = (await readTopology(hub.dir)).regions.find(({ code }) => code === VICTIM)?.publicUserNkey;
      const forged = 'nkey' in extra ? { nkey: victimKey } : extra;
      const client = await RawProtocolClient.dial(hub.url, seed, forged);
      clients.push(client);
      expect(client.errors).toEqual(['Authorization Violation']);
      expect(client.closed).toBe(true);
    });

    it('the hub’s own key to the region’s account can do no more than look at the consumer', async () => {
      const { seed } = await readCredentials(topologyPaths(hub.dir).check(ATTACKER));
      const client = await RawProtocolClient.dial(hub.url, seed);
      clients.push(client);
      for (const subject of [OWN, OWN_API('MSG.NEXT'), OWN_API('RESET'), '$JS.ACK.FEDERATION.r6203.1.1.1.0.0'])
        client.publish(subject, '');
      client.subscribe('_INBOX_r6203.>');
      await client.flush();
      expect(client.errors).toHaveLength(5);
      expect(await observer.state()).toEqual(before);
    });
  });
});

describe('the same forged reply without an account of its own', () => {
  /** What the attack tests would see if permissions alone held a region: this is what they are there to catch. */
  it('forges another region’s event, which the attack tests would show', async () => {
    const dir = createWorkFolder('weak-hub');
    const port = await findFreePort();
    const [operator, region] = [createUserKey(), createUserKey()];
    const publish = [
      'share.r6203.>',
      '$JS.ACK.FEDERATION.r6203.>',
      ...['MSG.NEXT', 'INFO', 'RESET'].map((request) => WEAK_API(request)),
    ];
    const users = [
      { nkey: operator.publicNkey },
      { nkey: region.publicNkey, permissions: { publish, subscribe: ['_INBOX_r6203.>'] } },
    ];
    const config = `accounts: ${JSON.stringify({ HUB: { jetstream: 'enabled', users } })}`;
    const server = await startNats({ dir, port, config });
    const url = `nats://127.0.0.1:${port}`;
    await writeCredentials(topologyPaths(dir).hubOperator, {
      kind: 'local',
      region: '62',
      user: 'hub-operator',
      url,
      seed: operator.seed,
    });
    const topology = {
      region: '62',
      limits: { payloadBytes: 327_680 },
      retention: { federationDays: 1 },
      store: { federationBytes: 1e7 },
      replicas: 1,
    };
    const observer = await HubObserver.open(dir);
    await withHubManager(dir, async (manager) => {
      await reconcileStream(manager, federationStream(topology as unknown as Topology));
      await reconcileConsumer(manager, 'FEDERATION', regionConsumer(topology as unknown as Topology, ATTACKER));
    });
    const client = await RawProtocolClient.dial(url, region.seed);
    await sendWithReply(client, FORGED_EVENT, WEAK_API);
    client.close();
    const stored = await observer.storedSubjects();
    await observer.close();
    await server.stop();
    removeWorkFolder(dir);
    expect(stored).toHaveProperty([FORGED_EVENT]);
  });
});

function WEAK_API(request: string): string {
  return `$JS.API.CONSUMER.${request}.FEDERATION.r6203`;
}
