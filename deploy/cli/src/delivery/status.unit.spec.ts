import { describe, expect, it } from '@jest/globals';
import type { DeliveryJson, ProofJson, RegionStatus, ServiceState } from './status-report.js';
import { findProblems } from './status-problems.js';
import { statusText } from './status-text.js';

const GIB = 1024 ** 3;
const service = (name: string, more: Partial<ServiceState> = {}): ServiceState => ({
  service: name as ServiceState['service'],
  url: 'http://127.0.0.1:8062',
  reachable: true,
  ready: true,
  failing: [],
  ...more,
});
const proof = (more: Partial<ProofJson> = {}): ProofJson =>
  ({
    region: '62.03',
    epoch: '1.aa',
    asOf: '',
    services: [],
    outboxes: [],
    own: [],
    received: [],
    ahead: [],
    lost: [],
    ...more,
  }) as ProofJson;
const line = (more: object = {}) => ({
  receiver: '62',
  state: 'complete',
  obstacles: [],
  sent: 12_345,
  received: 12_345,
  chainEqual: true,
  parked: 0,
  held: 0,
  readers: [],
  asOf: '2026-11-03T10:42:05.000Z',
  ...more,
});
const delivery = (more: object = {}): DeliveryJson =>
  ({
    service: 'identity',
    outboxes: [],
    horizonSeconds: 0,
    incidents: { total: 0, open: 0, newest: [] },
    rebuild: null,
    process: {},
    ...more,
  }) as unknown as DeliveryJson;
const status = (more: Partial<RegionStatus> = {}): RegionStatus => ({
  region: '62.03',
  role: 'region',
  folder: '/data/kapuas',
  servers: { database: { address: '127.0.0.1:5432/betang' }, bus: { address: 'nats://127.0.0.1:4222' } },
  services: [service('identity'), service('reporting')],
  deliveries: [delivery()],
  proof: proof(),
  bus: { streams: [], missing: [], regions: [] },
  disk: { freeBytes: 100 * GIB, totalBytes: 200 * GIB },
  problems: [],
  ...more,
});
const codes = (more: Partial<RegionStatus>, apiError?: string) =>
  findProblems(status(more), apiError).map(({ code, about }) => `${code} · ${about}`);

