import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  CompetencyRecordHandedOver,
  Directed,
  EmployeeLeft,
  newId,
  type EventRecord,
  type NewEvent,
} from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import type { EncryptionKeys } from './encryption-keys.js';
import { wasSealed, wireForm } from './opened-event.js';
import { Opener, isUnopened } from './opener.js';
import { Sealer } from './sealer.js';

interface Pair {
  readonly keyId: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

function pair(keyId: string): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  // As a file holds it: through JSON.
  const jwk = JSON.parse(JSON.stringify(privateKey.export({ format: 'jwk' }))) as JsonWebKey;
  return {
    keyId,
    publicKey: JSON.stringify(publicKey.export({ format: 'jwk' })),
    privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
  };
}

/** A transaction that knows the published keys of regions and nothing else. */
function publishing(keys: Readonly<Record<string, readonly Pair[]>>): Transaction {
  const query = async (_text: string, [region]: readonly unknown[]) =>
    (keys[region as string] ?? []).map(({ keyId, publicKey }) => ({ key_id: keyId, public_key: publicKey }));
  return { query } as unknown as Transaction;
}

class KeysAtHand implements EncryptionKeys {
  refreshes = 0;
  constructor(
    private readonly present: readonly Pair[],
    private readonly coming: readonly Pair[] = [],
  ) {}
  find(keyId: string): KeyObject | undefined {
    const known = this.refreshes > 0 ? [...this.present, ...this.coming] : this.present;
    return known.find((one) => one.keyId === keyId)?.privateKey;
  }
  ids(): readonly string[] {
    return this.present.map(({ keyId }) => keyId);
  }
  async refresh(): Promise<void> {
    this.refreshes += 1;
  }
}

const ASSESSOR = 'Unit Penilaian Kompetensi (contoh)';
const handOver = () => {
  const transferId = newId();
  return CompetencyRecordHandedOver.create({
    subject: transferId,
    to: 'to.r6271',
    data: {
      transferId,
      employeeId: newId(),
      part: 1,
      parts: 1,
      evidence: [
        {
          evidenceId: newId(),
          competencyCode: 'MAN-05',
          level: 3,
          method: 'ASSESSMENT_CENTER',
          assessor: ASSESSOR,
          observedOn: '2026-03-05',
          validUntil: null,
          reference: null,
        },
      ],
    },
  }) as unknown as NewEvent;
};

const sealer = new Sealer({ region: '62.03', service: 'competency-mapping' });
const seal = async (event: NewEvent, keys: readonly Pair[]): Promise<NewEvent> =>
  (await sealer.seal(publishing({ '62.71': keys }), [event]))[0]!;

/** The sealed event as its receiver gets it. */
function received(event: NewEvent, change: Partial<EventRecord> = {}): EventRecord {
  return {
    id: event.id,
    type: event.contract.type,
    region: '62.03',
    service: 'competency-mapping',
    subject: event.subject,
    time: event.time.toISOString(),
    dataschema: event.contract.dataschema,
    audience: event.audience,
    epoch: '1.a',
    position: 1,
    chain: '',
    previousChain: '',
    body: Buffer.from(JSON.stringify(event.data)),
    ...change,
  };
}

