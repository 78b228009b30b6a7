import { isLoopback } from '@betang/messaging';

/** True for an address at which a nats-server may be reached: encrypted, or on this very machine. */
export function isServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'tls:' && !isEveryAddress(hostname)) || (protocol === 'nats:' && isLoopback(hostname));
}

/** Where a server listens on all of its machine's addresses: nobody reaches it by that name. */
function isEveryAddress(hostname: string): boolean {
  return ['', '0.0.0.0', '[::]'].includes(hostname);
}
