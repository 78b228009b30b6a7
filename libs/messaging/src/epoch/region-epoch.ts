import { randomBytes } from 'node:crypto';
import { EpochOpened, newId, type Audience, type EventData } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { bucketOf } from '../outbox/outbox.js';
import { readHeads } from '../proof/heads-publisher.js';

/** A stretch of a region's life in which its positions count up without a break. */
export interface RegionEpoch {
  readonly generation: number;
  /** `<generation>.<random>`: two restores of one backup get two names. */
  readonly epoch: string;
  readonly parent: string | null;
  readonly systemIdentifier: string;
}

interface EpochRow {
  generation: number;
  epoch: string;
  parent: string | null;
  system_identifier: string;
}

type Opened = EventData<typeof EpochOpened>;

/** The region's present epoch; undefined before `region init`. */
export async function findEpoch(db: SqlClient): Promise<RegionEpoch | undefined> {
  const [row] = await db.query<EpochRow>(
    'SELECT generation, epoch, parent, system_identifier FROM betang.epoch ORDER BY generation DESC LIMIT 1',
  );
  return (
    row && { generation: row.generation, epoch: row.epoch, parent: row.parent, systemIdentifier: row.system_identifier }
  );
}

/**
 * Opens the next epoch (or the first), as identity's migrator, in one transaction of the caller and before any service runs: receivers hold
 * everything of an epoch that they do not know, so the news of it is the first thing said in it. Only what had not been sent before stands in
 * front of it.
 */
export async function openEpoch(
  db: SqlClient,
  region: string,
  reason: Opened['reason'],
  now = new Date(),
): Promise<RegionEpoch> {
  const parent = await findEpoch(db);
  const generation = (parent?.generation ?? 0) + 1;
  const epoch = `${generation}.${randomBytes(6).toString('hex')}`;
  const heads = parent ? await readHeads(db, parent.epoch) : [];
  await db.execute(
    `INSERT INTO betang.epoch (generation, epoch, parent, reason, system_identifier, heads)
     VALUES ($1, $2, $3, $4, (SELECT system_identifier::text FROM pg_control_system()), $5)`,
    [generation, epoch, parent?.epoch ?? null, reason, JSON.stringify(heads)],
  );
  if (parent) {
    const data: Opened = {
      epoch,
      parent: parent.epoch,
      reason,
      heads: heads.map(({ service, audience, position, chain }) => ({ service, audience, position, chain })),
    };
    const audiences = new Set<Audience>([
      'local',
      'province',
      'federation',
      ...heads.map(({ audience }) => audience as Audience),
    ]);
    for (const audience of audiences) await announce(db, region, generation, audience, data, now);
  }
  return (await findEpoch(db))!;
}

async function announce(
  db: SqlClient,
  region: string,
  generation: number,
  to: Audience,
  data: Opened,
  now: Date,
): Promise<void> {
  const event = EpochOpened.create({ subject: region, to, data, time: now, id: newId() });
  await db.execute(
    `INSERT INTO identity.outbox (destination, generation, bucket, id, audience, type, subject, time, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      to === 'local' ? 'local' : 'hub',
      generation,
      bucketOf(EpochOpened.definition.retention, now),
      event.id,
      to,
      EpochOpened.type,
      region,
      now,
      Buffer.from(JSON.stringify(data)),
    ],
  );
}