describe('what is to be looked at', () => {
  it('is nothing when all is well', () => {
    expect(findProblems(status())).toEqual([]);
  });

  it('names services of one process once', () => {
    const down = { reachable: false, ready: false };
    expect(codes({ services: [service('identity', down), service('reporting', down)] })).toEqual([
      'service-unreachable · identity, reporting: http://127.0.0.1:8062',
    ]);
    const doubt = { ready: false, failing: ['epoch other-cluster', 'delivery'] };
    expect(codes({ services: [service('identity', doubt)] })).toEqual([
      'epoch-in-doubt · identity: epoch other-cluster',
    ]);
    const late = { ready: false, failing: ['epoch epoch-opened', 'delivery'] };
    expect(codes({ services: [service('identity', late)] })).toEqual(['epoch-opened · identity: epoch epoch-opened']);
  });

  it('is a clock in doubt, before what follows from it, and once for the services of a process', () => {
    const failing = (name: string) => ({ ready: false, failing: [`${name} clock clock-in-doubt`, 'delivery'] });
    expect(
      codes({ services: [service('identity', failing('identity')), service('reporting', failing('reporting'))] }),
    ).toEqual(['clock-in-doubt · identity, reporting: http://127.0.0.1:8062']);
    const database = { address: '127.0.0.1:5432/betang', problem: 'clock-in-doubt' };
    const down = { reachable: false, ready: false };
    expect(
      codes(
        {
          servers: { database, bus: { address: 'nats://127.0.0.1:4222' } },
          services: [service('identity', failing('identity')), service('reporting', down)],
        },
        'issuer-unreachable',
      ),
    ).toEqual(['clock-in-doubt · Postgres 127.0.0.1:5432/betang']);
  });

  it('is a region whose clock is apart from the one here', () => {
    expect(codes({ proof: proof({ ahead: [{ region: '62.03', seconds: 28_800 }] }) })).toEqual([
      'clock-apart · 62.03: 28800 s',
    ]);
  });

  it('is each obstacle of a line, on either side, and what was lost by a restore', () => {
    const own = [
      {
        service: 'identity',
        audience: 'province',
        epoch: '1.aa',
        sent: 5,
        chain: '',
        receivers: [line({ obstacles: ['parked', 'held'] })],
      },
    ];
    const received = [
      {
        region: '62',
        service: 'identity',
        audience: 'federation',
        epoch: '1.bb',
        isStated: true,
        ...line({ obstacles: ['forked'] }),
      },
    ];
    const lost = [{ service: 'identity', audience: 'province', epoch: '1.aa', from: 31, to: 42, receivers: ['62'] }];
    expect(codes({ proof: proof({ own, received, lost } as Partial<ProofJson>) })).toEqual([
      'line-parked · identity province → 62',
      'line-held · identity province → 62',
      'line-forked · 62 identity federation',
      'lost-after-restore · identity province 1.aa: 31-42 (62)',
    ]);
  });

  it('is a destination that falls behind, an old transaction, incidents and a hub out of reach', () => {
    const outboxes = [
      { destination: 'hub', waiting: 9, isMore: false, behindSeconds: 600, lastAcknowledgedAt: null },
      { destination: 'local', waiting: 1, isMore: false, behindSeconds: 2, lastAcknowledgedAt: null },
    ];
    const process = { link: { state: 'connecting', problem: 'hub-silent' } };
    expect(
      codes({
        deliveries: [
          delivery({ outboxes, horizonSeconds: 300, incidents: { total: 5, open: 2, newest: [] }, process }),
        ],
      }),
    ).toEqual([
      'behind-hub · identity: 600 s',
      'horizon-old · identity: 300 s',
      'incidents · identity: 2',
      'hub-unreachable · hub-silent',
    ]);
  });

  it('is a rebuild that failed last, not one that is under way', () => {
    const failed = { state: 'FAILED', failure: 'rebuild-not-possible' };
    expect(
      codes({
        deliveries: [
          delivery({ service: 'contingency', rebuild: failed }),
          delivery({ service: 'reporting', rebuild: { state: 'FEEDING' } }),
          delivery({ service: 'learning-hours', rebuild: { state: 'DONE' } }),
        ],
      }),
    ).toEqual(['rebuild-failed · contingency: rebuild-not-possible']);
  });

  it('is the stream that is gone, and not the hub or the bus because of it', () => {
    const linkMeets = (problem: string) => [delivery({ process: { link: { state: 'retrying', problem } } })];
    const bus = { streams: [], missing: ['INBOUND_r6203', 'FEDERATION r6271'], regions: [] };
    expect(codes({ bus, deliveries: linkMeets('stream-missing') })).toEqual([
      'stream-missing · INBOUND_r6203',
      'stream-missing · FEDERATION r6271',
    ]);
    expect(codes({ deliveries: linkMeets('stream-missing') })).toEqual(['stream-missing · INBOUND']);
    expect(codes({ deliveries: linkMeets('hub-place-missing') })).toEqual(['hub-place-missing · hub']);
    expect(codes({ deliveries: linkMeets('link-broken') })).toEqual(['hub-unreachable · link-broken']);
    expect(codes({ deliveries: linkMeets('publish-refused') })).toEqual(['inbound-not-taken · publish-refused']);
    expect(codes({ deliveries: [delivery({ process: { link: { state: 'stopped' } } })] })).toEqual([]);
    expect(statusText(status({ bus }), 'en')).toMatch(/INBOUND_r6203 +MISSING/);
  });

  it('is a region that floods the hub, and at its sender what the hub refuses because of it', () => {
    const intake = [
      { region: '62.03', events: 90_000, perSecond: 250.4 },
      { region: '62.71', events: 50_000, perSecond: 199.9 },
    ];
    const flooded = { process: { intake } };
    // In mode `all` every service tells of the process: it is named once.
    expect(codes({ deliveries: [delivery(flooded), delivery({ ...flooded, service: 'reporting' })] })).toEqual([
      'region-floods · 62.03: 250/s',
    ]);
    const places = ['62.03', '62.71'].map((region) => ({
      region,
      state: 'active',
      pending: 0,
      unacknowledged: 0,
      sent: region === '62.03' ? 91_234 : null,
    }));
    const bus = { streams: [], missing: [], regions: places } as RegionStatus['bus'] & object;
    const text = statusText(status({ bus, deliveries: [delivery(flooded)] }), 'en');
    expect(text).toContain('sends 15,024 a minute, 91,234 messages since nats-server started');
    expect(text).toContain('sends 11,994 a minute, ? messages');

    const relays = (lastAt: string) => ({ process: { relays: { hub: { batchesExhausted: { times: 3, lastAt } } } } });
    const asOf = '2026-11-03T10:42:05.000Z';
    expect(codes({ deliveries: [delivery({ asOf, ...relays('2026-11-03T10:41:05.000Z') })] })).toEqual([
      'publish-batches-exhausted · identity: hub',
    ]);
    expect(codes({ deliveries: [delivery({ asOf, ...relays('2026-11-03T10:41:04.000Z') })] })).toEqual([]);
  });

  it('is a full stream on the hub, a full disk, and whatever does not answer', () => {
    const streams = [
      { stream: 'FEDERATION', messages: 1, bytes: 71, maxBytes: 100, lastSequence: 1 },
      { stream: 'EVENTS_r62', messages: 1, bytes: 99, maxBytes: 100, lastSequence: 1 },
    ];
    expect(
      codes({ bus: { streams, missing: [], regions: [] }, disk: { freeBytes: GIB, totalBytes: 200 * GIB } }),
    ).toEqual(['stream-filling · FEDERATION', 'disk-low · ']);
    const { proof: _proof, bus: _bus, ...silent } = status();
    expect(findProblems(silent, 'operator-token-missing').map(({ code }) => code)).toEqual([
      'bus-unreachable',
      'operator-token-missing',
      'proof-missing',
    ]);
  });
});