describe('an event for one region alone', () => {
  const key = pair('encryption-1');

  it('shows nothing but ciphertext on the way, and is whole again for its receiver', async () => {
    const event = handOver();
    const sealed = await seal(event, [key]);
    expect(sealed).toMatchObject({ contract: Directed, id: event.id, subject: event.id, audience: 'to.r6271' });
    const wire = received(sealed);
    const text = JSON.stringify({ ...wire, body: Buffer.from(wire.body).toString() });
    for (const secret of ['competency-record', event.subject, ASSESSOR, Buffer.from(ASSESSOR).toString('base64url')])
      expect(text).not.toContain(secret);

    const opened = await new Opener(new KeysAtHand([key])).open(wire);
    expect(opened).toMatchObject({
      id: event.id,
      type: CompetencyRecordHandedOver.type,
      dataschema: CompetencyRecordHandedOver.dataschema,
      subject: event.subject,
      region: '62.03',
    });
    expect(JSON.parse(Buffer.from((opened as EventRecord).body).toString())).toEqual(event.data);
    expect(wasSealed(opened as EventRecord)).toBe(true);
    expect(wireForm(opened as EventRecord)).toBe(wire);
  });

  it('keeps its cause, for the trail at home', async () => {
    const cause = { causationId: newId() };
    expect(await seal({ ...handOver(), cause }, [key])).toMatchObject({ cause });
  });

  it('leaves other events as they are, in their order', async () => {
    const employeeId = newId();
    const plain = EmployeeLeft.create({
      subject: employeeId,
      data: { employeeId, leftOn: '2026-01-31', reason: 'RETIRED' },
    }) as unknown as NewEvent;
    const events = await sealer.seal(publishing({ '62.71': [key] }), [plain, handOver(), plain]);
    expect(events.map(({ contract }) => contract.type)).toEqual([EmployeeLeft.type, Directed.type, EmployeeLeft.type]);
    expect(events[0]).toBe(plain);
  });

  it('is not written while the receiver has published no key', async () => {
    await expect(seal(handOver(), [])).rejects.toMatchObject({
      code: 'receiver-key-unknown',
      status: 409,
      params: { region: '62.71' },
    });
  });

  it('is opened with the old key and with the new one while a rotation overlaps', async () => {
    const next = pair('encryption-2');
    const wire = received(await seal(handOver(), [next, key]));
    for (const held of [key, next]) {
      const opened = await new Opener(new KeysAtHand([held])).open(wire);
      expect(isUnopened(opened)).toBe(false);
    }
  });

  it('waits for its key, by name, and is opened once it has come', async () => {
    const wire = received(await seal(handOver(), [key]));
    let now = 10_000;
    const opener = new Opener(new KeysAtHand([]), () => now);
    expect(await opener.open(wire)).toMatchObject({ reason: 'key-missing', detail: 'encryption-1' });
    const late = new Opener(new KeysAtHand([], [key]), () => now);
    now += 60_000;
    expect(isUnopened(await late.open(wire))).toBe(false);
  });

  it('is opened once for all readers of a process', async () => {
    const opener = new Opener(new KeysAtHand([key]));
    const wire = received(await seal(handOver(), [key]));
    expect(await opener.open(wire)).toBe(await opener.open(wire));
  });

  it.each([
    ['another region copied it', { region: '62.05' }, 'source'],
    ['another service copied it', { service: 'reporting' as const }, 'source'],
    ['it was sealed under another id', { id: newId() }, 'id'],
    ['it was meant for another region', { audience: 'to.r6205' as const }, 'audience'],
    ['the body is no JSON', { body: Buffer.from('{') }, '/'],
    ['the body is no JWE', { body: Buffer.from('{"jwe":{}}') }, '/jwe/protected'],
  ])('is refused when %s', async (_why, change, field) => {
    const wire = received(await seal(handOver(), [key]), change);
    expect(await new Opener(new KeysAtHand([key])).open(wire)).toMatchObject({
      reason: 'sealed-invalid',
      detail: field,
    });
  });

  it('is refused when one bit of it was changed', async () => {
    const sealed = await seal(handOver(), [key]);
    const { jwe } = sealed.data as Directed;
    const flipped = jwe.ciphertext.startsWith('A') ? `B${jwe.ciphertext.slice(1)}` : `A${jwe.ciphertext.slice(1)}`;
    const wire = received(sealed, { body: Buffer.from(JSON.stringify({ jwe: { ...jwe, ciphertext: flipped } })) });
    expect(await new Opener(new KeysAtHand([key])).open(wire)).toMatchObject({
      reason: 'sealed-invalid',
      detail: 'jwe',
    });
  });

  it('may not bring in what only the own services of a region say', async () => {
    const employeeId = newId();
    const data = { employeeId, leftOn: '2026-01-31', reason: 'RETIRED' as const };
    // A sender that bends the contract: the type of a local fact under the terms of a sealed one.
    const bent = {
      ...handOver(),
      data,
      contract: { ...EmployeeLeft, definition: CompetencyRecordHandedOver.definition },
    };
    const identity = new Sealer({ region: '62.03', service: 'identity' });
    const [sealed] = await identity.seal(publishing({ '62.71': [key] }), [bent as unknown as NewEvent]);
    const wire = received(sealed!, { service: 'identity' });
    expect(await new Opener(new KeysAtHand([key])).open(wire)).toMatchObject({
      reason: 'sealed-invalid',
      detail: 'type',
    });
  });
});
