import { describe, expect, it } from '@jest/globals';
import { firstChain, newId, numberEvent, type EventRecord } from '@betang/contracts';
import type { Delivery } from './delivery.js';
import { takeIn, type IntakeState } from './intake.js';
import { originKey, type Watermark } from './watermark.js';

const ORIGIN = { region: '62.03', service: 'identity', audience: 'province', epoch: '1.a' } as const;

/** A line of events as its origin published it. */
function line(count: number, change: Partial<EventRecord> = {}): EventRecord[] {
  let head = { position: 0, chain: firstChain(ORIGIN.epoch, ORIGIN.service, ORIGIN.audience) };
  return Array.from({ length: count }, () => {
    const event = numberEvent(
      {
        ...ORIGIN,
        id: newId(),
        type: 'betang.identity.agency-published.v1',
        subject: 'agency',
        time: '2026-01-01T00:00:00.000Z',
        dataschema: 'urn:betang:schema:identity.agency-published:1',
        body: Buffer.from('{}'),
        ...change,
      },
      head,
    );
    head = event;
    return event;
  });
}

const delivered = (event: EventRecord, detour = false): Delivery => ({
  sequence: 1,
  subject: 'share.r6203.province.identity.agency-published.v1',
  event,
  detour,
  rawHeaders: () => '[]',
  body: event.body,
  hubSequence: 0,
});

const state = (known: Partial<IntakeState> & { mark?: Watermark } = {}): IntakeState => ({
  watermark: (key) => (known.mark && key === originKey(known.mark) ? known.mark : undefined),
  epoch: () => 'current',
  asked: () => false,
  stopped: () => false,
  ...known,
});

const positions = (events: readonly { position: number }[]) => events.map(({ position }) => position);

describe('taking a batch in', () => {
  it('takes the next events of a line and moves its watermark to the last', () => {
    const events = line(3);
    const intake = takeIn(
      events.map((event) => delivered(event)),
      state(),
    );
    expect(positions(intake.events)).toEqual([1, 2, 3]);
    expect(intake.watermarks.get(originKey(ORIGIN))).toMatchObject({
      position: 3,
      chain: events[2]!.chain,
      state: 'FLOWING',
    });
  });

  it('skips what it has already', () => {
    const [one, two] = line(2);
    const intake = takeIn([delivered(one!), delivered(one!), delivered(two!), delivered(two!)], state());
    expect(positions(intake.events)).toEqual([1, 2]);
    expect(intake.duplicates).toBe(2);
  });

  it('holds what comes before its time and takes the rest of the batch', () => {
    const [one, , three] = line(3);
    const intake = takeIn([delivered(one!), delivered(three!)], state());
    expect(positions(intake.events)).toEqual([1]);
    expect(positions(intake.held.map(({ event }) => event))).toEqual([3]);
  });

  it.each([
    ['another event at the known position', (events: EventRecord[]) => [events[0]!, line(1)[0]!]],
    [
      'a next event with another past',
      (events: EventRecord[]) => [events[0]!, { ...events[1]!, previousChain: 'f'.repeat(64) }],
    ],
    [
      'a next event whose bytes were changed',
      (events: EventRecord[]) => [events[0]!, { ...events[1]!, body: Buffer.from('{"a":1}') }],
    ],
    [
      'a next event whose header was changed',
      (events: EventRecord[]) => [events[0]!, { ...events[1]!, subject: 'another' }],
    ],
  ])('sees a fork in %s, and takes nothing more of that line', (_case, make) => {
    const events = line(3);
    const intake = takeIn(
      [...make(events), events[2]!].map((event) => delivered(event)),
      state(),
    );
    expect(positions(intake.events)).toEqual([1]);
    expect(intake.incidents.map(({ kind }) => kind)).toEqual(['fork']);
    expect(intake.watermarks.get(originKey(ORIGIN))?.state).toBe('FORKED');
  });

  it('holds an epoch that nobody has announced, but reads its announcement', () => {
    const [event] = line(1);
    const [opening] = line(1, {
      type: 'betang.identity.epoch-opened.v1',
      dataschema: 'urn:betang:schema:identity.epoch-opened:1',
    });
    expect(takeIn([delivered(event!)], state({ epoch: () => 'unknown' })).held).toHaveLength(1);
    expect(positions(takeIn([delivered(opening!)], state({ epoch: () => 'unknown' })).events)).toEqual([1]);
  });

  it('hears the announcement at once behind what its region had not sent before, and holds all of it until then', () => {
    const [first] = line(1);
    const opening = numberEvent(
      { ...first!, id: newId(), type: 'betang.identity.epoch-opened.v1' },
      { position: first!.position, chain: first!.chain },
    );
    const intake = takeIn([delivered(first!), delivered(opening)], state({ epoch: () => 'unknown' }));
    expect(positions(intake.urgent)).toEqual([2]);
    expect(positions(intake.held.map(({ event }) => event))).toEqual([1, 2]);
  });

  it('takes no orphan of an abandoned epoch, and says so', () => {
    const [event] = line(1);
    const intake = takeIn([delivered(event!)], state({ epoch: () => 'orphan' }));
    expect(intake.events).toEqual([]);
    expect(intake.incidents.map(({ kind }) => kind)).toEqual(['orphan']);
  });

  it('stores nothing more of a region of which too much is parked', () => {
    const intake = takeIn(
      line(3).map((event) => delivered(event)),
      state({ stopped: (region) => region === '62.03' }),
    );
    expect([intake.events, intake.held, intake.refused, intake.watermarks.size]).toEqual([[], [], [], 0]);
  });

  it('says of such a region from where on nothing was stored', () => {
    const [one, two, three] = line(3);
    const mark = { ...ORIGIN, position: 1, chain: one!.chain, eventId: one!.id, state: 'FLOWING' as const };
    const intake = takeIn(
      [one!, two!, three!].map((event) => delivered(event)),
      state({ stopped: () => true, mark }),
    );
    expect(intake.incidents.map(({ kind, position }) => [kind, position])).toEqual([
      ['stopped', 2],
      ['stopped', 3],
    ]);
  });

  it('neither takes nor holds what a copy of its own region says, and puts it on record', () => {
    const [event] = line(1);
    const intake = takeIn([delivered(event!)], state({ epoch: () => 'foreign' }));
    expect([intake.events, intake.held]).toEqual([[], []]);
    expect(intake.incidents.map(({ kind }) => kind)).toEqual(['foreign-epoch']);
  });

  it('reads a replay on another lane only where it asked for it', () => {
    const [event] = line(1);
    expect(takeIn([delivered(event!, true)], state()).events).toEqual([]);
    expect(takeIn([delivered(event!, true)], state({ asked: () => true })).events).toHaveLength(1);
  });
});
