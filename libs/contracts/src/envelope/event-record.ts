import type { Audience } from './audience.js';
import type { ServiceName } from './service-name.js';

/**
 * An event as it travels: the CloudEvents attributes, Betang's extensions, and the body as the very bytes that were written.
 * `position` counts 1, 2, 3 … per (region, service, audience, epoch); `chain` proves everything before it.
 */
export interface EventRecord {
  readonly id: string;
  readonly type: string;
  /** Kemendagri code of the origin, `62.03`. */
  readonly region: string;
  readonly service: ServiceName;
  readonly subject: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly dataschema: string;
  readonly audience: Audience;
  readonly epoch: string;
  readonly position: number;
  readonly chain: string;
  readonly previousChain: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly actor?: string;
  readonly traceparent?: string;
  /** Set on an answer to a replay request: the request's id. Not part of the chain. */
  readonly replay?: string;
  /** Base64url Ed25519 signature over the chain value. Not part of the chain. */
  readonly signature?: string;
  readonly body: Uint8Array;
}

/** What an event is before its relay has numbered it. */
export type UnnumberedEvent = Omit<EventRecord, 'position' | 'chain' | 'previousChain' | 'replay' | 'signature'>;

/** An event is refused before commit above this size: data bytes plus headers. */
export const MAX_EVENT_BYTES = 256 * 1024;
