import { findRegionCode, regionToken } from './region-token.js';
import { TopologyError } from './topology-error.js';

/** Every stream, consumer, account and subject name of the federation is made here and nowhere else. */

/** The hub's one stream: what all regions share. */
export const FEDERATION_STREAM = 'FEDERATION';
/** Prefix under which a region reaches the hub's JetStream: in an account without JetStream the server keeps `$JS.API` to itself. */
export const HUB_API_PREFIX = 'hub.api';
/** Where the province asks how full its own hub's stream is. */
export const HUB_STREAM_INFO = `${HUB_API_PREFIX}.STREAM.INFO.${FEDERATION_STREAM}`;
/** What the hub's stream takes in. A directed event travels on `to.<region>`. */
export const FEDERATION_SUBJECTS = ['share.*.province.>', 'share.*.federation.>', 'share.*.to.>'] as const;
/** What a region's `INBOUND` stream takes in: copies of the hub's events and its own parking records. */
export const INBOUND_SUBJECTS = ['share.>'] as const;

/** Whom a shared event is for: the province, the province and all its regions, or one region by its token (`to.r6203`). */
export type SharedAudience = 'province' | 'federation' | `to.${string}`;

/** What a subject says. `region` is the code (`62.03`) of the sender. */
export type ParsedSubject =
  | { kind: 'local'; region: string; audience: 'local'; service: string; event: string; version: number }
  | { kind: 'share'; region: string; audience: SharedAudience; service: string; event: string; version: number };

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const VERSION = /^v([1-9]\d{0,3})$/;
const DIRECTED_EVENT = 'directed';

/** `EVENTS_r6203`: the stream of a region's own facts on its local bus. */
export const streamName = (region: string): string => `EVENTS_${regionToken(region)}`;
/** `INBOUND_r6203`: what a region received from the hub, on its local bus. */
export const inboundStreamName = (region: string): string => `INBOUND_${regionToken(region)}`;
/** `r6203`: the region's durable consumer on the hub. */
export const hubConsumerName = (region: string): string => regionToken(region);
/** `_INBOX_r6203`: the only subjects on the hub, with `.>`, that a region may subscribe to. */
export const hubInboxPrefix = (region: string): string => `_INBOX_${regionToken(region)}`;
/** `_INBOX_learning-hours`: replies to one user of the local bus. */
export const localInboxPrefix = (user: string): string => `_INBOX_${user}`;
/** `local.r6203.>`: what the stream of own facts takes in. */
export const localSubjects = (region: string): string => `local.${regionToken(region)}.>`;
/** The one name a service may give its disposable consumer on `EVENTS` and `INBOUND`; in mode `split` its user has no rights for another. */
export const readerConsumerName = (service: string): string => name(service, 'service');
/** Where the link puts what it cannot carry over as it is. No region can publish it: the hub's stream takes no such subject. */
export const parkingRecordSubject = (region: string): string => `share.${regionToken(region)}.parked.v1`;

/** `local.r6203.learning-hours.hours-recorded.v1`. @throws TopologyError `subject-invalid`, `region-code-invalid` */
export function localSubject(region: string, service: string, event: string, version: number): string {
  return `local.${regionToken(region)}.${name(service, 'service')}.${name(event, 'event')}.${versionToken(version)}`;
}

/**
 * `share.r6203.province.learning-hours.unit-learning-hours-stated.v1`. A directed subject is neutral: it never names the event,
 * because any region can ask the hub for the last sequence of an exact subject.
 * @throws TopologyError `subject-invalid`, `region-code-invalid`
 */
export function shareSubject(
  region: string,
  audience: SharedAudience,
  service: string,
  event: string,
  version: number,
): string {
  if (!isSharedAudience(audience))
    throw new TopologyError(
      'subject-invalid',
      'an event is shared with province, federation or to.<region token>',
      'audience',
    );
  const tail = audience.startsWith('to.') ? `${DIRECTED_EVENT}.v1` : `${name(event, 'event')}.${versionToken(version)}`;
  return `share.${regionToken(region)}.${audience}.${name(service, 'service')}.${tail}`;
}

/** Undefined for anything that is not exactly a subject of ours: other lengths, wildcards as tokens, unknown audiences. */
export function parseSubject(subject: string): ParsedSubject | undefined {
  const [kind, token = '', ...rest] = subject.split('.');
  const region = findRegionCode(token);
  if (region === undefined) return undefined;
  if (kind === 'local') {
    const tail = parseTail(rest);
    return tail && { kind, region, audience: 'local', ...tail };
  }
  if (kind !== 'share') return undefined;
  const directed = rest[0] === 'to';
  const audience = directed ? `to.${rest[1]}` : rest[0];
  const tail = parseTail(rest.slice(directed ? 2 : 1));
  if (!tail || !isSharedAudience(audience)) return undefined;
  if (directed && (tail.event !== DIRECTED_EVENT || tail.version !== 1)) return undefined;
  return { kind, region, audience, ...tail };
}

/** The sender's code, from the one token that the server's permissions vouch for; undefined where even that is no region. */
export function regionOfSubject(subject: string): string | undefined {
  return findRegionCode(subject.split('.')[1] ?? '');
}

function isSharedAudience(audience: string | undefined): audience is SharedAudience {
  if (audience === 'province' || audience === 'federation') return true;
  return audience !== undefined && audience.startsWith('to.') && findRegionCode(audience.slice(3)) !== undefined;
}

function parseTail(tokens: readonly string[]): { service: string; event: string; version: number } | undefined {
  const [service = '', event = '', last = ''] = tokens;
  const version = VERSION.exec(last)?.[1];
  if (tokens.length !== 3 || version === undefined || !NAME.test(service) || !NAME.test(event)) return undefined;
  return { service, event, version: Number(version) };
}

function name(value: string, field: string): string {
  if (!NAME.test(value)) throw new TopologyError('subject-invalid', `${field} is not a name in kebab case`, field);
  return value;
}

function versionToken(version: number): string {
  const token = `v${version}`;
  if (!VERSION.test(token))
    throw new TopologyError('subject-invalid', 'an event version is a whole number from 1 to 9999', 'version');
  return token;
}
