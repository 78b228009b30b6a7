import { CalendarDate } from '@betang/asn';
import { EmployeeLeft, EmployeeRecordsMerged, YearRecomputed } from '@betang/contracts';
import { JobsModule, Sweeps, cellText, readTableRows } from '@betang/platform';
import { readPdfText, waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { learningHours } from '../learning-hours.definition.js';
import { Journey } from '../testing/journey.js';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.start();
});
afterAll(async () => journey?.stop());

interface Member {
  readonly employeeId: string;
  readonly counted: number;
  readonly shortfall: number;
  readonly band: string;
}

/** R24: all staff without exception, PNS as PPPK; each status by its own duty. */
describe('all staff', () => {
  it('have a year, with the duty of their status', async () => {
    const [pns, pppk, partTime] = [
      await journey.person(),
      await journey.person({ employmentStatus: 'PPPK', employeeNumber: '198609262024211001' }),
      await journey.person({ employmentStatus: 'PPPK_PARUH_WAKTU', employeeNumber: '198609262025211002' }),
    ];
    for (const { id } of [pns, pppk, partTime])
      await journey.completes(id, { pathCode: 'KL03', quantityHundredths: 3000, completedOn: `${journey.year}-01-08` });
    await journey.counted(pns.id, 3000);
    await journey.counted(pppk.id, 2400);
    await journey.counted(partTime.id, 2400);
    const year = await journey.get(`me/years/${journey.year}`, partTime.token);
    expect(year.body).toMatchObject({
      ...{ earned: 3000, countedInLedger: 3000, counted: 2400, duty: { maximumCountedHundredths: 2400 } },
      ...{ aboveMaximum: 600, aboveCaps: 0 },
    });
    const pdf = await journey.get<{ bytes: Buffer }>(`me/years/${journey.year}/statement.pdf`, partTime.token);
    expect(readPdfText(pdf.body.bytes).lines.join(' ')).toMatch(
      /6 JP dicatat tetapi tidak dihitung karena melebihi batas tahunan 24 JP/,
    );
  });

  it('are listed, filtered and sorted for the officer, by team for the supervisor, and by agency', async () => {
    const boss = await journey.supervisor(journey.education);
    const team = [
      await journey.person({ agencyId: journey.education, supervisorId: boss.id, name: 'Aluh Rekaan' }),
      await journey.person({ agencyId: journey.education, supervisorId: boss.id, name: 'Bawi Rekaan' }),
    ];
    await journey.completes(team[1]!.id, {
      pathCode: 'KL03',
      quantityHundredths: 1500,
      completedOn: `${journey.year}-01-08`,
    });
    await journey.counted(team[1]!.id, 1500);
    const mine = await journey.get<{ items: Member[] }>('team?sort=-shortfall', boss.token);
    expect(mine.body.items).toMatchObject([
      { employeeId: team[0]!.id, shortfall: 2000, band: 'none' },
      { employeeId: team[1]!.id, shortfall: 500, band: 'halfway' },
    ]);
    const agency = await journey.get<{ items: Member[] }>(`people?agencyId=${journey.education}&band=halfway`);
    expect(agency.body.items.map(({ employeeId }) => employeeId)).toEqual([team[1]!.id]);
    const named = async (list: string, as?: string) => {
      const body = { name: 'bawi r', year: journey.year };
      return (await journey.post<{ items: Member[] }>(`${list}/search`, body, as)).body.items;
    };
    expect(await named('people')).toMatchObject([{ employeeId: team[1]!.id }]);
    expect(await named('team', boss.token)).toMatchObject([{ employeeId: team[1]!.id }]);
    expect(await named('team', (await journey.supervisor(journey.education)).token)).toEqual([]);
    for (const list of ['people', 'people/export', 'team'])
      expect((await journey.get(`${list}?search=Bawi`, boss.token)).body).toMatchObject({
        errors: [{ field: 'search', code: 'asked-by-search', message: expect.stringContaining('/search') as unknown }],
      });
    const first = await journey.get<{ items: Member[]; nextCursor: string }>('people?limit=2&sort=name');
    const next = await journey.get<{ items: Member[] }>(`people?limit=2&sort=name&cursor=${first.body.nextCursor}`);
    expect(new Set([...first.body.items, ...next.body.items].map(({ employeeId }) => employeeId)).size).toBe(4);
    const file = await journey.get<{ text: string }>(`people/export?format=csv&agencyId=${journey.education}`);
    expect(file.headers.get('content-type')).toMatch(/text\/csv/);
    expect(file.body.text).toContain('Bawi Rekaan');
    expect((await journey.get('team', team[0]!.token)).status).toBe(403);
    for (const list of ['people/export', 'people/at-risk/export'])
      expect(await journey.get(`${list}?format=csv&cursor=abc`)).toMatchObject({
        status: 400,
        body: { code: 'validation-failed', errors: [{ field: 'cursor', code: 'unknown' }] },
      });
    expect(await journey.get('people/export?format=csv&sort=shoeSize')).toMatchObject({
      status: 400,
      body: { code: 'sort-invalid' },
    });
  });

  it('are told for years that there are, and for no others', async () => {
    const { id, token } = await journey.person();
    for (const year of [`people/${id}/years/99999`, `people/${id}/years/2147483648/forecast`])
      expect(await journey.get(year)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'year', code: 'max', message: expect.stringContaining('2200') as unknown }] },
      });
    expect((await journey.get('me/years/1/statement.pdf', token)).status).toBe(400);
    expect((await journey.get(`people/${id}/years/1950`)).status).toBe(200);
  });
});

