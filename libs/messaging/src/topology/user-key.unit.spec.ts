import { describe, expect, it } from '@jest/globals';
import { fromPublic, fromSeed } from '@nats-io/nkeys';
import { createUserKey, findPublicNkey, signerOf } from './user-key.js';

/** The nkeys library is the other party of these tests. */
const utf8 = new TextEncoder();

describe('user keys', () => {
  it('are read by the nkeys library as the same user', () => {
    const { seed, publicNkey } = createUserKey();
    expect(seed).toMatch(/^SU[A-Z2-7]{56}$/);
    expect(publicNkey).toMatch(/^U[A-Z2-7]{55}$/);
    expect(fromSeed(utf8.encode(seed)).getPublicKey()).toBe(publicNkey);
    expect(findPublicNkey(seed)).toBe(publicNkey);
  });

  it('sign so that the nkeys library accepts it, and nothing else', () => {
    const { seed, publicNkey } = createUserKey();
    const signer = signerOf(seed);
    const signature = Buffer.from(signer.sign('challenge'), 'base64url');
    expect(signer.publicNkey).toBe(publicNkey);
    expect(fromPublic(publicNkey).verify(utf8.encode('challenge'), signature)).toBe(true);
    expect(fromPublic(publicNkey).verify(utf8.encode('another'), signature)).toBe(false);
  });

  it('are refused with one letter changed, of another kind, cut or foreign', () => {
    const { seed, publicNkey } = createUserKey();
    const changed = `${seed.slice(0, 20)}${seed[20] === 'A' ? 'B' : 'A'}${seed.slice(21)}`;
    for (const text of [changed, publicNkey, seed.slice(0, -1), `${seed}A`, seed.toLowerCase(), '', 'SU']) {
      expect(findPublicNkey(text)).toBeUndefined();
      expect(() => signerOf(text)).toThrow(TypeError);
    }
  });
});
