import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { Journey, claimOf, evidence, type InventedPerson } from '../testing/journey.js';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.start();
});
afterAll(async () => journey?.stop());

interface ClaimDetail {
  readonly state: string;
  readonly appealedAt: string | null;
  readonly warnings: { readonly kind: string; readonly completionId: string; readonly anotherPerson: boolean }[];
  readonly evidence: { readonly sha256: string; readonly fileName: string; readonly erasedAt: string | null }[];
  readonly history: {
    readonly act: string;
    readonly note: string | null;
    readonly corrections: { readonly field: string; readonly after: string | number | null }[];
  }[];
}

const outcome = async (claimId: string, decision: Readonly<Record<string, unknown>>, as?: string) =>
  (await journey.decide(claimId, decision, as)).body.outcomes[0]!.outcome;

const attach = (path: string, as: string, content: Buffer, name: string) => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(content)]), name);
  return journey.service.call<{ code: string } & ClaimDetail['evidence']>('POST', `${path}/evidence`, { as, form });
};

const draft = async ({ token }: InventedPerson, changes = {}) =>
  (await journey.post<{ claimId: string }>('me/claims', claimOf(journey.year, changes), token)).body.claimId;

/** A refusal is not the last word: the person appeals (keberatan), someone else decides. */
describe('an appeal against a refusal', () => {
  it('goes to another verifier, once; hours that are granted then count', async () => {
    const [person, boss] = [await journey.person(), await journey.supervisor(journey.health)];
    const claimId = await journey.claims(person);
    const appeal = (as = person.token) =>
      journey.post<{ code: string; dueOn: string }>(
        `me/claims/${claimId}/appeal`,
        { statement: 'Sertifikat asli ada pada lampiran kedua' },
        as,
      );
    expect((await appeal()).body.code).toBe('claim-not-refused');
    expect(await outcome(claimId, { decision: 'REFUSE', reasonCode: 'EVIDENCE_INSUFFICIENT' }, boss.token)).toBe(
      'DONE',
    );
    const stranger = await journey.person();
    expect((await appeal(stranger.token)).status).toBe(404);
    const twice = await Promise.all([appeal(), appeal()]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await journey.get<{ items: object[] }>('claims?appealed=true')).body.items).toMatchObject([{ claimId }]);
    expect(await outcome(claimId, { decision: 'ACCEPT' }, boss.token)).toBe('claim-appeal-same-verifier');
    await journey.post('claims/assignments', { claimIds: [claimId], assignedTo: boss.id });
    expect((await journey.get<{ items: object[] }>('claims?mine=true', boss.token)).body.items).toEqual([]);
    expect(await outcome(claimId, { decision: 'ACCEPT' })).toBe('DONE');
    await journey.counted(person.id, 400);
    const { body } = await journey.get<ClaimDetail>(`me/claims/${claimId}`, person.token);
    expect(body.history.map(({ act }) => act).slice(-3)).toEqual(['REFUSED', 'APPEALED', 'ACCEPTED']);
    expect(body.history.find(({ act }) => act === 'APPEALED')?.note).toBe('Sertifikat asli ada pada lampiran kedua');
  });

  it('ends there: a second refusal stands, and so does one that was left too long', async () => {
    const person = await journey.person();
    const other = await journey.supervisor(journey.health);
    const [again, late] = [await journey.claims(person), await journey.claims(person, { title: 'Seminar lain' })];
    for (const claimId of [again, late]) await journey.decide(claimId, { decision: 'REFUSE', reasonCode: 'OTHER' });
    const appeal = async (claimId: string) =>
      (
        await journey.post<{ code?: string }>(
          `me/claims/${claimId}/appeal`,
          { statement: 'Mohon diperiksa lagi' },
          person.token,
        )
      ).body.code;
    expect(await appeal(again)).toBeUndefined();
    expect(await outcome(again, { decision: 'REFUSE', reasonCode: 'OTHER' }, other.token)).toBe('DONE');
    expect(await appeal(again)).toBe('claim-appealed-already');
    await journey.service.region.sql(
      `UPDATE learning_hours.claim SET decided_at = decided_at - interval '15 days' WHERE claim_id = $1`,
      [late],
    );
    expect(await appeal(late)).toBe('claim-appeal-too-late');
  });
});

describe('a claim of more than its days hold', () => {
  it('that was submitted before there was such a bound counts once it is corrected', async () => {
    const person = await journey.person();
    const claimId = await journey.claims(person);
    await journey.service.region.sql(
      'UPDATE learning_hours.claim SET quantity_hundredths = 36500 WHERE claim_id = $1',
      [claimId],
    );
    expect(await outcome(claimId, { decision: 'ACCEPT' })).toBe('claim-amount-impossible');
    const corrected = { quantityHundredths: 100 };
    expect(await outcome(claimId, { decision: 'ACCEPT', corrected })).toBe('DONE');
  });
});