describe('a server that is away', () => {
  const { proof: _proof, bus: _bus, ...silent } = status();
  const servers = { ...silent.servers, database: { address: 'db.example:5432/betang', problem: 'database-refused' } };
  const away = { ready: false, failing: ['identity database database-unavailable', 'delivery relay-stuck'] };

  it('is named with its address, and nothing that follows from it', () => {
    const found = { ...status({ servers, services: [service('identity', away)] }), deliveries: [] };
    expect(findProblems({ ...found, proof: undefined } as never, 'sign-in-refused')).toEqual([
      { code: 'database-refused', about: 'Postgres db.example:5432/betang' },
    ]);
  });

  it('is known by the services alone where the tool has no password, and not by some of them', () => {
    const other = service('reporting', { url: 'http://127.0.0.1:8067' });
    expect(codes({ services: [service('identity', away)] })).toEqual([
      'database-unreachable · Postgres 127.0.0.1:5432/betang',
    ]);
    expect(codes({ services: [service('identity', away), other] })).toEqual([
      'service-not-ready · identity: identity database database-unavailable, delivery relay-stuck',
    ]);
  });

  it('leaves a service that does not answer beside it, which has to be started too', () => {
    const services = [service('identity', { reachable: false, ready: false })];
    expect(codes({ servers, services }).map((code) => code.split(' ')[0])).toEqual([
      'database-refused',
      'service-unreachable',
    ]);
  });

  it('is the nats-server, without what waits for it or the link that needs it; at a province it is the hub too', () => {
    const outboxes = ['local', 'hub'].map((destination) => ({
      destination,
      waiting: 9,
      isMore: false,
      behindSeconds: 600,
    }));
    const link = (problem: string) => [
      delivery({ outboxes, process: { link: { state: 'retrying', problem } } } as unknown as Partial<DeliveryJson>),
    ];
    const named = (more: Partial<RegionStatus>) =>
      findProblems({ ...silent, proof: proof(), ...more }).map(({ code, about }) => `${code} · ${about}`);
    const bus = 'bus-unreachable · nats-server nats://127.0.0.1:4222';
    expect(named({ deliveries: link('local-silent') })).toEqual([bus, 'behind-hub · identity: 600 s']);
    expect(named({ deliveries: link('hub-silent'), role: 'hub' })).toEqual([bus]);
    expect(named({ deliveries: link('hub-silent') })).toEqual([
      bus,
      'behind-hub · identity: 600 s',
      'hub-unreachable · hub-silent',
    ]);
  });
});

