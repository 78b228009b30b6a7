import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = /^encryption-.*\.json$/;
/** New keys wait here until everyone knows them: what was sealed for them meanwhile can be opened already. */
const WAITING = 'next';

/** The private halves of the region's encryption keys, present and past, from its folder of keys. */
export interface EncryptionKeys {
  find(keyId: string): KeyObject | undefined;
  ids(): readonly string[];
  /** Reads what has come since. */
  refresh(): Promise<void>;
}

export class EncryptionKeyFolder implements EncryptionKeys {
  private readonly keys = new Map<string, KeyObject>();
  private readonly read = new Set<string>();

  constructor(private readonly dir: string) {}

  find(keyId: string): KeyObject | undefined {
    return this.keys.get(keyId);
  }

  ids(): readonly string[] {
    return [...this.keys.keys()];
  }

  async refresh(): Promise<void> {
    for (const dir of [this.dir, join(this.dir, WAITING)]) {
      const names = (await readdir(dir).catch(() => [])).filter((name) => FILE.test(name) && !this.read.has(name));
      for (const name of names) await this.add(dir, name);
    }
  }

  private async add(dir: string, name: string): Promise<void> {
    const text = await readFile(join(dir, name), 'utf8').catch(() => undefined);
    // Moved from one folder to the other while we looked.
    if (text === undefined) return;
    const { keyId, privateKey } = JSON.parse(text) as { keyId: string; privateKey: JsonWebKey };
    this.keys.set(keyId, createPrivateKey({ key: privateKey, format: 'jwk' }));
    this.read.add(name);
  }
}
