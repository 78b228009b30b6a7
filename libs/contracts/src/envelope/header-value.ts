import { ContractError } from './contract-error.js';

/** CloudEvents HTTP binding 3.1.3.2: everything but printable ASCII, and of that space, `"` and `%`, travels as percent-encoded UTF-8. */
const ENCODED = /[^\x21\x23\x24\x26-\x7e]/gu;
/** Most values have nothing to encode; to see that is far cheaper than to replace nothing. */
const PLAIN = /^[\x21\x23\x24\x26-\x7e]*$/;

/** The wire form of an attribute. @throws ContractError `envelope-invalid` for half a surrogate pair, which no encoding can carry */
export function encodeValue(name: string, value: string): string {
  if (PLAIN.test(value)) return value;
  try {
    return value.replace(ENCODED, encodeURIComponent);
  } catch (cause) {
    throw new ContractError('envelope-invalid', `header ${name} is not Unicode text`, name, { cause });
  }
}

/** The attribute behind a wire form; a quoted string (RFC 9110 5.6.4) is unquoted first. @throws ContractError `envelope-invalid` */
export function decodeValue(name: string, value: string): string {
  const plain = value.startsWith('"') && /^".*"$/s.test(value) ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
  if (!plain.includes('%')) return plain;
  try {
    return decodeURIComponent(plain);
  } catch (cause) {
    throw new ContractError('envelope-invalid', `header ${name} is not percent-encoded UTF-8`, name, { cause });
  }
}
