import { describe, expect, it } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWTHeaderParameters, JWTPayload } from 'jose';

import { principalOf } from './principal-claims.js';
import { assertMayActOn, mayActOn, unitsOf } from './principal.js';
import type { Principal, RoleGrant } from './principal.js';
import { notGranted } from './refusals.js';
import { ROLES, ROLE_SCOPES, SCOPES } from './role-scopes.js';
import { TokenVerifier, localKeySet } from './token-verifier.js';

const ISSUER = 'https://id.kapuas.example';
const NOW = Date.UTC(2026, 10, 21);
const seconds = (ms: number) => Math.floor(ms / 1000);

const person = (...roles: RoleGrant[]): Principal => {
  const principal = principalOf({ sub: 'p-1', kind: 'person', roles });
  if (principal === undefined) throw new Error('no principal');
  return principal;
};

describe('rights', () => {
  const officer = person({ role: 'bkpsdm-officer', region: '62.03', unit: 'dinkes' });

  it.each([
    [{ region: '62.03', unitPath: 'dinkes' }, true],
    [{ region: '62.03', unitPath: 'dinkes/puskesmas-1' }, true],
    [{ region: '62.03', unitPath: 'dinkes-lama' }, false],
    [{ region: '62.03', unitPath: 'disdik' }, false],
    [{ region: '62.03' }, false],
    [{ region: '62.71', unitPath: 'dinkes' }, false],
    [{ region: '62', unitPath: 'dinkes' }, false],
  ])('at %p: %p', (place, may) => {
    expect(mayActOn(officer, 'hours:write', place)).toBe(may);
  });

  it('hold for the scopes of the role alone, and throw otherwise', () => {
    const place = { region: '62.03', unitPath: 'dinkes' };
    expect(() => assertMayActOn(officer, 'operations:manage', place)).toThrow(
      expect.objectContaining({ code: 'forbidden', status: 403 }),
    );
    expect(() => assertMayActOn(officer, 'hours:write', place)).not.toThrow();
  });

  it('do not add up over places: a scope here and a place there give nothing', () => {
    const both = person(
      { role: 'auditor', region: '62.03' },
      { role: 'bkpsdm-officer', region: '62.03', unit: 'dinkes' },
    );
    expect(mayActOn(both, 'hours:write', { region: '62.03', unitPath: 'disdik' })).toBe(false);
    expect(unitsOf(both, 'hours:read', '62.03')).toBe('all');
    expect(unitsOf(both, 'hours:write', '62.03')).toEqual(['dinkes']);
    expect(unitsOf(both, 'hours:write', '62.71')).toEqual([]);
  });

  it('that hold elsewhere only are told with their regions, others by the right that is missing', () => {
    expect(notGranted(person({ role: 'bkpsdm-officer', region: '62.71' }), 'hours:write', '62.03')).toMatchObject({
      code: 'forbidden',
      status: 403,
      errors: [{ field: 'Authorization', code: 'role-elsewhere', params: { held: '62.71', region: '62.03' } }],
    });
    expect(notGranted(person({ role: 'auditor', region: '62.71' }), 'hours:write', '62.03').errors).toEqual([
      { field: 'Authorization', code: 'scope-missing', params: { scope: 'hours:write' } },
    ]);
  });

  it('of a service client are those of its token, in its own region', () => {
    const client = principalOf({ sub: 'c-1', kind: 'service', scope: 'training:read units:write unheard:of' });
    expect([...(client?.scopes ?? [])]).toEqual(['training:read', 'units:write']);
  });

  it('are given for every role, from known scopes', () => {
    for (const role of ROLES) expect(ROLE_SCOPES[role].length).toBeGreaterThan(0);
    expect(new Set(Object.values(ROLE_SCOPES).flat()).size).toBe(SCOPES.length);
    expect(ROLE_SCOPES.operator).not.toContain('employees:read');
  });
});

describe('principalOf', () => {
  it('knows whose account it is only where a person is an employee', () => {
    const of = (claims: object) => principalOf({ sub: 'p-1', ...claims })?.employeeId;
    expect(of({ kind: 'person', employee: 'e-1' })).toBe('e-1');
    expect(of({ kind: 'person' })).toBeUndefined();
    expect(of({ kind: 'person', employee: 7 })).toBeUndefined();
    expect(of({ kind: 'service', employee: 'e-1' })).toBeUndefined();
  });

  it.each([
    [{ kind: 'person' }],
    [{ sub: 'p', kind: 'robot' }],
    [{ sub: 'p', kind: 'person', roles: 'operator' }],
    [{ sub: 'p', kind: 'person', roles: [{ role: 'operator' }] }],
    [{ sub: 'p', kind: 'person', roles: [{ role: 'bkpsdm-officer', region: '62.03', unit: '' }] }],
    [{ sub: 'p', kind: 'person', roles: [null] }],
  ])('makes nobody of %p', (claims) => {
    expect(principalOf(claims as never)).toBeUndefined();
  });

  it('lets a role that it does not know give nothing', () => {
    const principal = principalOf({ sub: 'p', kind: 'person', roles: [{ role: 'emperor', region: '62' }] });
    expect(principal).toMatchObject({ roles: [] });
    expect(principal?.scopes.size).toBe(0);
  });
});