describe('a file of evidence', () => {
  it('is what its bytes are, whatever it is called, and never larger than may be', async () => {
    const person = await journey.person();
    const path = `me/claims/${await draft(person)}`;
    const disguised = await attach(path, person.token, Buffer.from('MZ\u0090\u0000 this program'), 'sertifikat.pdf');
    expect([disguised.status, disguised.body.code]).toEqual([415, 'file-type-refused']);
    const page = await attach(path, person.token, Buffer.from('<html><script>alert(1)</script></html>'), 'a.pdf');
    expect(page.status).toBe(415);
    const large = Buffer.concat([evidence('besar'), Buffer.alloc(6 * 1024 * 1024, ' ')]);
    expect((await attach(path, person.token, large, 'a.pdf')).status).toBe(413);
    expect((await attach(path, person.token, Buffer.alloc(0), 'a.pdf')).status).toBe(422);
    const escaped = await attach(path, person.token, evidence('x'), '..\\..\\..\\windows\\serti\u202efikat.exe');
    expect([escaped.status, escaped.body.map(({ fileName }) => fileName)]).toEqual([201, ['sertifikat.exe.pdf']]);
    const twice = await attach(path, person.token, evidence('x'), 'lain.pdf');
    expect(twice.body).toHaveLength(1);
    const changed = { as: person.token, body: claimOf(journey.year, { quantityHundredths: 50, title: 'Judul lain' }) };
    await journey.service.call('PUT', path, changed);
    const { history } = (await journey.get<ClaimDetail>(path, person.token)).body;
    expect(
      history.map(({ act, corrections }) => [act, ...corrections.map(({ field, after }) => [field, after])]),
    ).toEqual([
      ['CREATED'],
      ['EDITED', ['evidence', 'sertifikat.exe.pdf']],
      ['EDITED', ['title', 'Judul lain'], ['quantityHundredths', 50]],
    ]);
    const file = await journey.get(`${path}/evidence/${escaped.body[0]!.sha256}`, person.token);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="sertifikat.exe.pdf"');
    expect(file.headers.get('content-type')).toBe('application/pdf');
  });

  it('is shown to who may see it, and to nobody else', async () => {
    const [person, stranger] = [await journey.person(), await journey.person()];
    const elsewhere = await journey.supervisor(journey.education);
    const claimId = await journey.claims(person);
    const { body } = await journey.get<ClaimDetail>(`me/claims/${claimId}`, person.token);
    const file = `evidence/${body.evidence[0]!.sha256}`;
    expect((await journey.get(`claims/${claimId}/${file}`)).status).toBe(200);
    expect((await journey.get(`me/claims/${claimId}/${file}`, stranger.token)).status).toBe(404);
    expect((await journey.get(`claims/${claimId}/${file}`, elsewhere.token)).status).toBe(404);
    expect((await journey.get(`claims/${claimId}/${file}`, stranger.token)).status).toBe(403);
    expect((await journey.get(`me/claims/${claimId}/evidence/..%2f..%2fkeys`, person.token)).status).toBe(404);
  });

  it('that proves another claim already is a warning to the verifier; whose that is the person is not told', async () => {
    const [first, second] = [await journey.person(), await journey.person()];
    const [a, b] = [await journey.claims(first), await draft(second, { title: 'Lokakarya lain' })];
    await attach(`me/claims/${b}`, second.token, evidence(a), 'sama.pdf');
    await journey.post(`me/claims/${b}/submit`, {}, second.token);
    const { body } = await journey.get<ClaimDetail>(`claims/${b}`);
    expect(body.warnings).toMatchObject([{ kind: 'SAME_EVIDENCE', completionId: a, anotherPerson: true }]);
    expect((await journey.get<ClaimDetail>(`me/claims/${b}`, second.token)).body.warnings).toEqual([]);
  });

  it('beside another claim that waits: the same training and the same certificate are warnings before anything is booked', async () => {
    const [person, other] = [await journey.person(), await journey.person()];
    const known = { organiser: 'Balai Rekaan', certificateNumber: 'TUNGGU/9', pathCode: 'KL08' };
    const first = await journey.claims(person, { ...known, title: 'Kursus Arsip' });
    const again = await journey.claims(person, { ...known, certificateNumber: '', title: 'KURSUS ARSIP' });
    const theirs = await journey.claims(other, { ...known, certificateNumber: 'tunggu-9', title: 'Kursus lain' });
    const warned = async (claimId: string) =>
      (await journey.get<ClaimDetail>(`claims/${claimId}`)).body.warnings.map(({ kind, completionId }) => [
        kind,
        completionId,
      ]);
    expect(await warned(again)).toEqual([['SAME_TRAINING', first]]);
    expect(await warned(theirs)).toEqual([['SAME_CERTIFICATE', first]]);
    expect(await warned(first)).toEqual([
      ['SAME_CERTIFICATE', theirs],
      ['SAME_TRAINING', again],
    ]);
  });

  it('goes by a dated rule long after the decision; its hash, and the hours, stay', async () => {
    const person = await journey.person();
    const [decided, left] = [await journey.claims(person), await draft(person, { title: 'Tak diteruskan' })];
    await journey.attaches(person, left);
    await journey.decide(decided, { decision: 'ACCEPT' });
    await journey.counted(person.id, 400);
    const { sql } = journey.service.region;
    await sql(`UPDATE learning_hours.claim SET decided_at = now() - interval '3651 days' WHERE claim_id = $1`, [
      decided,
    ]);
    await sql('ALTER TABLE learning_hours.claim_act DISABLE TRIGGER ALL');
    await sql(`UPDATE learning_hours.claim_act SET acted_at = now() - interval '366 days' WHERE claim_id = $1`, [left]);
    await journey.service.app.get(RetentionSweep, { strict: false }).sweep();
    for (const claimId of [decided, left]) {
      const [file] = (await journey.get<ClaimDetail>(`me/claims/${claimId}`, person.token)).body.evidence;
      expect(file).toMatchObject({ fileName: '', erasedAt: expect.any(String), sha256: expect.any(String) });
      const gone = await journey.get(`me/claims/${claimId}/evidence/${file!.sha256}`, person.token);
      expect(gone.status).toBe(404);
      const kept = await sql('SELECT 1 FROM learning_hours.stored_file_reference WHERE object_id = $1', [claimId]);
      expect(kept).toEqual([]);
    }
    const without = await journey.post<{ code: string }>(`me/claims/${left}/submit`, {}, person.token);
    expect(without.body.code).toBe('claim-evidence-missing');
    await journey.attaches(person, left);
    expect((await journey.post(`me/claims/${left}/submit`, {}, person.token)).status).toBe(200);
    await journey.counted(person.id, 400);
    const runs = await journey.get<{ items: { kind: string; erased: number }[] }>('retention-runs');
    expect(runs.body.items.map(({ kind, erased }) => [kind, erased]).sort()).toEqual([
      ['CLAIM_EVIDENCE', 1],
      ['UNUSED_EVIDENCE', 1],
    ]);
  });
});