/** R24: nobody twice. */
describe('someone who was recorded twice', () => {
  it('has all hours under the record that stays, and one claim queue', async () => {
    const [stays, goes] = [await journey.person(), await journey.person()];
    const day = { pathCode: 'NKL09', completedOn: `${journey.year}-01-08` };
    await journey.completes(stays.id, { ...day, quantityHundredths: 150 });
    await journey.completes(goes.id, { ...day, quantityHundredths: 150 });
    await journey.counted(goes.id, 150);
    await journey.counted(stays.id, 150);
    const claimId = await journey.claims(goes);
    const merged = { employeeId: stays.id, mergedEmployeeId: goes.id };
    const left = {
      employeeId: goes.id,
      leftOn: `${journey.year}-01-09`,
      reason: 'OTHER' as const,
      recordedInError: true,
    };
    await journey.identity.publish(
      EmployeeRecordsMerged.create({ subject: stays.id, data: merged }),
      EmployeeLeft.create({ subject: goes.id, data: left }),
    );
    await journey.counted(stays.id, 200);
    await journey.counted(goes.id, 0);
    await journey.decide(claimId, { decision: 'ACCEPT' });
    await journey.counted(stays.id, 600);
    const years = await journey.service.region.sql<{ in_service: boolean }>(
      'SELECT in_service FROM learning_hours.person_year WHERE employee_id = $1',
      [goes.id],
    );
    expect(years.every(({ in_service }) => !in_service)).toBe(true);
  });
});