describe('the status for people', () => {
  it('shows a rebuild that waits or is under way, and why it rests', () => {
    const rebuild = (state: string, more: object = {}) => ({ state, rowsDone: 1_500, rowsTotal: 12_000, ...more });
    const text = statusText(
      status({
        deliveries: [
          delivery({ service: 'reporting', rebuild: rebuild('FEEDING') }),
          delivery({ service: 'contingency', rebuild: rebuild('WAITING', { reason: 'release-behind' }) }),
          delivery({ service: 'learning-hours', rebuild: rebuild('DONE') }),
        ],
      }),
      'en',
    );
    expect(text).toMatch(
      /Rebuilds from the archive\n +reporting +1,500 of 12,000 events *\n +contingency .*release-behind/,
    );
    expect(text).not.toContain('learning-hours');
  });

  const own = [{ service: 'identity', audience: 'province', epoch: '1.aa', sent: 5, chain: '', receivers: [line()] }];
  it('says what was sent, confirmed and received, in their language', () => {
    const received = [
      {
        region: '62',
        service: 'identity',
        audience: 'to.r6203',
        epoch: '1.bb',
        isStated: false,
        ...line({ chainEqual: undefined }),
      },
    ];
    const shown = status({ proof: proof({ own, received } as unknown as Partial<ProofJson>) });
    expect(statusText(shown, 'en')).toMatch(
      /sent 12,345, confirmed 12,345 by 62, chain equal, as of \d\d:\d\d:05: complete, nothing is lost/,
    );
    expect(statusText(shown, 'id')).toMatch(
      /terkirim 12\.345, dikonfirmasi 12\.345 oleh 62, rantai sama, per \d\d:\d\d:05: lengkap/,
    );
    expect(statusText(shown, 'en')).toContain(
      'received 12,345 without a gap, chain unbroken; the sender states no head of this line',
    );
    expect(statusText(shown, 'en')).toContain('All is well.');
  });

  it.each([
    [
      'complete',
      6,
      'sent 8, confirmed 6 by 62',
      'complete, nothing is lost; the other 2 are statements of heads and receipts on their way, no data',
    ],
    ['underway', 3, 'sent 8, confirmed 3 by 62', 'under way; 5 still on their way, everything before them is proven'],
    ['unconfirmed', 0, 'sent 8, confirmed 0 by 62', 'not confirmed yet'],
    ['complete', 8, 'sent 8, confirmed 8 by 62', 'complete, nothing is lost'],
  ])('says what is under way of a line that is %s at %d', (state, received, figures, verdict) => {
    const receivers = [line({ state, sent: 8, received })];
    const text = statusText(
      status({ proof: proof({ own: [{ ...own[0]!, receivers }] } as unknown as Partial<ProofJson>) }),
      'en',
    );
    const shown = text.split('\n').find((row) => row.includes('province'))!;
    expect(shown).toContain(figures);
    expect(shown.endsWith(`:05: ${verdict}`)).toBe(true);
  });

  it('says that it is no proof, and what to do about each problem', () => {
    const receivers = [line({ state: 'not-proven', obstacles: ['parked'] })];
    const shown = status({
      proof: proof({ own: [{ ...own[0]!, receivers }] } as unknown as Partial<ProofJson>),
      problems: [{ code: 'line-parked', about: 'identity province → 62' }],
    });
    expect(statusText(shown, 'en')).toContain('NOT PROVEN (parked)');
    expect(statusText(shown, 'en')).toContain('See betang parked list');
    expect(statusText(shown, 'en')).not.toContain('All is well');
  });
});
