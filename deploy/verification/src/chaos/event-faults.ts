import type { ServiceName } from '@betang/platform';
import { newId } from '@betang/contracts';
import { completedSubject, inventedEvent, send, sendGarbage, statedSubject } from './bad-events.js';
import { operatorConnection, regionConnection } from './bus-access.js';
import { nextIsBooked } from './checkpoint.js';
import type { ChaosContext, Fault } from './fault.js';
import type { ChaosRegion } from './chaos-region.js';

/** Events that no handler can take: each must be set aside with its reason, and hold up nothing else. */
export const EVENT_FAULTS: readonly Fault[] = [
  {
    name: 'malformed-and-oversized-events',
    hit: async (context) => {
      const { federation, random } = context;
      const region = random.pick(federation.members);
      const mark = await operatorConnection(region, (bus) => sendGarbage(bus, completedSubject(region)));
      await isKept(context, region, 'envelope-incomplete', mark);
      const shared = await regionConnection(region, federation.province, (hub) =>
        sendGarbage(hub, statedSubject(region)),
      );
      await isKept(context, federation.province, 'envelope-incomplete', shared);
      const body = await writeToOutbox(region, { data: '{"completionId": ' });
      await isKept(context, region, 'event-data-invalid', body, 'learning-hours');
      const large = { ...inventedEvent(region.code), body: Buffer.alloc(258 * 1024, 'x') };
      await operatorConnection(region, (bus) => send(bus, completedSubject(region), large));
      await isKept(context, region, 'event-too-large', large.id);
      return `no events at all on the bus of ${region.code} and at the hub, broken data from its outbox, 258 KiB in one`;
    },
  },
  {
    name: 'forged-events',
    hit: async (context) => {
      const { federation, random } = context;
      const region = random.pick(federation.members);
      const other = federation.members.find((member) => member !== region)!;
      const forged = inventedEvent(other.code);
      await operatorConnection(region, (bus) => send(bus, completedSubject(region), forged));
      await isKept(context, region, 'wrong-origin', forged.id);
      const lie = inventedEvent(other.code, { service: 'learning-hours', audience: 'province' });
      await regionConnection(region, federation.province, (hub) => send(hub, statedSubject(region), lie));
      await isKept(context, federation.province, 'wrong-origin', lie.id);
      return `in the name of ${other.code} on the bus of ${region.code} and, with its credentials, at the hub`;
    },
  },
  {
    name: 'future-version',
    hit: async (context) => {
      const region = context.random.pick(context.federation.regions);
      const mark = await writeToOutbox(region, { version: 9, data: '{"of": "tomorrow"}' });
      await isKept(context, region, 'needs-upgrade', mark, 'learning-hours');
      return `training-completed.v9 from the outbox of ${region.code}`;
    },
  },
];

/** The bad event lies where it must; and a completion that was recorded behind it is in the ledger: the rest is on time. */
async function isKept(
  context: ChaosContext,
  region: ChaosRegion,
  reason: string,
  mark: string,
  keeper: ServiceName = 'identity',
): Promise<void> {
  await context.parked.expect({ region, keeper, reason, mark });
  await nextIsBooked(context, region);
}

/** What a faulty or newer release of a service would publish, by its own relay and with its place in the chain. Answers the event's id. */
async function writeToOutbox(region: ChaosRegion, event: { version?: number; data: string }): Promise<string> {
  const id = newId();
  await region.sql(
    `INSERT INTO training_catalog.outbox (destination, generation, bucket, id, audience, type, subject, time, body)
     SELECT 'local', generation, 'days-90:chaos', $1, 'local', $2, $3, now(), $4 FROM betang.epoch ORDER BY generation DESC LIMIT 1`,
    [id, `betang.training-catalog.training-completed.v${event.version ?? 1}`, newId(), Buffer.from(event.data)],
  );
  return id;
}
