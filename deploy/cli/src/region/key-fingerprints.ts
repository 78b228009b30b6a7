import type { PublicRegionKey } from '@betang/messaging';
import type { Language } from '@betang/platform';
import { textTable } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import { fingerprintOf } from './exchange-files.js';

/** What two people read to each other of a public key. */
export interface KeyFingerprint {
  readonly keyId: string;
  readonly use: PublicRegionKey['use'];
  readonly fingerprint: string;
}

/** By the key itself: its end moves when it is rotated, and the key stays the same. */
export function keyFingerprints(keys: readonly PublicRegionKey[]): KeyFingerprint[] {
  return keys.map(({ keyId, use, publicKey }) => ({ keyId, use, fingerprint: fingerprintOf({ use, publicKey }) }));
}

/** A line a key, under a heading that says what they are for. */
export function fingerprintsText(fingerprints: readonly KeyFingerprint[], language: Language): string {
  const rows = fingerprints.map(({ keyId, use, fingerprint }) => [
    `  ${cliText(language, use === 'SIGNING' ? 'keys.signing' : 'keys.encryption')}`,
    keyId,
    fingerprint,
  ]);
  return [cliText(language, 'keys.fingerprints'), textTable(rows)].join('\n');
}
