import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Directed, mustBeSealed, type NewEvent, type ServiceName } from '@betang/contracts';
import { AppError, type Transaction } from '@betang/platform';
import { GeneralEncrypt } from 'jose';
import { findRegionCode } from '../topology/region-token.js';
import { encodeContent } from './sealed-content.js';
import './sealing-messages.js';

/** Makes what only its receiver may read unreadable for everyone else, before it is written anywhere. */
export interface Sealing {
  /** The same events in the same order, those that must be sealed in their sealed form. */
  seal(tx: Transaction, events: readonly NewEvent[]): Promise<readonly NewEvent[]>;
}

interface ReceiverKey {
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/** During a rotation a receiver has two keys; more than this of one region is a mistake of its operator. */
const MOST_KEYS = 4;

// Newest first. Asked in the writer's own transaction: a rotation takes effect with the next event.
const KEYS = `SELECT k.key_id, k.public_key FROM betang.region_key k JOIN betang.region_member m ON m.region = k.region
  WHERE k.region = $1 AND k.use = 'ENCRYPTION' AND m.state <> 'REMOVED' AND k.valid_from <= now() AND (k.valid_to IS NULL OR k.valid_to > now())
  ORDER BY k.valid_from DESC, k.key_id DESC LIMIT ${MOST_KEYS}`;

/** Seals events for the published encryption keys of their receivers: JWE, ECDH-ES over X25519 with A256KW and A256GCM. */
export class Sealer implements Sealing {
  constructor(private readonly sender: { readonly region: string; readonly service: ServiceName }) {}

  /** @throws AppError `receiver-key-unknown` 409 while the receiver has published no key that is valid now */
  async seal(tx: Transaction, events: readonly NewEvent[]): Promise<readonly NewEvent[]> {
    const keys = new Map<string, readonly ReceiverKey[]>();
    const sealed: NewEvent[] = [];
    for (const event of events) {
      if (!mustBeSealed(event.contract)) {
        sealed.push(event);
        continue;
      }
      const receiver = findRegionCode(event.audience.slice('to.'.length)) ?? '';
      const known = keys.get(receiver) ?? (await receiverKeys(tx, receiver));
      keys.set(receiver, known);
      sealed.push(await this.sealOne(event, known));
    }
    return sealed;
  }

  private async sealOne(event: NewEvent, keys: readonly ReceiverKey[]): Promise<NewEvent> {
    const { region, service } = this.sender;
    const content = encodeContent({
      id: event.id,
      source: `/${region}/${service}`,
      audience: event.audience,
      type: event.contract.type,
      subject: event.subject,
      data: event.data,
    });
    const encrypt = new GeneralEncrypt(content).setProtectedHeader({ enc: 'A256GCM' });
    for (const { keyId, publicKey } of keys)
      encrypt.addRecipient(publicKey).setUnprotectedHeader({ alg: 'ECDH-ES+A256KW', kid: keyId });
    const jwe = (await encrypt.encrypt()) as unknown as Directed['jwe'];
    const directed = Directed.create({
      id: event.id,
      // Neutral like the subject on the bus: what it is about is inside.
      subject: event.id,
      time: event.time,
      to: event.audience,
      // For who follows a trail at home; no relay publishes it.
      cause: event.cause,
      data: { jwe },
    });
    return directed as unknown as NewEvent;
  }
}

async function receiverKeys(tx: Transaction, region: string): Promise<readonly ReceiverKey[]> {
  const rows = await tx.query<{ key_id: string; public_key: string }>(KEYS, [region]);
  if (rows.length === 0) throw new AppError('receiver-key-unknown', { status: 409, params: { region } });
  return rows.map(({ key_id: keyId, public_key: jwk }) => ({
    keyId,
    publicKey: createPublicKey({ key: JSON.parse(jwk) as JsonWebKey, format: 'jwk' }),
  }));
}
