import {
  CompletionReported,
  CompletionRevoked,
  EnrolmentDecided,
  EnrolmentRequested,
  EnrolmentWithdrawn,
  SeatsOffered,
  TrainingCompleted,
  newId,
  type EventData,
} from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Audit, Notices, type Transaction } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificateViews } from '../certificates/certificate-views.js';
import { ForeignCertificates } from '../certificates-across/foreign-certificates.js';
import { LaterCertificates } from '../certificates-across/later-certificates.js';
import { EnrolmentRules } from '../enrolments/enrolment-rules.js';
import { findHeldSeats } from '../federation/held-seats.queries.js';
import { Enrolments } from '../enrolments/enrolments.js';
import { SeatListeners } from '../enrolments/seat-listeners.js';
import { Seats } from '../enrolments/seats.js';
import { federationFacts } from '../federation-facts.js';
import { SharedSessionHandlers } from '../federation/shared-session.handlers.js';
import { employ, leave, numberOf } from '../testing/employees.js';
import { REGION, ServiceUnderTest } from '../testing/service-under-test.js';
import '../outcome.messages.js';
import '../session.messages.js';
import { EnrolmentSweeps } from './enrolment-sweeps.js';
import { GuestAnswers } from './guest-answers.js';
import { GuestCompletions } from './guest-completions.js';
import { GuestCertificates } from './guest-certificates.js';
import { GuestSeats } from './guest-seats.js';
import { GuestHandlers } from './guest.handlers.js';
import { OutgoingEnrolments } from './outgoing-enrolments.js';
import { OutgoingHandlers } from './outgoing.handlers.js';
import { OwnRequests } from './own-requests.js';

const HOME = '62.71';
const HOST = '62';

let service: ServiceUnderTest;
let guests: GuestHandlers;
let seats: Seats;
let outgoing: OutgoingEnrolments;
let home: OutgoingHandlers;
let requests: OwnRequests;
let sweeps: EnrolmentSweeps;
let certificates: GuestCertificates;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const plain = { seal: async (_tx: Transaction, events: Parameters<Outbox['append']>[1]) => events };
  const owner = { service: 'training-catalog' as const, generation: 1 };
  const outbox = new Outbox(owner, { allows: () => true }, () => undefined, plain);
  const audit = new Audit();
  const { clock, rules, database } = service;
  const listeners = new SeatListeners();
  seats = new Seats(listeners, { heldIn: findHeldSeats }, clock);
  const config = { region: REGION, verificationUrl: 'https://kapuas.contoh.id' } as never;
  const views = new CertificateViews(config, clock);
  const answers = new GuestAnswers(listeners, outbox, views);
  answers.onModuleInit();
  const enrolments = new Enrolments(seats, listeners, audit, clock);
  const guestSeats = new GuestSeats(enrolments, answers, rules, audit, clock);
  guests = new GuestHandlers(guestSeats);
  outgoing = new OutgoingEnrolments(outbox, audit, clock, { region: REGION } as never);
  const notices = new Notices(false);
  const told = service.certificateListeners;
  const later = new LaterCertificates(told, outbox, views, config, {} as never, database.unitOfWork);
  const completions = new GuestCompletions(outbox, audit, new ForeignCertificates(notices), later);
  home = new OutgoingHandlers(completions, notices);
  certificates = new GuestCertificates(told, views, database.unitOfWork, outbox);
  certificates.onModuleInit();
  requests = new OwnRequests(outgoing, new EnrolmentRules(audit), notices, audit, clock);
  sweeps = new EnrolmentSweeps({} as never, database.unitOfWork, certificates, outgoing, guestSeats, requests);
});
afterAll(async () => service?.stop());

const run = <T>(work: (tx: Transaction) => Promise<T>) => service.database.unitOfWork.run(work);
type Handle = (events: never, batch: { transaction: Transaction; rebuilding: boolean }) => Promise<void>;
const receive = (handle: Handle, ...events: unknown[]) =>
  run((transaction) => handle(events as never, { transaction, rebuilding: false }));
