import {
  EnrolmentRequested,
  EnrolmentWithdrawn,
  SeatsOffered,
  SeatsReturned,
  newId,
  type EventData,
} from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Audit, type Transaction } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Enrolments } from '../enrolments/enrolments.js';
import { SeatsOfLeavers } from '../enrolments/seats-of-leavers.js';
import { SeatListeners } from '../enrolments/seat-listeners.js';
import { Seats } from '../enrolments/seats.js';
import { findHeldSeats } from '../federation/held-seats.queries.js';
import { SeatOffers } from '../federation/seat-offers.js';
import { SeatReturns } from '../federation/seat-returns.js';
import { SharedSessionHandlers } from '../federation/shared-session.handlers.js';
import { Sessions } from '../sessions/sessions.js';
import { employ, leave, numberOf } from '../testing/employees.js';
import { REGION, ServiceUnderTest } from '../testing/service-under-test.js';
import '../session.messages.js';
import { GuestAnswers } from './guest-answers.js';
import { GuestSeats } from './guest-seats.js';
import { GuestHandlers } from './guest.handlers.js';
import { HeldSeatsHandlers } from './held-seats.handlers.js';
import { HeldSeatsSweep } from './held-seats-sweep.js';

const GUEST = '62.71';
const HOST = '62';
const RELEASE = '2026-06-30T17:00:00.000Z';

let service: ServiceUnderTest;
let offers: SeatOffers;
let enrolments: Enrolments;
let guests: GuestSeats;
let requests: GuestHandlers;
let held: HeldSeatsHandlers;
let sweep: HeldSeatsSweep;
let returns: SeatReturns;
let leavers: SeatsOfLeavers;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const { clock, rules, database } = service;
  const plain = { seal: async (_tx: Transaction, events: Parameters<Outbox['append']>[1]) => events };
  const owner = { service: 'training-catalog' as const, generation: 1 };
  const outbox = new Outbox(owner, { allows: () => true }, () => undefined, plain);
  const audit = new Audit();
  const config = { region: REGION } as never;
  const listeners = new SeatListeners();
  const seats = new Seats(listeners, { heldIn: findHeldSeats }, clock);
  const none = {} as never;
  const schedules = { tell: () => Promise.resolve() } as never;
  const sessions = new Sessions(
    database.unitOfWork,
    outbox,
    audit,
    clock,
    config,
    none,
    seats,
    none,
    none,
    schedules,
    none,
    none,
  );
  const answers = new GuestAnswers(listeners, outbox, {} as never);
  answers.onModuleInit();
  enrolments = new Enrolments(seats, listeners, audit, clock);
  leavers = new SeatsOfLeavers(none, database.unitOfWork, enrolments, clock);
  guests = new GuestSeats(enrolments, answers, rules, audit, clock);
  requests = new GuestHandlers(guests);
  offers = new SeatOffers(sessions, outbox, audit, clock, config);
  held = new HeldSeatsHandlers(offers, guests);
  sweep = new HeldSeatsSweep(none, database, database.unitOfWork, offers, guests, clock);
  returns = new SeatReturns(outbox, audit, clock, config);
});
afterAll(async () => service?.stop());

const run = <T>(work: (tx: Transaction) => Promise<T>) => service.database.unitOfWork.run(work);
const batch = (transaction: Transaction) => ({ transaction, rebuilding: false });
let people = 100;
const person = () => employ(service, (people += 1));

async function openSession(capacity: number, quota: number, openSeats = 0): Promise<string> {
  const sessionId = newId();
  await service.rows(
    `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year)
     VALUES ($1, $2, '2026-07-06', '2026-07-10', 'CLASSICAL', 'Kuala Kapuas', $3, 'officer-1', 'Pelatihan', 'BKPSDM', 2026)`,
    [sessionId, newId(), capacity],
  );
  const quotas = quota === 0 ? [] : [{ region: GUEST, seats: quota }];
  const terms = { quotas, openSeats, requestUntil: '2026-06-30', contribution: 0 };
  await run((tx) => offers.offer(tx, sessionId, terms, 'officer-1'));
  return sessionId;
}
const nominate = async (sessionId: string, employeeId: string) =>
  (
    await run((tx) =>
      enrolments.request(tx, {
        sessionId,
        employeeIds: [employeeId],
        origin: 'NOMINATION',
        note: null,
        actor: 'officer-1',
        visible: null,
        byOfficer: true,
      }),
    )
  ).enrolled[0]!;
