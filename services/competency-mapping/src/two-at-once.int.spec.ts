import { JointSessionProposed, newId, type EventData } from '@betang/contracts';
import { ServiceDatabase } from '@betang/platform';
import {
  startRegionUnderTest,
  startRunningService,
  waitUntil,
  type Answer,
  type RegionUnderTest,
  type RunningService,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompetencyMappingModule } from './competency-mapping.module.js';
import { competencyMapping } from './competency-mapping.definition.js';
import { Consolidator } from './synchronisation/consolidator.js';

type Answered = { readonly code?: string; readonly proposalId?: string };

let hub: RegionUnderTest;
let province: RunningService;
let database: ServiceDatabase;
let officer: string;

beforeAll(async () => {
  hub = await startRegionUnderTest('62', { services: ['identity', 'competency-mapping'], role: 'hub' });
  province = await startRunningService({ definition: competencyMapping, module: CompetencyMappingModule, region: hub });
  database = province.app.get(ServiceDatabase, { strict: false });
  officer = await province.token('bpsdm-officer');
}, 120_000);
afterAll(async () => {
  await province?.stop();
  await hub?.stop();
});

const waiting = (sessions: number) =>
  waitUntil(`${sessions} that wait`, async () => {
    const [row] = await hub.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row!.n >= sessions;
  });

const post = (path: string, body: object) => province.call<Answered>('POST', path, { as: officer, body });

const WANTED = { year: 2027, competencyCode: 'MAN-05', level: 3, quarter: 3 };
const PROPOSAL = {
  ...WANTED,
  title: 'Pelayanan publik tingkat 3',
  pathCode: 'KL02',
  delivery: 'BLENDED',
  organiser: 'BPSDM',
  hours: 4000,
  curriculumStandard: 'LAN',
};

/** A regency's plan with one line that nobody has decided on; answers both ids. */
async function received(submission = 1): Promise<{ planId: string; lineId: string }> {
  const [planId, lineId] = [newId(), newId()];
  await database.unitOfWork.run(async (tx) => {
    await tx.execute(
      `INSERT INTO submitted_plan (plan_id, region, year, submission, title, submitted_at, late, lines, budget, withdrawn, consolidated)
       VALUES ($1, '62.03', $2, $3, 'Rencana', now(), false, 1, 96000000, false, 1)`,
      [planId, WANTED.year, submission],
    );
    for (let number = 1; number <= submission; number += 1)
      await tx.execute(
        `INSERT INTO submitted_line (line_id, submission, plan_id, region, year, competency_code, level, target_group, people, path_code, organiser, quarter,
           curriculum_standard, budget, hours, urgency)
         VALUES ($1, $2, $3, '62.03', $4, $5, $6, 'Pengawas', 24, 'KL02', 'BKPSDM', $7, 'LAN', 96000000, 4000, 4)`,
        [lineId, number, planId, WANTED.year, WANTED.competencyCode, WANTED.level, WANTED.quarter],
      );
    await tx.execute(
      `INSERT INTO line_decision (line_id, plan_id, submission, decision, outcome, quarter, reason, decided_by, decided_at)
       VALUES ($1, $2, 1, 1, 'RECEIVED', $3, 'Diterima', 'betang', now())`,
      [lineId, planId, WANTED.quarter],
    );
  });
  return { planId, lineId };
}

async function proposed(): Promise<EventData<typeof JointSessionProposed>[]> {
  const rows = await database.query<{ body: Buffer }>('SELECT body FROM outbox WHERE type = $1 ORDER BY xid, seq', [
    JointSessionProposed.type,
  ]);
  return rows.map(({ body }) => JSON.parse(body.toString()) as EventData<typeof JointSessionProposed>);
}

describe('two officers at the same moment', () => {
  it('who propose a joint session for the same lines leave one, and no seat is asked for twice', async () => {
    const lines = [await received(), await received()];
    const lineIds = lines.map(({ lineId }) => lineId);
    let sent: Promise<Answer<Answered>>[] = [];
    await database.unitOfWork.run(async (tx) => {
      await tx.query('SELECT 1 FROM line_decision WHERE line_id = ANY($1::uuid[]) ORDER BY line_id FOR UPDATE', [
        lineIds,
      ]);
      sent = [1, 2].map(() => post('synchronisation/proposals', { ...PROPOSAL, lineIds }));
      await waiting(2);
    });
    const answers = await Promise.all(sent);
    expect(answers.map(({ status, body }) => [status, body.code]).sort()).toEqual([
      [201, undefined],
      [409, 'proposal-lines-unfit'],
    ]);
    const told = (await proposed()).flatMap(({ demands }) => demands.map(({ lineId }) => lineId));
    expect(told.filter((lineId) => lineIds.includes(lineId)).sort()).toEqual([...lineIds].sort());
  });

  it('who begin a draft of the dictionary are told of each other', async () => {
    const draft = { title: 'Kamus 2027', legalBasis: 'Peraturan (contoh)', validFrom: '2026-01-01' };
    let second: Promise<Answer<Answered>> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await tx.execute(
        `INSERT INTO dictionary (dictionary_id, version, title, legal_basis, valid_from, state, created_by) VALUES ($1, 99, 'Lain', '-', '2026-01-01', 'DRAFT', 'lain')`,
        [newId()],
      );
      second = post('dictionaries', draft);
      await waiting(1);
    });
    expect(await second).toMatchObject({ status: 409, body: { code: 'dictionary-draft-open' } });
  });
});