describe('TokenVerifier', () => {
  let fetched = 0;
  const setUp = async () => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const keys = localKeySet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' }] });
    let now = NOW;
    fetched = 0;
    const verifier = new TokenVerifier({
      issuer: ISSUER,
      keys: (...args) => {
        fetched += 1;
        return keys(...args);
      },
      clock: () => now,
    });
    return { verifier, privateKey, pass: (ms: number) => void (now += ms) };
  };
  const sign = (
    key: CryptoKey | Uint8Array,
    change: Partial<Pick<JWTPayload, 'iss' | 'aud' | 'iat' | 'exp'>> = {},
    header: Partial<JWTHeaderParameters> = {},
  ) =>
    new SignJWT({
      kind: 'person',
      roles: [],
      sub: 'p-1',
      iat: seconds(NOW),
      exp: seconds(NOW) + 300,
      iss: ISSUER,
      aud: 'betang',
      ...change,
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ: 'at+jwt', ...header })
      .sign(key);

  it('accepts a good token, and asks for the key once', async () => {
    const { verifier, privateKey } = await setUp();
    const token = await sign(privateKey);
    expect(await verifier.verify(token)).toMatchObject({ subject: 'p-1', kind: 'person' });
    await verifier.verify(token);
    expect(fetched).toBe(1);
  });

  it('refuses what is not issued here, not for us, or not an access token', async () => {
    const { verifier, privateKey } = await setUp();
    const other = await generateKeyPair('EdDSA');
    const tokens = [
      await sign(privateKey, { iss: 'https://id.elsewhere.example' }),
      await sign(privateKey, { aud: 'portal' }),
      await sign(privateKey, {}, { typ: 'JWT' }),
      await sign(other.privateKey),
      await sign(other.privateKey, {}, { kid: 'k2' }),
      await sign(new Uint8Array(32), {}, { alg: 'HS256' }),
      `${(await sign(privateKey)).split('.').slice(0, 2).join('.')}.`,
      'eyJhbGciOiJub25lIn0.e30.',
    ];
    for (const token of tokens)
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  it('refuses an expired token, remembered or not, after half a minute of grace', async () => {
    const { verifier, privateKey, pass } = await setUp();
    const token = await sign(privateKey);
    pass(299_000);
    await verifier.verify(token);
    pass(29_000);
    await verifier.verify(token);
    pass(3_000);
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: 'unauthenticated',
      errors: [{ field: 'Authorization', code: 'token-expired' }],
    });
  });

  it('refuses a token that was made by a clock that has been put back since, remembered or not', async () => {
    const { verifier, privateKey, pass } = await setUp();
    const year = 365 * 86_400_000;
    pass(year);
    const later = { iat: seconds(NOW + year), exp: seconds(NOW + year) + 300 };
    const [known, other] = [await sign(privateKey, later), await sign(privateKey, { ...later, aud: ['betang'] })];
    await verifier.verify(known);
    pass(-year);
    for (const token of [known, other])
      await expect(verifier.verify(token)).rejects.toMatchObject({
        errors: [{ field: 'Authorization', code: 'token-expired' }],
      });
    await verifier.verify(await sign(privateKey, { iat: seconds(NOW) + 240 }));
  });

  it('says so of a token that another sign-in made, whoever signed it', async () => {
    const { verifier, privateKey } = await setUp();
    const other = await generateKeyPair('EdDSA');
    const iss = 'https://id.elsewhere.example';
    for (const key of [privateKey, other.privateKey])
      await expect(verifier.verify(await sign(key, { iss }))).rejects.toMatchObject({
        errors: [{ field: 'Authorization', code: 'token-of-another-issuer', params: { issuer: ISSUER } }],
      });
    await expect(verifier.verify(await sign(other.privateKey))).rejects.toMatchObject({
      errors: [{ field: 'Authorization', code: 'token-refused' }],
    });
  });

  it('does not blame the token when the keys cannot be had', async () => {
    const { privateKey } = await setUp();
    const keys = () => Promise.reject(Object.assign(new Error('fetch failed'), { code: 'ECONNREFUSED' }));
    const verifier = new TokenVerifier({ issuer: ISSUER, keys, clock: () => NOW });
    await expect(verifier.verify(await sign(privateKey))).rejects.toMatchObject({
      code: 'identity-provider-unavailable',
      status: 503,
    });
  });
});