async function ask(sessionId: string, region = GUEST): Promise<string> {
  const enrolmentId = newId();
  const learner = { name: 'Sari (rekaan)', employeeNumber: numberOf(9), employmentStatus: 'PNS' };
  const data = { enrolmentId, sessionId, homeRegion: region, learner };
  const event = service.event(EnrolmentRequested as never, data as never, region);
  await run((tx) => requests.requested([event] as never, batch(tx)));
  return enrolmentId;
}
const giveBack = (sessionId: string, seats: number, returnId = newId()) => {
  const data = { returnId, sessionId, seats, reason: 'Tugas lain' };
  const event = service.event(SeatsReturned as never, data as never, GUEST);
  return run((tx) => held.returned([event, event] as never, batch(tx)));
};
const stateOf = async (enrolmentId: string) =>
  (await service.rows<{ state: string }>('SELECT state FROM enrolment WHERE enrolment_id = $1', [enrolmentId]))[0]
    ?.state;
const toldOf = async (sessionId: string) =>
  ((await service.published(SeatsOffered as never)) as EventData<typeof SeatsOffered>[])
    .filter((offer) => offer.sessionId === sessionId)
    .map(({ offerVersion, quotas, openSeats, reservedUntil }) => ({
      offerVersion,
      quota: quotas[0]?.seats ?? 0,
      openSeats,
      reservedUntil,
    }));

describe('seats held for a region', () => {
  it('are not for own people until the region gives them back', async () => {
    const sessionId = await openSession(3, 2);
    const own = [await nominate(sessionId, await person()), await nominate(sessionId, await person())];
    expect(own.map(({ state }) => state)).toEqual(['ENROLLED', 'WAITING']);
    const guest = await ask(sessionId);
    expect(await stateOf(guest)).toBe('ENROLLED');
    await giveBack(sessionId, 5);
    expect(await stateOf(own[1]!.enrolmentId)).toBe('ENROLLED');
    expect(await toldOf(sessionId)).toEqual([
      { offerVersion: 1, quota: 2, openSeats: 0, reservedUntil: RELEASE },
      { offerVersion: 2, quota: 1, openSeats: 1, reservedUntil: RELEASE },
    ]);
    const audited = await service.rows<{ actor: string }>(
      `SELECT actor FROM audit_entry WHERE action = 'take-back-seats' AND object_id = $1`,
      [sessionId],
    );
    expect(audited).toEqual([{ actor: `region:${GUEST}` }]);
  });

  it('fall to everybody at the instant of release, and a return that comes later changes nothing', async () => {
    const sessionId = await openSession(2, 2);
    const waiting = await nominate(sessionId, await person());
    expect(waiting.state).toBe('WAITING');
    service.clock.set('2026-06-30T16:59:59.999Z');
    expect(await sweep.release()).toBe(0);
    service.clock.set(RELEASE);
    expect(await sweep.release()).toBeGreaterThan(0);
    expect(await sweep.release()).toBe(0);
    expect(await stateOf(waiting.enrolmentId)).toBe('ENROLLED');
    expect((await toldOf(sessionId)).at(-1)).toEqual({
      offerVersion: 2,
      quota: 0,
      openSeats: 2,
      reservedUntil: undefined,
    });
    await giveBack(sessionId, 1);
    expect(await toldOf(sessionId)).toHaveLength(2);
    service.clock.set('2026-06-30T03:00:00Z');
  });

  it('fall to guests of other regions too who asked in time and were left out', async () => {
    const sessionId = await openSession(3, 2, 1);
    const other = '62.01';
    const [first, second] = [await ask(sessionId, other), await ask(sessionId, other)];
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['ENROLLED', undefined]);
    // The day after the last one for requests.
    service.clock.set('2026-07-01T03:00:00Z');
    await sweep.release();
    expect(await stateOf(second)).toBe('ENROLLED');
    service.clock.set('2026-06-30T03:00:00Z');
  });

  it('are let go with the offer', async () => {
    const sessionId = await openSession(1, 1);
    const waiting = await nominate(sessionId, await person());
    await run(async (tx) => {
      await offers.close(tx, sessionId, 'officer-1');
      await guests.advance(tx, sessionId);
    });
    expect(await stateOf(waiting.enrolmentId)).toBe('ENROLLED');
  });

  it('name a release that is to come, and no later than requests are taken', async () => {
    const sessionId = await openSession(4, 0, 1);
    const terms = { quotas: [{ region: GUEST, seats: 1 }], openSeats: 0, requestUntil: '2026-07-01', contribution: 0 };
    const codes = (reservedUntil: string) =>
      run((tx) => offers.offer(tx, sessionId, { ...terms, reservedUntil }, 'officer-1')).catch(
        ({ errors }: { errors: { code: string }[] }) => errors.map(({ code }) => code),
      );
    expect(await codes('2026-06-30T03:00:00Z')).toEqual(['seat-offer.release-in-past']);
    expect(await codes('2026-07-01T17:00:00.001Z')).toEqual(['seat-offer.release-after-requests']);
    expect(await codes('2026-07-01T17:00:00.000Z')).toMatchObject({ reservedUntil: '2026-07-01T17:00:00.000Z' });
  });
});

