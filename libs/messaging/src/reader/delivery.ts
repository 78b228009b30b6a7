import { ContractError, MAX_EVENT_BYTES, decodeHeaders, type EventRecord } from '@betang/contracts';
import type { Msg } from '@nats-io/transport-node';
import { parseSubject, type ParsedSubject } from '../topology/subjects.js';
import { assertKeepable } from './keepable-event.js';
import { headersOf } from './message-headers.js';

/** The link writes here which message of the hub's stream it copied. */
export const HUB_SEQUENCE_HEADER = 'betang-hub-sequence';

/** Why a message is no event of ours: parked with its bytes, once. */
export interface Unreadable {
  readonly code: 'envelope-incomplete' | 'envelope-invalid' | 'audience-invalid' | 'wrong-origin' | 'event-too-large';
  readonly detail: string;
}

/** One message of a stream, decoded once for all readers of the process. */
export interface Delivery {
  readonly sequence: number;
  readonly subject: string;
  readonly event?: EventRecord;
  readonly unreadable?: Unreadable;
  /** An answer to a replay request that travels on another lane than its audience's: read only by the service that asked. */
  readonly detour?: boolean;
  /** The headers as JSON, for parking and holding. */
  readonly rawHeaders: () => string;
  readonly body: Uint8Array;
  /** Sequence on the hub's stream for what the link copied. */
  readonly hubSequence: number;
}

/**
 * Reads a message as an event and checks that subject, source and audience agree: the subject is what the server's permissions hold, so an
 * origin can lie in its headers but not in its subject. An answer to a replay request travels on the asker's lane with its original audience;
 * whether it was asked for is the reader's to decide.
 */
export function toDelivery(message: Msg, sequence: number): Delivery {
  const headers = headersOf(message);
  // Read off the bytes once more where they are asked for: a delivery waits for the slowest reader, and would keep the map alive until then.
  const rawHeaders = (): string => JSON.stringify([...headersOf(message)]);
  const hubSequence = Number(headers.get(HUB_SEQUENCE_HEADER) ?? 0);
  const { subject, data: body } = message;
  const unreadable = (code: Unreadable['code'], detail: string): Delivery => ({
    sequence,
    subject,
    unreadable: { code, detail },
    rawHeaders,
    body,
    hubSequence,
  });
  try {
    if (body.length > MAX_EVENT_BYTES) throw new ContractError('event-too-large', `${body.length} bytes`, 'body');
    const event = decodeHeaders((name) => headers.get(name), body);
    assertKeepable(event);
    const mismatch = originMismatch(subject, event);
    const detour = mismatch === 'ce-audience' && event.replay !== undefined;
    if (mismatch && !detour) return unreadable('wrong-origin', mismatch);
    return { sequence, subject, event, detour, rawHeaders, body, hubSequence };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return unreadable(error.code as Unreadable['code'], error.field ?? 'envelope');
  }
}

const REMEMBERED_SUBJECTS = 1_000;
const parsedSubjects = new Map<string, ParsedSubject | undefined>();

/** Streams are long runs of few subjects. Subjects come from the wire: a sender that invents them must not fill the memory. */
function parsedSubject(subject: string): ParsedSubject | undefined {
  if (parsedSubjects.has(subject)) return parsedSubjects.get(subject);
  if (parsedSubjects.size >= REMEMBERED_SUBJECTS) parsedSubjects.clear();
  const parsed = parseSubject(subject);
  parsedSubjects.set(subject, parsed);
  return parsed;
}

function originMismatch(subject: string, event: EventRecord): string | undefined {
  const parsed = parsedSubject(subject);
  if (!parsed) return 'subject';
  if (parsed.region !== event.region || parsed.service !== event.service) return 'ce-source';
  return parsed.audience === event.audience ? undefined : 'ce-audience';
}

/** An event that was set aside as its headers and bytes, read again. @throws ContractError */
export function eventFromRaw(rawHeaders: string, body: Uint8Array): EventRecord {
  const headers = new Map(JSON.parse(rawHeaders) as [string, string][]);
  return decodeHeaders((name) => headers.get(name), body);
}
