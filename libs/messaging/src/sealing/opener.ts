import type { KeyObject } from 'node:crypto';
import {
  ContractError,
  Directed,
  dataschemaOf,
  findContract,
  mustBeSealed,
  parseEventType,
  type EventContract,
  type EventRecord,
} from '@betang/contracts';
import { flattenedDecrypt, type FlattenedJWE } from 'jose';
import type { EncryptionKeys } from './encryption-keys.js';
import { openedFrom } from './opened-event.js';
import { decodeContent } from './sealed-content.js';

/** Why a sealed event cannot be read here. `key-missing`: not yet; `detail` then names the keys that would open it, separated by commas. */
export interface Unopened {
  readonly event: EventRecord;
  readonly reason: 'key-missing' | 'sealed-invalid';
  readonly detail: string;
}

export function isSealed(event: Pick<EventRecord, 'type'>): boolean {
  return event.type === Directed.type;
}

export function isUnopened(outcome: EventRecord | Unopened): outcome is Unopened {
  return 'reason' in outcome;
}

type Recipient = Directed['jwe']['recipients'][number];

interface KeyFound {
  readonly row: Recipient;
  readonly key: KeyObject;
}

const ALLOWED = {
  keyManagementAlgorithms: ['ECDH-ES+A256KW'],
  contentEncryptionAlgorithms: ['A256GCM'],
};
const REFRESH_MS = 1_000;

/** Opens what other regions sealed for this one. One for a process: the readers of all its services open an event once. */
export class Opener {
  private readonly outcomes = new WeakMap<EventRecord, Promise<EventRecord | Unopened>>();
  private refreshed = 0;

  constructor(
    readonly keys: EncryptionKeys,
    private readonly now: () => number = Date.now,
  ) {}

  /** The event with its true type, subject and data; a key that has come meanwhile counts. Never rejects for what a sender did. */
  async open(event: EventRecord): Promise<EventRecord | Unopened> {
    const known = this.outcomes.get(event);
    if (known) return known;
    const outcome = this.openNow(event);
    this.outcomes.set(event, outcome);
    const opened = await outcome.catch(() => undefined);
    if (!opened || (isUnopened(opened) && opened.reason === 'key-missing')) this.outcomes.delete(event);
    return outcome;
  }

  private async openNow(event: EventRecord): Promise<EventRecord | Unopened> {
    try {
      const { jwe } = readDirected(event);
      const kids = jwe.recipients.map(({ header }) => header.kid);
      const found = await this.recipient(jwe.recipients);
      if (!found) return { event, reason: 'key-missing', detail: kids.join(',') };
      const { recipients: _others, ...rest } = jwe;
      return this.read(event, await decrypt({ ...rest, ...found.row }, found.key));
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      return { event, reason: 'sealed-invalid', detail: error.field ?? '/' };
    }
  }

  private async recipient(rows: readonly Recipient[]): Promise<KeyFound | undefined> {
    const found = this.findKey(rows);
    if (found || this.now() - this.refreshed < REFRESH_MS) return found;
    this.refreshed = this.now();
    await this.keys.refresh();
    return this.findKey(rows);
  }

  private findKey(rows: readonly Recipient[]): KeyFound | undefined {
    for (const row of rows) {
      const key = this.keys.find(row.header.kid);
      if (key) return { row, key };
    }
    return undefined;
  }

  /** Only what must be sealed may come sealed: else a region could tell another what only its own services may say. */
  private read(event: EventRecord, plain: Uint8Array): EventRecord {
    const { type, subject, data } = decodeContent(plain, event);
    const parts = parseEventType(type);
    const contract = findContract(type);
    if (!parts || parts.service !== event.service || (contract && !mustBeSealed(contract)))
      throw new ContractError('event-data-invalid', 'a type that does not travel sealed', 'type');
    return openedFrom(event, {
      type,
      subject,
      dataschema: dataschemaOf(type),
      body: Buffer.from(JSON.stringify(data)),
    });
  }
}

function readDirected(event: EventRecord): Directed {
  try {
    const data: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(event.body));
    const contract: EventContract = Directed as unknown as EventContract;
    contract.check(data);
    return data as Directed;
  } catch (cause) {
    if (cause instanceof ContractError) throw cause;
    throw new ContractError('event-data-invalid', 'body is not JSON', '/', { cause });
  }
}

async function decrypt(jwe: FlattenedJWE, key: KeyObject): Promise<Uint8Array> {
  try {
    return (await flattenedDecrypt(jwe, key, ALLOWED)).plaintext;
  } catch (cause) {
    throw new ContractError('event-data-invalid', 'the seal is broken', 'jwe', { cause });
  }
}