const request = (sessionId: string, enrolmentId = newId(), region = HOME, named = region) =>
  service.event(
    EnrolmentRequested as never,
    {
      enrolmentId,
      sessionId,
      homeRegion: named,
      learner: { name: 'Sari Lamiang (rekaan)', employeeNumber: numberOf(9), employmentStatus: 'PNS' },
    } as never,
    region,
  );
const withdraw = (enrolmentId: string, sessionId: string, region = HOME) =>
  service.event(EnrolmentWithdrawn as never, { enrolmentId, sessionId, reason: 'Tugas lain' } as never, region);
const stateOf = async (enrolmentId: string) => {
  const [row] = await service.rows<{ state: string; name: string | null; reason: string | null }>(
    'SELECT state, learner_name AS name, reason FROM guest_enrolment WHERE enrolment_id = $1',
    [enrolmentId],
  );
  return row;
};
const decisionsOn = async (enrolmentId: string) =>
  ((await service.published(EnrolmentDecided as never)) as EventData<typeof EnrolmentDecided>[])
    .filter((told) => told.enrolmentId === enrolmentId)
    .map(({ decision, decisionNumber }) => `${decisionNumber} ${decision}`);

/** A session here, with seats for one other region. */
async function openSession(quota: number, capacity = 10): Promise<string> {
  const sessionId = newId();
  await service.rows(
    `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year, path_code,
       quantity_hundredths) VALUES ($1, $2, '2026-07-06', '2026-07-10', 'CLASSICAL', 'Kuala Kapuas', $3, 'officer-1', 'Pelatihan', 'BKPSDM', 2026, 'KL03', 2000)`,
    [sessionId, newId(), capacity],
  );
  const terms = { quotas: [{ region: HOME, seats: quota }], openSeats: 0, requestUntil: '2026-07-01', contribution: 0 };
  await service.rows(
    `INSERT INTO seat_offer (session_id, offer_version, told, changed_by, changed_at) VALUES ($1, 1, $2, 'officer-1', now())`,
    [sessionId, JSON.stringify({ ...terms, state: 'OPEN' })],
  );
  return sessionId;
}

