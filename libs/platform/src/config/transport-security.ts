import { ValidateBy } from 'class-validator';
import type { ValidationOptions } from 'class-validator';

const ENCRYPTED_SCHEMES = new Set(['https:', 'tls:', 'wss:', 'rediss:']);
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

interface TransportRules {
  readonly mode: string;
  readonly plainHosts: readonly string[];
}

/**
 * An address, or several separated by commas, whose transport is encrypted. Plain is accepted for loopback in local mode, and for the hosts that
 * `BETANG_PLAIN_HOSTS` names (a private container network).
 */
export function IsSecureTransport(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isSecureTransport',
      validator: {
        validate: (value, args) =>
          typeof value === 'string' &&
          value.split(',').every((address) => isSecure(address, args?.object as TransportRules)),
        defaultMessage: () =>
          'must be an encrypted address (https, tls, wss, rediss, or postgres with sslmode=verify-full); plain ones only to loopback in local mode or to a host in BETANG_PLAIN_HOSTS',
      },
    },
    options,
  );
}

function isSecure(text: string, rules: TransportRules): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (ENCRYPTED_SCHEMES.has(url.protocol)) return true;
  if (/^postgres(ql)?:$/.test(url.protocol) && url.searchParams.get('sslmode') === 'verify-full') return true;
  return (rules.mode === 'local' && LOOPBACK.test(url.hostname)) || rules.plainHosts.includes(url.hostname);
}