/** R30: a reminder to meet the learning hours, and a statement of one's own. */
describe('someone who wants to meet the duty', () => {
  it('sees what is missing, how the year may end, and by what it can be had', async () => {
    const person = await journey.person();
    await journey.completes(person.id, {
      pathCode: 'KL03',
      quantityHundredths: 500,
      completedOn: `${journey.year}-01-08`,
    });
    await journey.counted(person.id, 500);
    await journey.claims(person, { title: 'Seminar Kesehatan Kerja' });
    const { body } = await journey.get<{ ways: { pathCode: string; name: string; units: number }[] }>(
      `me/years/${journey.year}/forecast`,
      person.token,
    );
    expect(body).toMatchObject({ counted: 500, waiting: 400, missing: 1500, minimum: 2000 });
    expect(body.ways).toContainEqual(
      expect.objectContaining({ pathCode: 'KL06', units: 4, name: 'Seminar/konferensi/sarasehan' }),
    );
  });

  it('takes the statement of the year home as PDF and .xlsx; the officer for others, on record', async () => {
    const [person, other] = [await journey.person({ name: 'Mina Rekaan' }), await journey.person()];
    await journey.completes(person.id, {
      pathCode: 'KL03',
      quantityHundredths: 1250,
      title: 'Pelatihan Arsip',
      completedOn: `${journey.year}-01-08`,
    });
    await journey.counted(person.id, 1250);
    const path = `years/${journey.year}/statement`;
    const pdf = await journey.get<{ bytes: Buffer }>(`me/${path}.pdf`, person.token);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const text = readPdfText(pdf.body.bytes).lines.join(' ');
    for (const part of ['PERNYATAAN JAM PELAJARAN', 'Mina Rekaan', 'Pelatihan Arsip', '12,5 JP'])
      expect(text).toContain(part);
    const xlsx = await journey.get<{ bytes: Buffer }>(`people/${person.id}/${path}.xlsx`);
    const rows: unknown[][] = [];
    for await (const { cells } of readTableRows(xlsx.body.bytes)) rows.push(cells.map((cell) => cellText(cell)));
    expect(rows.flat()).toEqual(expect.arrayContaining(['Nama: Mina Rekaan', 'Pelatihan Arsip', 'KL03', '12.5']));
    expect((await journey.get(`people/${person.id}/${path}.pdf`, other.token)).status).toBe(403);
    const reads = await journey.service.region.sql(
      `SELECT 1 FROM learning_hours.audit_entry WHERE action = 'read-personal-data' AND object_id = $1`,
      [person.id],
    );
    expect(reads.length).toBeGreaterThan(0);
  });

  it('is reminded by the calendar that the officer sets, once', async () => {
    const [behind, done] = [await journey.person(), await journey.person()];
    await journey.completes(done.id, {
      pathCode: 'KL03',
      quantityHundredths: 2000,
      completedOn: `${journey.year}-01-08`,
    });
    await journey.counted(done.id, 2000);
    const { month, day } = CalendarDate.parse(journey.day(0));
    const dates = [{ month, day: Math.min(28, day), below: 'duty' }];
    const set = await journey.service.call('PUT', 'reminders/calendar', { as: journey.officer, body: { dates } });
    expect(set.status).toBe(200);
    expect(
      (await journey.service.call('PUT', 'reminders/calendar', { as: behind.token, body: { dates } })).status,
    ).toBe(403);
    const sweeps = journey.service.app.select(JobsModule.forService(learningHours)).get(Sweeps, { strict: false });
    const { sql } = journey.service.region;
    // A day that was over when it was set is next year's; one that a stopped process missed is not.
    await sql(`UPDATE learning_hours.reminder_date SET set_at = now() + interval '20 days'`);
    await sweeps.runNow('reminders');
    expect((await journey.get('reminders/runs')).body).toEqual({ items: [] });
    await sql(`UPDATE learning_hours.reminder_date SET set_at = now() - interval '20 days'`);
    await sweeps.runNow('reminders');
    await sweeps.runNow('reminders');
    const codes = async (token: string) =>
      (await journey.get<{ items: { code: string; text: string }[] }>('notices', token)).body.items.map(
        ({ code }) => code,
      );
    expect(await codes(behind.token)).toEqual(['hours-missing']);
    expect(await codes(done.token)).toEqual([]);
    const runs = await journey.get<{ items: { people: number; finishedAt: string }[] }>('reminders/runs');
    expect(runs.body.items).toHaveLength(1);
    expect(runs.body.items[0]!.finishedAt).not.toBeNull();
  });
});