describe('a guest whom two take up at once', () => {
  const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  const officer = { visible: null, officer: true, own: null };
  const moveUp = (tx: Transaction, { sessionId }: Asked) => guests.promote(tx, sessionId);
  const takeSeat = (tx: Transaction, { seated }: Asked) =>
    enrolments.withdraw(tx, seated, 'Batal', officer, 'officer-1');
  const withdrawn = (tx: Transaction, { seated: enrolmentId, sessionId }: Asked) => {
    const data = { enrolmentId, sessionId, reason: 'Sakit' };
    return requests.withdrawn([service.event(EnrolmentWithdrawn as never, data as never, GUEST)] as never, batch(tx));
  };
  interface Asked {
    readonly sessionId: string;
    readonly seated: string;
    readonly leftOut: string;
  }
  type Act = (tx: Transaction, asked: Asked) => Promise<unknown>;

  it.each<[string, Act, Act]>([
    [
      'an officer decides while the queue moves up',
      moveUp,
      (tx, { leftOut }) => guests.decide(tx, leftOut, true, null, 'officer-1'),
    ],
    ['the sweep comes round while the queue moves up', moveUp, (tx) => guests.settleAll(tx)],
    ['the home region gives a seat back that is taken back here', takeSeat, withdrawn],
  ])('stops neither, when %s', async (_name, one, other) => {
    const sessionId = await openSession(3, 1);
    const [seated, leftOut] = [await ask(sessionId), await ask(sessionId)];
    expect(await Promise.all([seated, leftOut].map(stateOf))).toEqual(['ENROLLED', undefined]);
    const asked = { sessionId, seated, leftOut };
    const both: Promise<unknown>[] = [];
    both.push(
      run(async (tx) => {
        // Whoever changes seats holds the session, and comes to the guests after it.
        await enrolments.advance(tx, sessionId);
        both.push(run((second) => other(second, asked)));
        await waitUntil('the other waits', async () => (await service.rows(waits)).length > 0);
        await one(tx, asked);
      }),
    );
    await both[0]?.catch(() => undefined);
    const ended = await Promise.allSettled(both);
    expect(ended.map((end) => (end.status === 'rejected' ? (end.reason as Error).message : 'done'))).toEqual([
      ...['done', 'done'],
    ]);
  });
});

describe('a region that does not need its seats', () => {
  it('gives back what is neither asked for nor on its way, and the host is told', async () => {
    const shared = new SharedSessionHandlers();
    const sessionId = newId();
    const data = {
      sessionId,
      offerVersion: 1,
      state: 'OPEN',
      programmeId: newId(),
      title: 'Pelatihan provinsi',
      startsOn: '2026-07-06',
      endsOn: '2026-07-10',
      delivery: 'CLASSICAL',
      place: 'Palangka Raya',
      quotas: [{ region: REGION, seats: 3 }],
      openSeats: 0,
      requestUntil: '2026-07-01',
      contribution: 0,
      reservedUntil: RELEASE,
    };
    const event = service.event(SeatsOffered as never, data as never, HOST);
    await run((tx) => shared.offers([event] as never, batch(tx)));
    const back = (seats: number) =>
      run((tx) => returns.giveBack(tx, sessionId, { seats, reason: 'Tugas lain' }, 'officer-1'));
    await back(2);
    await expect(back(2)).rejects.toMatchObject({ code: 'seats-not-left', params: { left: 1 } });
    await back(1);
    const told = (await service.published(SeatsReturned as never)) as EventData<typeof SeatsReturned>[];
    expect(told.map(({ seats }) => seats)).toEqual([2, 1]);
    await expect(
      run((tx) => returns.giveBack(tx, newId(), { seats: 1, reason: 'Tugas lain' }, 'officer-1')),
    ).rejects.toMatchObject({ code: 'seat-offer-not-found' });
  });
});

describe('seats of people who left', () => {
  it('go to who waits, before the first day only', async () => {
    const [gone, waiting, running] = [await person(), await person(), await person()];
    const sessionId = await openSession(1, 0, 1);
    const seat = await nominate(sessionId, gone);
    const next = await nominate(sessionId, waiting);
    const under = await openSession(1, 0, 1);
    const kept = await nominate(under, running);
    await service.rows(`UPDATE training_session SET starts_on = '2026-06-29' WHERE session_id = $1`, [under]);
    expect(await leavers.giveBack()).toBe(0);
    for (const employeeId of [gone, running]) await leave(service, employeeId, '2026-06-29');
    expect([await leavers.giveBack(), await leavers.giveBack()]).toEqual([1, 0]);
    expect(await stateOf(seat.enrolmentId)).toBe('WITHDRAWN');
    expect(await stateOf(next.enrolmentId)).toBe('ENROLLED');
    expect(await stateOf(kept.enrolmentId)).toBe('ENROLLED');
  });
});
