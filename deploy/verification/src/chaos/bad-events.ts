import { encodeHeaders, firstChain, newId, numberEvent, type EventRecord } from '@betang/contracts';
import { localSubject, shareSubject } from '@betang/messaging';
import { headers as newHeaders, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import type { ChaosRegion } from './chaos-region.js';

/** Not a word of CloudEvents in it. */
export async function sendGarbage(connection: NatsConnection, subject: string): Promise<string> {
  const mark = newId();
  const headers = newHeaders();
  headers.set('ce-id', mark);
  await connection.request(subject, `{"no": "event", "mark": "${mark}"`, { headers, timeout: 5_000 });
  return mark;
}

/** A training completed by nobody, of this region's training-catalog, at a position that no relay gave it. */
export function inventedEvent(region: string, change: Partial<EventRecord> = {}): EventRecord {
  const employeeId = newId();
  const event = {
    id: newId(),
    type: 'betang.training-catalog.training-completed.v1',
    region,
    service: 'training-catalog',
    subject: employeeId,
    time: new Date().toISOString(),
    dataschema: 'urn:betang:schema:training-catalog.training-completed:1',
    audience: 'local',
    epoch: '0.000000000000',
    body: Buffer.from(JSON.stringify({ employeeId })),
    ...change,
  } as const;
  return numberEvent(event, { position: 0, chain: firstChain(event.epoch, event.service, event.audience) });
}

/** Publishes an event as it is, whether or not it may be. */
export async function send(connection: NatsConnection, subject: string, event: EventRecord): Promise<void> {
  await connection.request(subject, event.body, { headers: toHeaders(event), timeout: 5_000 });
}

function toHeaders(event: EventRecord): MsgHdrs {
  const headers = newHeaders();
  for (const [name, value] of encodeHeaders(event)) headers.set(name, value);
  return headers;
}

export const completedSubject = (region: ChaosRegion): string =>
  localSubject(region.code, 'training-catalog', 'training-completed', 1);

export const statedSubject = (region: ChaosRegion): string =>
  shareSubject(region.code, 'province', 'learning-hours', 'unit-learning-hours-stated', 1);