describe('a claim from a certificate on paper', () => {
  it('is entered, proven and submitted by an officer, and verified by another one', async () => {
    const person = await journey.person();
    const made = await journey.post<{ claimId: string }>('claims', {
      ...claimOf(journey.year),
      employeeId: person.id,
    });
    const path = `claims/${made.body.claimId}`;
    expect((await journey.get(path)).status).toBe(200);
    const colleague = await journey.service.token('bkpsdm-officer', { subject: 'account-other-officer' });
    expect((await journey.get(path, colleague)).status).toBe(404);
    expect((await attach(path, colleague, evidence('kertas'), 'scan.pdf')).status).toBe(404);
    expect((await attach(path, journey.officer, evidence('kertas'), 'scan.pdf')).status).toBe(201);
    const put = { as: journey.officer, body: claimOf(journey.year, { title: 'Webinar Arsip Digital' }) };
    expect((await journey.service.call('PUT', path, put)).status).toBe(200);
    expect((await journey.post(`${path}/submit`, {})).status).toBe(200);
    expect((await journey.service.call('PUT', path, put)).status).toBe(409);
    expect(await outcome(made.body.claimId, { decision: 'ACCEPT' })).toBe('claim-own');
    expect(await outcome(made.body.claimId, { decision: 'ACCEPT' }, colleague)).toBe('DONE');
    await journey.counted(person.id, 400);
  });
});

describe('a claim that is assigned', () => {
  it('is told to the verifier, and is among those of whoever stands in for an absent one', async () => {
    const [away, here] = [await journey.supervisor(journey.education), await journey.supervisor(journey.education)];
    const claimId = await journey.claims(await journey.person({ agencyId: journey.education }));
    await journey.post('claims/assignments', { claimIds: [claimId], assignedTo: away.id });
    const notices = await journey.get<{ items: { code: string; link: string }[] }>('notices', away.token);
    expect(notices.body.items).toContainEqual(expect.objectContaining({ link: `/verification/${claimId}` }));
    const mine = async () => (await journey.get<{ items: object[] }>('claims?mine=true', here.token)).body.items;
    expect(await mine()).toEqual([]);
    const days = { validFrom: journey.day(-1), validTo: journey.day(1), reason: 'Cuti' };
    await journey.post('delegations', { toEmployee: here.id, ...days }, away.token);
    expect(await mine()).toMatchObject([{ claimId }]);
  });
});