describe('the host', () => {
  it('seats a guest once, however often the request comes', async () => {
    const sessionId = await openSession(1);
    const enrolmentId = newId();
    const [one, again] = [request(sessionId, enrolmentId), request(sessionId, enrolmentId)];
    await receive(guests.requested.bind(guests) as Handle, one, again);
    await receive(guests.requested.bind(guests) as Handle, again);
    expect(await stateOf(enrolmentId)).toMatchObject({ state: 'ACCEPTED', name: 'Sari Lamiang (rekaan)' });
    expect(await decisionsOn(enrolmentId)).toEqual(['1 ACCEPTED']);
  });

  it('lets the one after wait, refuses who has no offer, and takes no word of a third region', async () => {
    const sessionId = await openSession(1);
    const [first, second, stranger] = [newId(), newId(), newId()];
    await receive(guests.requested.bind(guests) as Handle, request(sessionId, first), request(sessionId, second));
    await receive(guests.requested.bind(guests) as Handle, request(sessionId, stranger, '62.01'));
    expect(await stateOf(second)).toMatchObject({ state: 'WAITING', reason: 'seat.none-left' });
    expect(await stateOf(stranger)).toEqual({ state: 'REFUSED', name: null, reason: 'seat.not-offered' });
    await receive(guests.withdrawn.bind(guests) as Handle, withdraw(first, sessionId, '62.01'));
    expect(await stateOf(first)).toMatchObject({ state: 'ACCEPTED' });
    await receive(guests.withdrawn.bind(guests) as Handle, withdraw(first, sessionId), withdraw(first, sessionId));
    expect(await stateOf(first)).toMatchObject({ state: 'WITHDRAWN', name: null });
    expect(await decisionsOn(second)).toEqual(['1 WAITING', '2 ACCEPTED']);
    const forged = request(sessionId, newId(), '62.01', HOME);
    await expect(receive(guests.requested.bind(guests) as Handle, forged)).rejects.toMatchObject({
      code: 'learner-of-another-region',
    });
  });

  it('refuses what it does not hold, and never asks who withdrew before', async () => {
    const unknown = newId();
    await receive(guests.requested.bind(guests) as Handle, request(newId(), unknown));
    expect(await stateOf(unknown)).toMatchObject({ state: 'REFUSED', reason: 'seat.session-closed' });
    const sessionId = await openSession(1);
    const early = newId();
    await receive(guests.withdrawn.bind(guests) as Handle, withdraw(early, sessionId));
    await receive(guests.requested.bind(guests) as Handle, request(sessionId, early));
    expect(await stateOf(early)).toBeUndefined();
  });

  it('gives seats that came free to who waits, and tells who waited in vain', async () => {
    const sessionId = await openSession(1);
    const [first, second, third] = [newId(), newId(), newId()];
    const asked = [first, second, third].map((id) => request(sessionId, id));
    await receive(guests.requested.bind(guests) as Handle, ...asked);
    await run((tx) => seats.move(tx, [first], 'WITHDRAWN', 'tidak hadir'));
    expect(await stateOf(first)).toMatchObject({ state: 'CANCELLED', name: null });
    await sweeps.settle();
    expect(await stateOf(second)).toMatchObject({ state: 'ACCEPTED' });
    expect(await stateOf(third)).toMatchObject({ state: 'WAITING' });
    await service.rows(`UPDATE training_session SET state = 'HELD' WHERE session_id = $1`, [sessionId]);
    await sweeps.settle();
    expect(await stateOf(third)).toMatchObject({ state: 'CANCELLED', name: null, reason: 'seat.session-closed' });
    expect(await decisionsOn(third)).toEqual(['1 WAITING', '2 CANCELLED']);
  });

  it('tells the outcome with the whole certificate, and each later change of it once', async () => {
    const sessionId = await openSession(1);
    const enrolmentId = newId();
    await receive(guests.requested.bind(guests) as Handle, request(sessionId, enrolmentId));
    const [completionId, certificateId] = [newId(), newId()];
    await service.rows(
      `INSERT INTO training_outcome (enrolment_id, session_id, employee_id, home_region, passed, checks, rule_id, completion_id, decided_on, decided_by)
       VALUES ($1, $2, $1, $3, true, '[]', $4, $5, '2026-07-10', 'officer-1')`,
      [enrolmentId, sessionId, HOME, newId(), completionId],
    );
    await service.rows(
      `INSERT INTO certificate (certificate_id, year, series_number, number, token, completion_id, enrolment_id, session_id, employee_id, home_region, holder_name,
         title, organiser, path_code, quantity_hundredths, started_on, completed_on, issued_on, expires_on, state, issued_by)
       VALUES ($1, 2025, 1, 'C-1', 't', $2, $3, $4, $3, $5, 'Sari', 'Pelatihan', 'BKPSDM', 'KL03', 2000, '2026-07-06', '2026-07-10', '2026-07-10', '2029-07-09',
         'VALID', 'officer-1')`,
      [certificateId, completionId, enrolmentId, sessionId, HOME],
    );
    await run((tx) => seats.move(tx, [enrolmentId], 'PASSED', null));
    const reports = async () =>
      ((await service.published(CompletionReported as never)) as EventData<typeof CompletionReported>[]).filter(
        (told) => told.enrolmentId === enrolmentId,
      );
    const verify = 'https://kapuas.contoh.id/api/training-catalog/v1/verify/t';
    const first = { certificateId, issuedOn: '2026-07-10', expiresOn: '2029-07-09', verificationUrl: verify };
    expect(await reports()).toMatchObject([
      { outcome: 'PASSED', completionId, quantityHundredths: 2000, certificateNumber: 'C-1', certificate: first },
    ]);
    expect(await certificates.tellAll()).toBe(0);
    const anew = await run((tx) =>
      service.certificates.reissue(tx, certificateId, 'Nama keliru', 'Sari Lamiang', 'officer-1'),
    );
    expect((await reports()).slice(1)).toMatchObject([
      {
        outcome: 'PASSED',
        certificateNumber: anew.number,
        certificate: { certificateId: anew.certificateId, expiresOn: '2029-07-09', replacesId: certificateId },
        replacedCertificates: [{ certificateId, number: 'C-1', endedReason: 'Nama keliru' }],
      },
    ]);
    await run((tx) => service.certificates.revoke(tx, anew.certificateId, 'Salah data', 'officer-1'));
    expect(await certificates.tellAll()).toBe(0);
    expect((await reports()).slice(2)).toMatchObject([
      {
        outcome: 'REVOKED',
        completionId,
        reason: 'Salah data',
        certificate: { standing: 'REVOKED', endedOn: '2026-06-30', endedReason: 'Salah data' },
      },
    ]);
    const back = await run((tx) =>
      service.certificates.reissue(tx, anew.certificateId, 'Pencabutan keliru', undefined, 'officer-1'),
    );
    expect(await certificates.tellAll()).toBe(0);
    const [restored, ...more] = (await reports()).slice(3);
    expect(more).toEqual([]);
    expect(restored).toMatchObject({
      ...{ outcome: 'PASSED', completionId: back.completionId, reason: 'Pencabutan keliru' },
      ...{ certificateNumber: back.number, certificate: { standing: 'VALID', replacesId: anew.certificateId } },
    });
    expect(back.completionId).not.toBe(completionId);
    const stated = await run((tx) => federationFacts(REGION)(tx, 'to.r6271'));
    expect(stated.map(({ contract }) => contract.definition.name)).toContain('completion-reported');
    const others = await run((tx) => federationFacts(REGION)(tx, 'to.r6201'));
    expect(others.map(({ contract }) => contract.definition.name)).toEqual(['enrolment-decided']);
  });

  it('tells of certificates of guests who passed before they were told whole', async () => {
    const sessionId = await openSession(1);
    const [enrolmentId, completionId, certificateId] = [newId(), newId(), newId()];
    await receive(guests.requested.bind(guests) as Handle, request(sessionId, enrolmentId));
    await service.rows(
      `INSERT INTO training_outcome (enrolment_id, session_id, employee_id, home_region, passed, checks, rule_id, completion_id, decided_on, decided_by)
       VALUES ($1, $2, $1, $3, true, '[]', $4, $5, '2026-07-10', 'officer-1')`,
      [enrolmentId, sessionId, HOME, newId(), completionId],
    );
    await run((tx) => seats.move(tx, [enrolmentId], 'PASSED', null));
    expect(await certificates.tellAll()).toBe(0);
    await service.rows(
      `INSERT INTO certificate (certificate_id, year, series_number, number, token, completion_id, enrolment_id, session_id, employee_id, home_region, holder_name,
         title, organiser, path_code, quantity_hundredths, started_on, completed_on, issued_on, state, issued_by)
       VALUES ($1, 2025, 2, 'C-2', 't2', $2, $3, $4, $3, $5, NULL, 'Pelatihan', 'BKPSDM', 'KL03', 2000, '2026-07-06', '2026-07-10', '2026-07-10', 'VALID', 'o')`,
      [certificateId, completionId, enrolmentId, sessionId, HOME],
    );
    expect([await certificates.tellAll(), await certificates.tellAll()]).toEqual([1, 0]);
    const last = ((await service.published(CompletionReported as never)) as EventData<typeof CompletionReported>[]).at(
      -1,
    );
    expect(last).toMatchObject({ enrolmentId, outcome: 'PASSED', certificate: { certificateId } });
  });
});