/** A region's own rule: entered by one officer, approved by another, seen before it is applied. */
describe('a rule of the region', () => {
  it('is previewed, approved by a second officer, and applied to the year', async () => {
    const person = await journey.person();
    await journey.completes(person.id, {
      pathCode: 'KL07',
      quantityHundredths: 200,
      startedOn: `${journey.year}-01-08`,
      completedOn: `${journey.year}-01-09`,
    });
    await journey.counted(person.id, 1000);
    const second = await journey.service.token('bkpsdm-officer', { subject: 'bkpsdm-officer-2' });
    const rule = {
      pathCode: 'KL07',
      validFrom: `${journey.year}-01-01`,
      legalBasis: 'Perbup 1/2026 (rekaan)',
      nationalHundredths: 300,
      internationalHundredths: 400,
    };
    const proposed = await journey.post<{ proposalId: string }>('rule-proposals/conversion', rule);
    const path = `rule-proposals/${proposed.body.proposalId}`;
    const preview = await journey.post<{ recalculationId: string }>(`${path}/preview`, { year: journey.year });
    const run = (id: string) => journey.get<{ state: string }>(`recalculations/${id}`);
    await waitUntil('the preview is done', async () => (await run(preview.body.recalculationId)).body.state === 'DONE');
    expect((await run(preview.body.recalculationId)).body).toMatchObject({
      mode: 'PREVIEW',
      peopleChanged: 1,
      entriesChanged: 1,
      deltaCounted: -400,
    });
    await journey.counted(person.id, 1000);
    expect((await journey.post<{ code: string }>(`${path}/approve`, {})).body.code).toBe('second-officer-needed');
    const approved = await journey.post<{ recalculationIds: string[]; ruleVersion: string }>(
      `${path}/approve`,
      {},
      second,
    );
    expect(approved.body.ruleVersion).toBe(`KL07/${journey.year}-01-01/+1`);
    await journey.counted(person.id, 600);
    const entries = await journey.get<{ items: { reason: string; explanation: string }[] }>('me/entries', person.token);
    expect(entries.body.items.map(({ reason }) => reason)).toEqual(['RULE_CHANGED', 'RULE_CHANGED', 'COMPLETED']);
    expect(entries.body.items[1]!.explanation).toContain(
      `Alasan: KL07/${journey.year}-01-01/+1; Perbup 1/2026 (rekaan).`,
    );
    expect(entries.body.items[0]!.explanation).toBe(
      `Dihitung ulang menurut aturan baru. 2 hari tingkat nasional, masing-masing 3 JP: 6 JP. Dari katalog pelatihan; kelulusan dinyatakan oleh BKPSDM Kabupaten Kapuas. Aturan KL07/${journey.year}-01-01/+1 (Perbup 1/2026 (rekaan)).`,
    );
    await journey.completes(person.id, {
      pathCode: 'KL07',
      quantityHundredths: 100,
      completedOn: `${journey.year}-01-12`,
    });
    await journey.counted(person.id, 900);
    const sql = 'SELECT body FROM learning_hours.outbox WHERE type = $1';
    const events = await journey.service.region.sql<{ body: Buffer }>(sql, [YearRecomputed.type]);
    expect(events.map(({ body }) => JSON.parse(body.toString()) as object)).toContainEqual(
      expect.objectContaining({
        proposalId: proposed.body.proposalId,
        year: journey.year,
        people: 1,
        entries: 1,
        delta: -400,
      }),
    );
  });

  it('of the duty changes the bands of the year, and no entry', async () => {
    const person = await journey.person({ employmentStatus: 'CPNS' });
    await journey.completes(person.id, {
      pathCode: 'KL03',
      quantityHundredths: 1000,
      completedOn: `${journey.year}-01-08`,
    });
    await journey.counted(person.id, 1000);
    const rule = {
      employmentStatus: 'CPNS',
      validFrom: `${journey.year}-01-01`,
      legalBasis: 'Perbup 2/2026 (rekaan)',
      minimumHundredths: 1000,
    };
    const { body } = await journey.post<{ proposalId: string }>('rule-proposals/duty', rule);
    const second = await journey.service.token('bkpsdm-officer', { subject: 'bkpsdm-officer-2' });
    expect((await journey.post(`rule-proposals/${body.proposalId}/approve`, {}, second)).status).toBe(200);
    await waitUntil('the duty is the new one', async () => {
      const year = await journey.get<{ band: string }>(`me/years/${journey.year}`, person.token);
      return year.body.band === 'fulfilled';
    });
    const entries = await journey.get<{ items: object[] }>('me/entries', person.token);
    expect(entries.body.items).toHaveLength(1);
  });
});
