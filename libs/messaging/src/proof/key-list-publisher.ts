import { RegionKeysPublished, type EventData, type NewEvent } from '@betang/contracts';
import type { SqlClient, Transaction, UnitOfWork } from '@betang/platform';
import type { Outbox } from '../outbox/outbox.js';

type KeyList = EventData<typeof RegionKeysPublished>;

interface MemberRow {
  region: string;
  state: KeyList['regions'][number]['state'];
  first_epoch: string;
  keys: KeyList['regions'][number]['keys'];
}

const MEMBERS = `SELECT m.region, m.state, m.first_epoch,
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
        regions: rows.map(({ region, state, first_epoch: firstEpoch, keys }) => ({ region, state, firstEpoch, keys })),
      },
    });
    await this.ports.unitOfWork.run((tx) => this.ports.outbox.append(tx, [event as unknown as NewEvent]));
    this.stated = list;
    return true;
  }
}

/** A region's identity takes the province's list over into the schema that all its services read. */
export async function saveKeyList(tx: Transaction, list: KeyList): Promise<void> {
  for (const { region, state, firstEpoch, keys } of list.regions) {
    await tx.execute(
      `INSERT INTO betang.region_member (region, state, first_epoch) VALUES ($1, $2, $3)
       ON CONFLICT (region) DO UPDATE SET state = EXCLUDED.state`,
      [region, state, firstEpoch],
    );
    for (const key of keys) {
      await tx.execute(
        `INSERT INTO betang.region_key (region, key_id, use, public_key, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (region, key_id) DO UPDATE SET valid_to = EXCLUDED.valid_to`,
        [region, key.keyId, key.use, key.publicKey, key.validFrom, key.validTo],
      );
    }
  }
}