describe('the home', () => {
  const shared = new SharedSessionHandlers();
  const offer = async () => {
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
      quotas: [{ region: REGION, seats: 1 }],
      openSeats: 0,
      requestUntil: '2026-07-01',
      contribution: 0,
    };
    await receive(shared.offers.bind(shared) as Handle, service.event(SeatsOffered as never, data as never, HOST));
    return sessionId;
  };
  const ask = (sessionId: string, employeeId: string, visible: string[] | null = null) =>
    run((tx) => outgoing.request(tx, { sessionId, employeeId, actor: 'officer-1', visible }));
  const enrolment = async (enrolmentId: string) => {
    const [row] = await service.rows<{ state: string; reason: string | null }>(
      'SELECT state, reason FROM outgoing_enrolment WHERE enrolment_id = $1',
      [enrolmentId],
    );
    return row;
  };
  const decided = (enrolmentId: string, sessionId: string, decision: string, number: number, region = HOST) =>
    service.event(
      EnrolmentDecided as never,
      { enrolmentId, sessionId, decision, decisionNumber: number, reason: null } as never,
      region,
    );
  const reported = (
    enrolmentId: string,
    sessionId: string,
    outcome: string,
    completionId: string,
    region = HOST,
    more: object = {},
  ) =>
    service.event(
      CompletionReported as never,
      {
        enrolmentId,
        completionId,
        sessionId,
        programmeId: newId(),
        outcome,
        reason: outcome === 'PASSED' ? null : 'Salah data',
        title: 'Pelatihan provinsi',
        organiser: 'BPSDM',
        pathCode: 'KL03',
        scope: 'NATIONAL',
        quantityHundredths: 2000,
        startedOn: '2026-07-06',
        completedOn: '2026-07-10',
        certificateNumber: 'C-9',
        competencies: [{ code: 'MAN-08', level: 3 }],
        developmentTargetId: null,
        delivery: 'CLASSICAL',
        ...more,
      } as never,
      region,
    );

  it('asks within the units of the caller, once a person, and only while seats are offered', async () => {
    const sessionId = await offer();
    const employeeId = await employ(service, 31);
    await expect(ask(sessionId, employeeId, [newId()])).rejects.toMatchObject({ code: 'employee-unknown' });
    await ask(sessionId, employeeId);
    await expect(ask(sessionId, employeeId)).rejects.toMatchObject({ code: 'enrolment-elsewhere-already' });
    await expect(ask(newId(), employeeId)).rejects.toMatchObject({ code: 'seat-offer-not-found' });
    service.clock.set('2026-07-02T03:00:00Z');
    await expect(ask(sessionId, await employ(service, 32))).rejects.toMatchObject({ code: 'seat-offer-closed' });
    service.clock.set('2026-06-30T03:00:00Z');
    const [told] = (
      (await service.published(EnrolmentRequested as never)) as EventData<typeof EnrolmentRequested>[]
    ).slice(-1);
    expect(told).toMatchObject({ sessionId, homeRegion: REGION, learner: { employeeNumber: numberOf(31) } });
  });

  it('believes the host alone, the newest decision, and tells the person', async () => {
    const sessionId = await offer();
    const employeeId = await employ(service, 33);
    const enrolmentId = await ask(sessionId, employeeId);
    const decide = home.decided.bind(home) as Handle;
    await receive(decide, decided(enrolmentId, sessionId, 'ACCEPTED', 1, '62.01'));
    expect(await enrolment(enrolmentId)).toMatchObject({ state: 'REQUESTED' });
    await receive(decide, decided(enrolmentId, sessionId, 'ACCEPTED', 2));
    await receive(
      decide,
      decided(enrolmentId, sessionId, 'WAITING', 1),
      decided(enrolmentId, sessionId, 'ACCEPTED', 2),
    );
    expect(await enrolment(enrolmentId)).toMatchObject({ state: 'ACCEPTED' });
    const told = await service.rows('SELECT code FROM notice WHERE recipient_id = $1', [employeeId]);
    expect(told).toEqual([{ code: 'training.enrolled' }]);
  });

  it('records what was completed elsewhere once, and takes it back once', async () => {
    const sessionId = await offer();
    const employeeId = await employ(service, 34);
    const enrolmentId = await ask(sessionId, employeeId);
    const completionId = newId();
    const take = home.reported.bind(home) as Handle;
    const passed = reported(enrolmentId, sessionId, 'PASSED', completionId);
    await receive(take, reported(enrolmentId, sessionId, 'PASSED', newId(), '62.01'));
    await receive(take, passed, passed);
    await receive(take, reported(enrolmentId, sessionId, 'PASSED', newId()));
    expect(
      await service.rows('SELECT completion_id AS id FROM completion WHERE employee_id = $1', [employeeId]),
    ).toEqual([{ id: completionId }]);
    const completed = (
      (await service.published(TrainingCompleted as never)) as EventData<typeof TrainingCompleted>[]
    ).filter((one) => one.employeeId === employeeId);
    expect(completed).toMatchObject([
      { completionId, heldByRegion: HOST, competencies: [{ code: 'MAN-08', level: 3 }] },
    ]);
    const revoked = reported(enrolmentId, sessionId, 'REVOKED', completionId);
    await receive(take, revoked, revoked);
    expect(await enrolment(enrolmentId)).toMatchObject({ state: 'NOT_PASSED', reason: 'Salah data' });
    const taken = (
      (await service.published(CompletionRevoked as never)) as EventData<typeof CompletionRevoked>[]
    ).filter((one) => one.employeeId === employeeId);
    expect(taken).toHaveLength(1);
  });

  it('keeps the certificate whole, as it stands by the words of the host', async () => {
    const sessionId = await offer();
    const employeeId = await employ(service, 36);
    const enrolmentId = await ask(sessionId, employeeId);
    const [completionId, first, second] = [newId(), newId(), newId()];
    const take = home.reported.bind(home) as Handle;
    const page = 'https://bpsdm.contoh.id/verify/t';
    const days = { issuedOn: '2026-07-10', expiresOn: '2029-07-09', verificationUrl: page };
    const passed = reported(enrolmentId, sessionId, 'PASSED', completionId, HOST, {
      certificate: { certificateId: first, ...days },
    });
    await receive(take, passed, passed);
    const register = () =>
      service.rows(
        `SELECT certificate_id AS id, number, standing, ended_on AS ended, ended_reason AS reason, origin_region AS origin, quantity_hundredths AS worth
           FROM foreign_certificate WHERE employee_id = $1 ORDER BY certificate_id`,
        [employeeId],
      );
    const whole = { number: 'C-9', standing: 'VALID', ended: null, reason: null, origin: HOST, worth: 2000 };
    expect(await register()).toEqual([{ id: first, ...whole }]);
    const replaced = {
      certificateId: first,
      number: 'C-9',
      ...days,
      endedOn: '2026-08-01',
      endedReason: 'Nama keliru',
    };
    const anew = { certificateId: second, ...days, issuedOn: '2026-08-01', replacesId: first };
    const told = { certificate: anew, replacedCertificates: [replaced] };
    const again = { certificateNumber: 'C-10', ...told };
    await receive(take, reported(enrolmentId, sessionId, 'PASSED', completionId, HOST, again));
    const old = { ...whole, id: first, standing: 'REPLACED', ended: '2026-08-01', reason: 'Nama keliru' };
    expect(await register()).toEqual([old, { ...whole, id: second, number: 'C-10' }]);
    expect(
      await service.rows('SELECT certificate_number AS n FROM completion WHERE employee_id = $1', [employeeId]),
    ).toEqual([{ n: 'C-10' }]);
    const ended = { standing: 'REVOKED', endedOn: '2026-09-01', endedReason: 'Tidak sah' };
    const taken = { ...again, certificate: { ...anew, ...ended } };
    await receive(take, reported(enrolmentId, sessionId, 'REVOKED', completionId, HOST, taken));
    // However late the earlier words come once more.
    await receive(take, passed, reported(enrolmentId, sessionId, 'PASSED', completionId, HOST, again));
    const revoked = {
      ...whole,
      id: second,
      number: 'C-10',
      standing: 'REVOKED',
      ended: '2026-09-01',
      reason: 'Tidak sah',
    };
    expect(await register()).toEqual([old, revoked]);
    const notices = await service.rows('SELECT code FROM notice WHERE recipient_id = $1 ORDER BY code', [employeeId]);
    expect(notices).toEqual([{ code: 'training.certificate-replaced' }, { code: 'training.certificate-revoked' }]);
  });

  const asker = async (sequence: number) => {
    const sessionId = await offer();
    const employeeId = await employ(service, sequence);
    const { enrolmentId, state } = await run((tx) =>
      requests.ask(tx, sessionId, employeeId, 'Ingin belajar', 'account'),
    );
    const asked = async () =>
      ((await service.published(EnrolmentRequested as never)) as EventData<typeof EnrolmentRequested>[]).filter(
        (told) => told.enrolmentId === enrolmentId,
      ).length;
    return { sessionId, employeeId, enrolmentId, state, asked };
  };
  const supervisor = { visible: null, officer: false, own: null };

  it('tells the host of a request of one’s own once the approval at home is given', async () => {
    const { employeeId, enrolmentId, state, asked } = await asker(41);
    expect([state, await asked()]).toEqual(['AWAITING_SUPERVISOR', 0]);
    const own = { ...supervisor, own: employeeId };
    await expect(run((tx) => requests.approve(tx, enrolmentId, own, 'account'))).rejects.toMatchObject({
      code: 'own-enrolment',
    });
    const elsewhere = { ...supervisor, visible: [newId()] };
    await expect(run((tx) => requests.approve(tx, enrolmentId, elsewhere, 'x'))).rejects.toMatchObject({
      code: 'enrolment-elsewhere-not-found',
    });
    expect(await run((tx) => requests.approve(tx, enrolmentId, supervisor, 'boss'))).toMatchObject({
      state: 'REQUESTED',
    });
    expect(await asked()).toBe(1);
    await expect(run((tx) => requests.approve(tx, enrolmentId, supervisor, 'boss'))).rejects.toMatchObject({
      code: 'enrolment-not-awaiting',
    });
  });

  it('keeps at home what is refused, withdrawn or not approved in time', async () => {
    const [refused, withdrawn, late] = [await asker(42), await asker(43), await asker(44)];
    await run((tx) => requests.refuse(tx, refused.enrolmentId, 'Tenaga dibutuhkan', supervisor, 'boss'));
    await run((tx) => outgoing.withdraw(tx, withdrawn.enrolmentId, 'Sakit', null, 'account', withdrawn.employeeId));
    const told = (await service.published(EnrolmentWithdrawn as never)) as EventData<typeof EnrolmentWithdrawn>[];
    expect(told.filter(({ enrolmentId }) => enrolmentId === withdrawn.enrolmentId)).toEqual([]);
    expect(await sweeps.lapse()).toBe(0);
    service.clock.set('2026-07-02T03:00:00Z');
    expect(await sweeps.lapse()).toBe(1);
    service.clock.set('2026-06-30T03:00:00Z');
    const states = await Promise.all([refused, withdrawn, late].map(({ enrolmentId }) => enrolment(enrolmentId)));
    expect(states.map((one) => one?.state)).toEqual(['REFUSED', 'WITHDRAWN', 'CANCELLED']);
    expect(await Promise.all([refused, withdrawn, late].map(({ asked }) => asked()))).toEqual([0, 0, 0]);
  });

  it('gives back the seat of who leaves before', async () => {
    const sessionId = await offer();
    const employeeId = await employ(service, 35);
    const enrolmentId = await ask(sessionId, employeeId);
    await leave(service, employeeId, '2026-07-01');
    expect(await sweeps.giveBack()).toBe(1);
    expect(await sweeps.giveBack()).toBe(0);
    expect(await enrolment(enrolmentId)).toMatchObject({ state: 'WITHDRAWN' });
  });
});
