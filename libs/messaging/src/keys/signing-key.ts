import { findContract, type EventRecord } from '@betang/contracts';
import { readdir } from 'node:fs/promises';
import { signEvent } from './region-key-ring.js';
import { readRegionKeys, type RegionKeys } from './region-keys.js';

/** The key that the region signs with: the newest of its folder. A rotation takes effect without a restart. */
export class SigningKey {
  private constructor(
    private readonly dir: string,
    private names: string,
    private keys: RegionKeys,
  ) {}

  /** @throws DeliveryError `keys-missing` */
  static async open(dir: string): Promise<SigningKey> {
    return new SigningKey(dir, await namesIn(dir), await readRegionKeys(dir));
  }

  /** Undefined for an event that need not be signed. */
  readonly sign = (event: EventRecord): string | undefined =>
    findContract(event.type)?.definition.signed === true ? signEvent(event, this.keys.signing.privateKey) : undefined;

  get keyId(): string {
    return this.keys.signing.keyId;
  }

  /** Reads the folder again when its files have changed. */
  async refresh(): Promise<void> {
    const names = await namesIn(this.dir);
    if (names === this.names) return;
    this.keys = await readRegionKeys(this.dir);
    this.names = names;
  }
}

async function namesIn(dir: string): Promise<string> {
  return (await readdir(dir).catch(() => [])).sort().join(' ');
}