describe('a plan that comes again', () => {
  it('while an officer takes its line into a joint session leaves the line in it', async () => {
    const { planId, lineId } = await received(2);
    const consolidator = province.app.get(Consolidator, { strict: false });
    let took: Promise<void> | undefined;
    const proposalId = await database.unitOfWork.run(async (tx) => {
      const id = newId();
      await tx.execute(
        `INSERT INTO joint_session (proposal_id, revision, state, title, competency_code, level, year, quarter, path_code, delivery, organiser, hours,
           curriculum_standard, proposed_by, proposed_at)
         VALUES ($1, 1, 'PROPOSED', 'Bersama', $2, $3, $4, $5, 'KL02', 'BLENDED', 'BPSDM', 4000, 'LAN', 'test', now())`,
        [id, WANTED.competencyCode, WANTED.level, WANTED.year, WANTED.quarter],
      );
      await tx.execute(
        `UPDATE line_decision SET decision = 2, outcome = 'JOINED', reason = 'Digabung', proposal_id = $2 WHERE line_id = $1`,
        [lineId, id],
      );
      took = database.unitOfWork.run((other) => consolidator.takeIn(other, [planId]));
      await waiting(1);
      return id;
    });
    await took;
    const [row] = await database.query(
      'SELECT outcome, proposal_id AS "proposalId", submission FROM line_decision WHERE line_id = $1',
      [lineId],
    );
    expect(row).toEqual({ outcome: 'JOINED', proposalId, submission: 2 });
  });
});

describe('a target that is withdrawn', () => {
  const told = { kind: 'VISION', code: '1', title: 'Visi', validFrom: '2025-01-01', validTo: '2029-12-31' };
  const MISSION = { ...told, kind: 'MISSION', title: 'Misi', code: '1.1' };

  it('while another is recorded under it lets nothing stand below it', async () => {
    const planner = await province.token('bpsdm-officer');
    const record = (body: object) =>
      province.call<Answered & { targetId: string }>('POST', 'targets', { as: planner, body });
    const { body: above } = await record(told);
    let below: ReturnType<typeof record> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await tx.execute(`UPDATE development_target SET withdrawn_reason = 'Diganti' WHERE target_id = $1`, [
        above.targetId,
      ]);
      below = record({ ...MISSION, parentId: above.targetId });
      await Promise.race([below, waiting(1)]);
    });
    expect(await below).toMatchObject({ status: 422, body: { errors: [{ code: 'target.parent-missing' }] } });
  });
});

describe('a plan that is returned', () => {
  it('while money is stated for it takes none: it is a draft by then', async () => {
    const [planId, lineId] = [newId(), newId()];
    let spent: Promise<Answer<Answered>> | undefined;
    await database.execute(
      `INSERT INTO plan (plan_id, kind, title, first_year, last_year, state, created_by) VALUES ($1, 'ANNUAL', 'Rencana', 2026, 2026, 'APPROVED', 'test')`,
      [planId],
    );
    await database.execute(
      `INSERT INTO plan_line (line_id, plan_id, year, competency_code, level, target_group, people, form, path_code, organiser, quarter,
         curriculum_standard, budget, hours, urgency, origin)
       VALUES ($1, $2, 2026, 'MAN-05', 3, 'Pengawas', 24, 'CLASSICAL', 'KL02', 'BPSDM', 1, 'LAN', 96000000, 4000, 4, 'MANUAL')`,
      [lineId, planId],
    );
    const spending = { lineId, spentOn: '2026-03-02', amount: 6_000_000, reference: 'SP2D 7' };
    await database.unitOfWork.run(async (tx) => {
      await tx.execute(`UPDATE plan SET state = 'DRAFT' WHERE plan_id = $1`, [planId]);
      spent = post(`plans/${planId}/spending`, spending);
      await Promise.race([spent, waiting(1)]);
    });
    expect(await spent).toMatchObject({ status: 409, body: { code: 'plan-not-there' } });
  });

  it('and loses the line while its budget line is stated says that the line is not there', async () => {
    const [planId, lineId] = [newId(), newId()];
    let tied: Promise<Answer<Answered>> | undefined;
    await database.execute(
      `INSERT INTO plan (plan_id, kind, title, first_year, last_year, state, created_by) VALUES ($1, 'ANNUAL', 'Rencana', 2028, 2028, 'DRAFT', 'test')`,
      [planId],
    );
    await database.execute(
      `INSERT INTO plan_line (line_id, plan_id, year, competency_code, level, target_group, people, form, path_code, organiser, quarter,
         curriculum_standard, budget, hours, urgency, origin)
       VALUES ($1, $2, 2028, 'MAN-05', 3, 'Pengawas', 24, 'CLASSICAL', 'KL02', 'BPSDM', 1, 'LAN', 96000000, 4000, 4, 'MANUAL')`,
      [lineId, planId],
    );
    await database.unitOfWork.run(async (tx) => {
      await tx.query('SELECT 1 FROM plan WHERE plan_id = $1 FOR UPDATE', [planId]);
      await tx.execute('DELETE FROM plan_line WHERE line_id = $1', [lineId]);
      tied = post(`plans/${planId}/lines/${lineId}/budget-line`, { budgetLineCode: '5.1.02.02.001.00063' });
      await Promise.race([tied, waiting(1)]);
    });
    expect(await tied).toMatchObject({ status: 404, body: { code: 'plan-line-not-found' } });
  });
});
