import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { dataschemaOf, firstChain, numberEvent, type EventRecord } from '@betang/contracts';
import { streamName } from '@betang/messaging';
import { waitUntil } from '@betang/testing';
import { headers as newHeaders, type NatsConnection } from '@nats-io/transport-node';
import { send, statedSubject } from './bad-events.js';
import { operatorConnection, regionConnection } from './bus-access.js';
import { nextIsBooked } from './checkpoint.js';
import type { ChaosRegion } from './chaos-region.js';
import type { Fault } from './fault.js';

const AGAIN = 40;
const FEWEST_AHEAD = 3;

/** Events that are true, and come again or in another order. */
export const ORDER_FAULTS: readonly Fault[] = [
  {
    name: 'duplicated-events',
    hit: async (context) => {
      const region = context.random.pick(context.federation.regions);
      const count = await operatorConnection(region, (bus) => repeatNewest(bus, region));
      await nextIsBooked(context, region);
      return `the newest ${count} events of ${region.code}, backwards and once more`;
    },
  },
  {
    name: 'lost-events',
    hit: async (context) => {
      const region = context.random.pick(context.federation.members);
      await region.process.kill();
      const count = await operatorConnection(region, (bus) => deleteNewest(bus, region));
      await region.restartService();
      await nextIsBooked(context, region);
      return `the newest ${count} messages of the bus of ${region.code}, deleted`;
    },
  },
  {
    name: 'reordered-events',
    hit: async ({ federation, random, load }) => {
      const region = random.pick(federation.members);
      region.line!.cut();
      const waiting = await waitUntil(
        'statements wait for the hub',
        async () => {
          await load.accepted(3, region.code);
          const events = await waitingStatements(region);
          return events.length >= FEWEST_AHEAD && events;
        },
        { timeoutMs: 60_000 },
      );
      const backwards = [...waiting].reverse();
      await regionConnection(region, federation.province, async (hub) => {
        for (const event of backwards) await send(hub, statedSubject(region), event);
      });
      region.line!.restore();
      return `${backwards.length} statements of ${region.code} reach the hub backwards, and then in order`;
    },
  },
];

async function repeatNewest(bus: NatsConnection, region: ChaosRegion): Promise<number> {
  const messages = await newest(await jetstreamManager(bus, { checkAPI: false }), region);
  for (const { subject, header, data } of [...messages].reverse()) {
    const headers = newHeaders();
    for (const [name, [value]] of header)
      if (value !== undefined && !name.startsWith('Nats-')) headers.set(name, value);
    await bus.request(subject, data, { headers, timeout: 5_000 });
  }
  return messages.length;
}

async function deleteNewest(bus: NatsConnection, region: ChaosRegion): Promise<number> {
  const manager = await jetstreamManager(bus, { checkAPI: false });
  const messages = (await newest(manager, region)).slice(-5);
  for (const { seq } of messages) await manager.streams.deleteMessage(streamName(region.code), seq);
  return messages.length;
}

async function newest(manager: JetStreamManager, region: ChaosRegion) {
  const stream = streamName(region.code);
  const { state } = await manager.streams.info(stream);
  const found = [];
  for (let seq = Math.max(state.first_seq, state.last_seq - AGAIN + 1); seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(stream, { seq }).catch(() => null);
    if (message) found.push(message);
  }
  return found;
}

/** What learning-hours has for the province and its relay has not brought to the hub: numbered as the relay will number it. */
async function waitingStatements(region: ChaosRegion): Promise<EventRecord[]> {
  const rows = await region.sql<{ id: string; type: string; subject: string; time: Date; body: Buffer; epoch: string }>(
    `SELECT o.id, o.type, o.subject, o.time, o.body, e.epoch FROM learning_hours.outbox AS o, learning_hours.relay_cursor AS c,
        LATERAL (SELECT epoch FROM betang.epoch ORDER BY generation DESC LIMIT 1) AS e
      WHERE o.destination = 'hub' AND o.audience = 'province' AND c.destination = 'hub' AND (o.generation, o.xid, o.seq) > (c.generation, c.xid, c.seq)
      ORDER BY o.generation, o.xid, o.seq`,
  );
  const [first] = rows;
  if (!first) return [];
  const [known] = await region.sql<{ position: string; chain: string }>(
    `SELECT position, chain FROM learning_hours.relay_head WHERE audience = 'province' AND epoch = $1`,
    [first.epoch],
  );
  let head = known
    ? { position: Number(known.position), chain: known.chain }
    : { position: 0, chain: firstChain(first.epoch, 'learning-hours', 'province') };
  return rows.map(({ id, type, subject, time, body, epoch }) => {
    const event = { id, type, subject, time: time.toISOString(), body, epoch, dataschema: dataschemaOf(type) };
    const numbered = numberEvent(
      { ...event, region: region.code, service: 'learning-hours', audience: 'province' },
      head,
    );
    head = numbered;
    return numbered;
  });
}
