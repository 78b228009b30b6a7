import { describe, expect, it } from '@jest/globals';
import type { DeliveryProgress } from '../engine/service-delivery.js';
import type { LinkProgress } from '../link/link.js';
import { checkProgress } from './progress-check.js';

const well: DeliveryProgress = {
  leading: true,
  relays: { local: { state: 'idle', published: 3 }, hub: { state: 'publishing', published: 3 } },
  readers: { EVENTS_r6203: { state: 'reading', sequence: 3 }, INBOUND_r6203: { state: 'reading', sequence: 3 } },
};
const linked: LinkProgress = { state: 'linked', copied: 0, hubSequence: 0 };
const check = (progress: DeliveryProgress | undefined, link: LinkProgress | undefined = linked, busConnected = true) =>
  checkProgress({ busConnected, link, services: [{ service: 'identity', progress }] });

describe('whether delivery moves on', () => {
  it('is well while nothing tries again, and where another process leads', () => {
    expect(check(well)).toEqual({ ok: true });
    expect(check(undefined, undefined)).toEqual({ ok: true });
    expect(check(well, { ...linked, state: 'stopped' })).toEqual({ ok: true });
  });

  it('names every part that tries again: relays, readers, what is owed to others, the link', () => {
    const stuck: DeliveryProgress = {
      ...well,
      relays: { ...well.relays, local: { state: 'retrying', problem: 'stream-missing', published: 3 } },
      readers: { ...well.readers, INBOUND_r6203: { state: 'retrying', problem: 'bus-unreachable', sequence: 3 } },
      present: { state: 'retrying', problem: 'writers-busy', facts: 0 },
    };
    expect(check(stuck, { ...linked, state: 'retrying', problem: 'stream-missing' })).toEqual({
      ok: false,
      code: 'delivery-retrying',
      details: {
        services:
          'identity to local: stream-missing, identity present: writers-busy, identity INBOUND_r6203: bus-unreachable, link: stream-missing',
      },
    });
  });

  it('is not well while the hub is away, and names the bus alone while that is', () => {
    expect(check(well, { ...linked, state: 'connecting', problem: 'hub-silent' })).toMatchObject({
      code: 'delivery-retrying',
      details: { services: 'link: hub-silent' },
    });
    expect(check(well, linked, false)).toEqual({ ok: false, code: 'bus-unreachable' });
  });
});
