import { createHash } from 'node:crypto';
import type { PublicRegionKey } from '@betang/messaging';
import { AppError } from '@betang/platform';
import type { Member } from './federation-members.js';
import { isServerUrl } from './server-url.js';

/** What a region hands to its province. Nothing in it is secret; compare the fingerprint by another way than it came. */
export interface Registration extends Member {
  readonly kind: 'betang-registration';
  readonly version: 1;
  /** Public half of the key with which it will sign in to the hub; the region keeps the other. */
  readonly publicNkey: string;
}

/** What the province hands back. Nothing in it is secret. */
export interface JoinFile {
  readonly kind: 'betang-join';
  readonly version: 1;
  /** The region that it is for. */
  readonly region: string;
  readonly hubUrl: string;
  /** PEM of the authority to check the hub by, where it is not a public one. */
  readonly certificateAuthority?: string;
  readonly province: Member;
}

/** @throws AppError `registration-invalid` */
export function parseRegistration(text: string): Registration {
  const value = read(text);
  if (!isRegistration(value)) throw new AppError('registration-invalid');
  return value;
}

/** @throws AppError `join-file-invalid` */
export function parseJoinFile(text: string): JoinFile {
  const value = read(text);
  if (!isJoinFile(value)) throw new AppError('join-file-invalid');
  return value;
}

/** Twenty letters and digits to read to each other over the telephone: equal on both sides, or the file (or key) was changed on its way. */
export function fingerprintOf(content: Registration | JoinFile | Pick<PublicRegionKey, 'use' | 'publicKey'>): string {
  const digest = createHash('sha256').update(canonical(content)).digest('hex').slice(0, 20);
  return (digest.match(/.{4}/g) ?? []).join('-');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, content]) => content !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]) => `${JSON.stringify(name)}:${canonical(content)}`)
    .join(',')}}`;
}

function read(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function isRegistration(value: unknown): value is Registration {
  if (!isFields(value) || value['kind'] !== 'betang-registration' || value['version'] !== 1) return false;
  return isMember(value) && typeof value['publicNkey'] === 'string' && /^U[A-Z2-7]{55}$/.test(value['publicNkey']);
}

function isJoinFile(value: unknown): value is JoinFile {
  if (!isFields(value) || value['kind'] !== 'betang-join' || value['version'] !== 1) return false;
  const { region, hubUrl, certificateAuthority: authority, province } = value;
  const texts = isCode(region) && typeof hubUrl === 'string' && isServerUrl(hubUrl);
  return texts && (authority === undefined || typeof authority === 'string') && isMember(province);
}

function isMember(value: unknown): value is Member {
  if (!isFields(value) || !isCode(value['region'])) return false;
  const { firstEpoch, keys } = value;
  return (
    typeof firstEpoch === 'string' && /^\d+\.[0-9a-f]+$/.test(firstEpoch) && Array.isArray(keys) && keys.every(isKey)
  );
}

function isKey(value: unknown): value is PublicRegionKey {
  if (!isFields(value)) return false;
  const { keyId, use, publicKey, validFrom, validTo } = value;
  const isPublic = typeof publicKey === 'string' && !('d' in read(publicKey)) && 'x' in read(publicKey);
  const isUse = use === 'SIGNING' || use === 'ENCRYPTION';
  return (
    typeof keyId === 'string' && isUse && isPublic && isInstant(validFrom) && (validTo === null || isInstant(validTo))
  );
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^\d{2}(\.\d{2})?$/.test(value);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
