import { RegionKeysPublished, type EventData, type NewEvent } from '@betang/contracts';
import type { SqlClient, Transaction, UnitOfWork } from '@betang/platform';
import type { Outbox } from '../outbox/outbox.js';

type KeyList = EventData<typeof RegionKeysPublished>;
type StatedMember = KeyList['regions'][number];

interface MemberRow {
  region: string;
  state: KeyList['regions'][number]['state'];
  first_epoch: string;
  present_epoch: string | null;
  keys: KeyList['regions'][number]['keys'];
}

// By the province's own identity, which reads every member: `reader_epoch` is its table.
const MEMBERS = `SELECT m.region, m.state, m.first_epoch,
    (SELECT e.epoch FROM reader_epoch e WHERE e.region = m.region AND e.state = 'CURRENT') AS present_epoch,
    coalesce((SELECT jsonb_agg(jsonb_build_object('keyId', k.key_id, 'use', k.use, 'publicKey', k.public_key,
        'validFrom', to_char(k.valid_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'validTo', to_char(k.valid_to AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY k.key_id)
      FROM betang.region_key k WHERE k.region = m.region), '[]') AS keys
  FROM betang.region_member m ORDER BY m.region`;

/** The province states the members of the federation and their public keys whenever they change. */
export class KeyListPublisher {
  private stated: string | undefined;

  constructor(
    private readonly ports: {
      readonly region: string;
      readonly unitOfWork: UnitOfWork;
      readonly outbox: Outbox;
      readonly db: SqlClient;
      readonly now: () => number;
    },
  ) {}

  /** States the list when it has changed; true when it had. */
  async tend(): Promise<boolean> {
    if (this.ports.region.length !== 2) return false;
    const rows = await this.ports.db.query<MemberRow>(MEMBERS);
    const list = JSON.stringify(rows);
    if (list === this.stated || rows.length === 0) return false;
    const event = RegionKeysPublished.create({
      subject: this.ports.region,
      data: {
        asOf: new Date(this.ports.now()).toISOString(),
        regions: rows.map(({ region, state, first_epoch: firstEpoch, present_epoch: present, keys }) => ({
          region,
          state,
          firstEpoch,
          ...(present === null ? {} : { presentEpoch: present }),
          keys,
        })),
      },
    });
    await this.ports.unitOfWork.run((tx) => this.ports.outbox.append(tx, [event as unknown as NewEvent]));
    this.stated = list;
    return true;
  }
}

/**
 * A region's identity takes the province's list over into the schema that all its services read. The end of a key is never taken back: who
 * holds a retired key must not be able to sign again. To the province, its own list comes back from the hub older than its rows.
 */
export async function saveKeyList(tx: Transaction, list: KeyList, ownRegion: string): Promise<void> {
  for (const member of list.regions) {
    if (ownRegion.length === 2) await savePresentEpoch(tx, member);
    else await saveStatedMember(tx, member);
  }
}

/** All that a province learns from its own list: it follows from what its readers met, not from a command of its operator. */
async function savePresentEpoch(tx: Transaction, { region, presentEpoch }: StatedMember): Promise<void> {
  if (presentEpoch === undefined) return;
  await tx.execute('UPDATE betang.region_member SET present_epoch = $2 WHERE region = $1', [region, presentEpoch]);
}

async function saveStatedMember(tx: Transaction, member: StatedMember): Promise<void> {
  const { region, state, firstEpoch, presentEpoch, keys } = member;
  await tx.execute(
    `INSERT INTO betang.region_member (region, state, first_epoch, present_epoch) VALUES ($1, $2, $3, $4)
     ON CONFLICT (region) DO UPDATE SET state = EXCLUDED.state, present_epoch = coalesce(EXCLUDED.present_epoch, region_member.present_epoch)`,
    [region, state, firstEpoch, presentEpoch ?? null],
  );
  for (const key of keys) {
    await tx.execute(
      `INSERT INTO betang.region_key (region, key_id, use, public_key, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (region, key_id) DO UPDATE SET valid_to = coalesce(EXCLUDED.valid_to, region_key.valid_to)`,
      [region, key.keyId, key.use, key.publicKey, key.validFrom, key.validTo],
    );
  }
}
