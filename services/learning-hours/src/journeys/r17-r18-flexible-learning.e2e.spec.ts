import { ClaimDecided, DrillParticipationRecorded, EmployeeLeft, newId } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CalendarWork } from '../calendar-work.js';
import { Journey, claimOf, evidence } from '../testing/journey.js';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.start();
});
afterAll(async () => journey?.stop());

const outcomeOf = async (claimId: string, decision: Readonly<Record<string, unknown>>, as?: string) =>
  (await journey.decide(claimId, decision, as)).body.outcomes[0]!;

/** R17: learning anywhere and at any time counts; R18: also where the way of learning changes. */
describe('someone who learns elsewhere', () => {
  it('claims a training with evidence, sees it accepted, and reads why it counts', async () => {
    const person = await journey.person();
    const claimId = await journey.claims(person, { certificateNumber: 'WB/77/2026' });
    const queue = await journey.get<{ items: { claimId: string; evidenceFiles: number; name: string }[] }>(
      'claims?limit=200',
    );
    expect(queue.body.items).toContainEqual(expect.objectContaining({ claimId, evidenceFiles: 1, overdue: false }));
    expect(await outcomeOf(claimId, { decision: 'ACCEPT' })).toEqual({ claimId, outcome: 'DONE', counted: 400 });
    await journey.counted(person.id, 400);
    const entries = await journey.get<{ items: { explanation: string; origin: object; source: string }[] }>(
      'me/entries',
      person.token,
    );
    expect(entries.body.items[0]).toMatchObject({
      source: 'CLAIM',
      certificateNumber: 'WB/77/2026',
      origin: {
        kind: 'CLAIM',
        reference: claimId,
        verifiedBy: 'bkpsdm-officer-1',
        evidence: [{ mediaType: 'application/pdf' }],
      },
    });
    expect(entries.body.items[0]!.explanation).toMatch(
      /Dari klaim dengan bukti dukung\..*WB\/77\/2026.*1 berkas.*Aturan KL06/,
    );
    const told = await journey.service.call<{ items: { code: string }[] }>('GET', 'notices', { as: person.token });
    expect(told.body.items.map(({ code }) => code)).toContain('claim-accepted');
  });

  it('keeps the evidence out of everyone else’s hands, and out of every event', async () => {
    const [person, other] = [await journey.person(), await journey.person()];
    const claimId = await journey.claims(person);
    const { body } = await journey.get<{ evidence: { sha256: string }[] }>(`me/claims/${claimId}`, person.token);
    const path = `evidence/${body.evidence[0]!.sha256}`;
    const own = await journey.get<{ bytes: Buffer }>(`me/claims/${claimId}/${path}`, person.token);
    expect(own.body.bytes).toEqual(evidence(claimId));
    expect(own.headers.get('content-disposition')).toMatch(/^attachment/);
    expect((await journey.get(`me/claims/${claimId}/${path}`, other.token)).status).toBe(404);
    expect((await journey.get(`claims/${claimId}/${path}`, other.token)).status).toBe(403);
    const elsewhere = await journey.supervisor(journey.education);
    expect((await journey.get(`claims/${claimId}/${path}`, elsewhere.token)).status).toBe(404);
    expect((await journey.get(`claims/${claimId}/${path}`)).status).toBe(200);
    const events = await journey.service.region.sql<{ body: Buffer }>('SELECT body FROM learning_hours.outbox');
    expect(events.map(({ body: text }) => text.toString()).join('')).not.toContain(body.evidence[0]!.sha256);
  });

  it('is told what is wrong with a claim or a file', async () => {
    const person = await journey.person();
    const draft = (changes: object) =>
      journey.post<{ code: string; errors: { field: string; code: string }[]; claimId: string }>(
        'me/claims',
        claimOf(journey.year, { ...changes }),
        person.token,
      );
    expect((await draft({ completedOn: '2999-01-01' })).body).toMatchObject({
      code: 'claim-refused',
      errors: [{ field: 'startedOn' }, { field: 'completedOn' }],
    });
    expect((await draft({ quantityHundredths: 300 })).body.errors[0]).toMatchObject({
      field: 'quantityHundredths',
      code: 'claim.more-days-than-it-took',
    });
    expect((await draft({ pathCode: 'KL03', quantityHundredths: 10_000_000 })).body.errors[0]).toEqual({
      field: 'quantityHundredths',
      code: 'claim.hours-too-many',
      message: expect.stringMatching(/paling banyak 32 JP .* atau isi tanggal mulai dan selesai yang sebenarnya/),
    });
    const { claimId } = (await draft({})).body;
    expect((await journey.post<{ code: string }>(`me/claims/${claimId}/submit`, {}, person.token)).body.code).toBe(
      'claim-evidence-missing',
    );
    const program = await journey.attaches(person, claimId, Buffer.from('MZ\x90\x00\x03\x00\x00\x00'));
    expect([program.status, program.body['code']]).toEqual([415, 'file-type-refused']);
    const large = await journey.attaches(
      person,
      claimId,
      Buffer.concat([evidence('x'), Buffer.alloc(5 * 1024 * 1024, 32)]),
    );
    expect([large.status, large.body['code']]).toEqual([413, 'file-too-large']);
  });

  it('completes a claim that was returned, and has it corrected by the verifier', async () => {
    const person = await journey.person();
    const claimId = await journey.claims(person, {
      pathCode: 'KL07',
      startedOn: `${journey.year}-01-03`,
      completedOn: `${journey.year}-01-04`,
      quantityHundredths: 200,
    });
    expect((await outcomeOf(claimId, { decision: 'RETURN' })).outcome).toBe('claim-note-missing');
    expect((await outcomeOf(claimId, { decision: 'RETURN', note: 'Daftar hadir hari kedua belum ada' })).outcome).toBe(
      'DONE',
    );
    await journey.attaches(person, claimId, evidence('hari kedua'));
    await journey.post(`me/claims/${claimId}/submit`, {}, person.token);
    const corrected = {
      decision: 'ACCEPT',
      corrected: { quantityHundredths: 100, completedOn: `${journey.year}-01-03` },
    };
    expect(await outcomeOf(claimId, corrected)).toMatchObject({ outcome: 'DONE', counted: 500 });
    const { body } = await journey.get<{ history: { act: string; corrections: object[] }[] }>(
      `me/claims/${claimId}`,
      person.token,
    );
    expect(body.history.map(({ act }) => act)).toEqual([
      'CREATED',
      'EDITED',
      'SUBMITTED',
      'RETURNED',
      'EDITED',
      'SUBMITTED',
      'ACCEPTED',
    ]);
    expect(body.history.at(-1)!.corrections).toEqual([
      { field: 'quantityHundredths', before: 200, after: 100 },
      { field: 'completedOn', before: `${journey.year}-01-04`, after: `${journey.year}-01-03` },
    ]);
  });

  it('cannot decide on an own claim; a refusal names its reason; many are decided at once', async () => {
    const supervisor = await journey.supervisor(journey.health);
    const own = await journey.claims(supervisor);
    expect((await outcomeOf(own, { decision: 'ACCEPT' }, supervisor.token)).outcome).toBe('claim-own');
    const [a, b] = [await journey.person(), await journey.person()];
    const ids = [await journey.claims(a), await journey.claims(b)];
    expect((await outcomeOf(ids[0]!, { decision: 'REFUSE' })).outcome).toBe('claim-reason-missing');
    const decisions = [
      { claimId: ids[0], decision: 'REFUSE', reasonCode: 'NOT_DEVELOPMENT' },
      { claimId: ids[1], decision: 'ACCEPT' },
      { claimId: newId(), decision: 'ACCEPT' },
    ];
    const { body } = await journey.post<{ outcomes: { outcome: string }[] }>(
      'claims/decisions',
      { decisions },
      supervisor.token,
    );
    expect(body.outcomes.map(({ outcome }) => outcome).sort()).toEqual(['DONE', 'DONE', 'claim-not-found']);
    expect((await outcomeOf(ids[1]!, { decision: 'ACCEPT' })).outcome).toBe('claim-not-waiting');
    const decided = await journey.service.region.sql<{ body: Buffer }>(
      'SELECT body FROM learning_hours.outbox WHERE type = $1',
      [ClaimDecided.type],
    );
    expect(decided.map(({ body: text }) => JSON.parse(text.toString()) as object)).toContainEqual(
      expect.objectContaining({
        claimId: ids[0],
        decision: 'REFUSED',
        reasonCode: 'NOT_DEVELOPMENT',
        counted: 0,
        withinDeadline: true,
      }),
    );
  });

  it('is verified by whoever stands in for an absent verifier, in those units and days only', async () => {
    const [there, here] = [await journey.supervisor(journey.education), await journey.supervisor(journey.health)];
    const person = await journey.person({ agencyId: journey.education });
    const claimId = await journey.claims(person);
    expect((await outcomeOf(claimId, { decision: 'ACCEPT' }, here.token)).outcome).toBe('claim-not-found');
    const days = {
      validFrom: `${journey.year}-01-01`,
      validTo: `${journey.year}-12-31`,
      reason: 'Cuti tahunan',
    };
    const tooLong = await journey.post<{ code: string }>('delegations', { toEmployee: here.id, ...days }, there.token);
    expect(tooLong.body.code).toBe('delegation-too-long');
    const ahead = (offset: number) => {
      const validFrom = journey.day(offset);
      const body = { toEmployee: here.id, validFrom, validTo: validFrom, reason: 'Cuti' };
      return journey.post<{ code?: string; errors?: unknown }>('delegations', body, there.token);
    };
    expect((await ahead(90)).status).toBe(201);
    expect(await ahead(94)).toMatchObject({
      ...{ status: 422, body: { code: 'delegation-too-early', field: 'validFrom' } },
    });
    const [yesterday, tomorrow] = [journey.day(-1), journey.day(1)];
    const given = await journey.post<{ delegationId: string }>(
      'delegations',
      { toEmployee: here.id, validFrom: yesterday, validTo: tomorrow, reason: 'Cuti' },
      there.token,
    );
    expect(given.status).toBe(201);
    await journey.service.region.sql(
      `UPDATE learning_hours.claim SET due_on = '2020-01-01', assigned_to = $2 WHERE claim_id = $1`,
      [claimId, there.id],
    );
    await journey.service.app.get(CalendarWork, { strict: false }).tellOverdue();
    for (const { token } of [there, here]) {
      const told = await journey.get<{ items: { code: string }[] }>('notices', token);
      expect(told.body.items).toContainEqual(expect.objectContaining({ code: 'claim-overdue' }));
    }
    expect((await outcomeOf(claimId, { decision: 'ACCEPT' }, here.token)).outcome).toBe('DONE');
    await journey.post(`delegations/${given.body.delegationId}/end`, {}, there.token);
    const next = await journey.claims(await journey.person({ agencyId: journey.education }));
    expect((await outcomeOf(next, { decision: 'ACCEPT' }, here.token)).outcome).toBe('claim-not-found');
  });

  it('is not verified any more in the place of a verifier who has left', async () => {
    const [there, here] = [await journey.supervisor(journey.education), await journey.supervisor(journey.health)];
    const claimId = await journey.claims(await journey.person({ agencyId: journey.education }));
    const [day, validTo] = [journey.day(-1), journey.day(1)];
    await journey.post('delegations', { toEmployee: here.id, validFrom: day, validTo, reason: 'Cuti' }, there.token);
    expect((await journey.get(`claims/${claimId}`, here.token)).status).toBe(200);
    const left = { employeeId: there.id, leftOn: day, reason: 'RETIRED' as const };
    await journey.identity.publish(EmployeeLeft.create({ subject: there.id, data: left }));
    await waitUntil('nobody stands in any more', async () => {
      return (await journey.get(`claims/${claimId}`, here.token)).status === 404;
    });
    expect((await outcomeOf(claimId, { decision: 'ACCEPT' }, here.token)).outcome).toBe('claim-not-found');
  });

  it('shares one cap among claims, completions and drills, in whatever order they come', async () => {
    const person = await journey.person();
    const day = `${journey.year}-01-06`;
    const selfStudy = { pathCode: 'NKL10', quantityHundredths: 150, startedOn: day, completedOn: day };
    const claimIds = await Promise.all(
      [1, 2].map((n) => journey.claims(person, { ...selfStudy, title: `Komunitas belajar ${n}` })),
    );
    const drill = {
      participationId: newId(),
      drillId: newId(),
      planId: newId(),
      employeeId: person.id,
      drillKind: 'TABLE_TOP' as const,
      title: 'Gladi meja banjir',
      organiser: 'BPBD (rekaan)',
      pathCode: 'NKL10',
      scope: 'NATIONAL' as const,
      quantityHundredths: 150,
      minutes: 90,
      startedOn: day,
      completedOn: day,
    };
    await Promise.all([
      journey.decide(claimIds[0]!, { decision: 'ACCEPT' }),
      journey.completes(person.id, { ...selfStudy, title: 'Diskusi mingguan' }),
      journey.contingency.publish(DrillParticipationRecorded.create({ subject: person.id, data: drill })),
      journey.decide(claimIds[1]!, { decision: 'ACCEPT' }),
    ]);
    await waitUntil('all four are booked', async () => {
      const { body } = await journey.get<{ byPath: { entries: number; earned: number; counted: number }[] }>(
        `people/${person.id}/years/${journey.year}`,
      );
      return body.byPath[0]?.entries === 4 && body.byPath[0].earned === 600 && body.byPath[0].counted === 200;
    });
    await journey.post(`claims/${claimIds[0]}/revoke`, {
      reasonCode: 'ANOTHER_PERSON',
      note: 'Sertifikat milik orang lain',
    });
    await waitUntil('the room of what was taken back went to others', async () => {
      const { body } = await journey.get<{ byPath: { entries: number; counted: number }[] }>(
        `people/${person.id}/years/${journey.year}`,
      );
      return body.byPath[0]?.entries === 3 && body.byPath[0].counted === 200;
    });
  });

  it('warns the verifier of the same certificate and of overlapping days; the officer takes a double back', async () => {
    const person = await journey.person();
    const details = {
      pathCode: 'KL08',
      organiser: 'Balai Rekaan',
      certificateNumber: '123/BR/2026',
      quantityHundredths: 1000,
    };
    await journey.completes(person.id, { ...details, title: 'Kursus Kearsipan', completedOn: `${journey.year}-01-07` });
    await journey.counted(person.id, 1000);
    const claimId = await journey.claims(person, {
      ...details,
      title: 'Kursus Kearsipan Dasar',
      startedOn: `${journey.year}-01-07`,
      completedOn: `${journey.year}-01-07`,
    });
    await waitUntil('the warning is there', async () => {
      const { body } = await journey.get<{ warnings: { kind: string }[] }>(`claims/${claimId}`);
      return body.warnings.map(({ kind }) => kind).join() === 'SAME_CERTIFICATE';
    });
    await journey.decide(claimId, { decision: 'ACCEPT' });
    await journey.counted(person.id, 2000);
    const find = () =>
      journey.get<{ items: { findingId: string; kind: string; completionId: string; otherCompletionId: string }[] }>(
        `doubles?employeeId=${person.id}`,
      );
    await waitUntil('the double is found', async () => (await find()).body.items.length === 1);
    const finding = (await find()).body.items[0]!;
    expect(finding.kind).toBe('SAME_CERTIFICATE');
    const done = await journey.post(`doubles/${finding.findingId}/reverse`, {
      completionId: claimId,
      note: 'Sertifikat yang sama',
    });
    expect(done.status).toBe(200);
    await journey.counted(person.id, 1000);
    const entries = await journey.get<{ items: { reason: string; explanation: string }[] }>(
      `people/${person.id}/entries`,
    );
    expect(entries.body.items[0]).toMatchObject({ reason: 'DOUBLE' });
    expect((await find()).body.items).toEqual([]);
  });
});
