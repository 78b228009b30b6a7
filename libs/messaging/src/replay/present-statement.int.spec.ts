import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AgencyPublished, ProgrammeWithdrawn, newId, type NewEvent } from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { PresentStatement, type SharedPurpose } from './present-statement.js';
import type { SnapshotProvider } from './replay-answers.js';

const agency = (name: string): NewEvent => {
  const agencyId = newId();
  return AgencyPublished.create({
    subject: agencyId,
    data: { agencyId, name },
  }) as unknown as NewEvent;
};
const purposeOf = (contract: { definition: { sharing?: { purpose: string } } }) => contract.definition.sharing!.purpose;
const CODES: SharedPurpose = { audience: 'province', purpose: purposeOf(AgencyPublished) };
const CATALOGUE: SharedPurpose = { audience: 'federation', purpose: purposeOf(ProgrammeWithdrawn) };

describe('a region that begins to share states what it kept to itself', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;
  const running = new AbortController();
  const problems: unknown[] = [];

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['identity']);
    identity = await region.service('identity');
  });
  afterAll(async () => {
    running.abort();
    await region?.stop();
  });
  beforeEach(async () => {
    await region.sql('TRUNCATE identity.outbox, identity.stated_purpose');
    problems.length = 0;
  });

  const statement = (snapshot: SnapshotProvider, purposes: readonly SharedPurpose[] = [CODES]) =>
    new PresentStatement({
      service: 'identity',
      unitOfWork: identity.database.unitOfWork,
      outbox: identity.outbox,
      snapshot,
      purposes,
      onProblem: (problem) => problems.push(problem),
    });
  const two: SnapshotProvider = async (_, audience) =>
    audience === 'province' ? [agency('Dinas Kesehatan (rekaan)'), agency('Dinas Pendidikan (rekaan)')] : [];
  const written = async () =>
    (await identity.query<{ n: number }>(`SELECT count(*)::int AS n FROM outbox WHERE destination = 'hub'`))[0]!.n;
  const stated = () => identity.query('SELECT audience, purpose, facts FROM stated_purpose ORDER BY audience');

  it('once, however often it starts, and once more after it kept the purpose at home for a while', async () => {
    expect(await statement(two).state(running.signal)).toBe(2);
    expect(await statement(two).state(running.signal)).toBe(0);
    expect(await written()).toBe(2);
    expect(await stated()).toEqual([{ ...CODES, facts: 2 }]);
    expect(await statement(two, [CATALOGUE]).state(running.signal)).toBe(0);
    expect(await stated()).toEqual([{ ...CATALOGUE, facts: 0 }]);
    expect(await statement(two).state(running.signal)).toBe(2);
    expect(await written()).toBe(4);
  });

  it('again when it has a province again, after it had none for a while', async () => {
    await statement(two).state(running.signal);
    expect(await statement(two, []).state(running.signal)).toBe(0);
    expect(await stated()).toEqual([]);
    expect(await statement(two).state(running.signal)).toBe(2);
  });

  it('for the purposes that are new alone', async () => {
    const asked: string[] = [];
    const snapshot: SnapshotProvider = async (tx, audience) => {
      asked.push(audience);
      return two(tx, audience);
    };
    await statement(snapshot, [CATALOGUE]).state(running.signal);
    await statement(snapshot, [CATALOGUE, CODES]).state(running.signal);
    expect(asked).toEqual(['federation', 'province']);
    expect(await written()).toBe(2);
  });

  it('wholly or not at all: who is stopped in the middle begins anew', async () => {
    const broken: SnapshotProvider = async (tx, audience) => {
      await identity.outbox.append(tx, [...(await two(tx, audience))]);
      // As kill -9 ends it: the connection is gone, nobody rolls back.
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      return [];
    };
    await expect(statement(broken).state(running.signal)).rejects.toThrow();
    expect([await written(), await stated()]).toEqual([0, []]);
    expect(await statement(two).state(running.signal)).toBe(2);
  });

  it('after every transaction that may have changed it: what it states never follows something newer', async () => {
    let commit = (): void => undefined;
    const ended = new Promise<void>((resolve) => (commit = resolve));
    let hasWritten = false;
    const older = identity.database.unitOfWork.run(async (tx) => {
      await identity.outbox.append(tx, [agency('Dinas Sosial (rekaan)')]);
      hasWritten = true;
      await ended;
    });
    await waitUntil('the older transaction has written', () => hasWritten);
    let readBeforeItsEnd: number | undefined;
    const snapshot: SnapshotProvider = async (tx, audience) => {
      const [row] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox');
      readBeforeItsEnd = row!.n;
      return two(tx, audience);
    };
    const stating = statement(snapshot).state(running.signal);
    await waitUntil('it waits in the database', async () => {
      const rows = await region.sql(
        `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%AS oldest' AND backend_xid IS NOT NULL`,
      );
      return rows.length > 0;
    });
    commit();
    await Promise.all([older, stating]);
    expect(readBeforeItsEnd).toBe(1);
  });

  it('as it was at one moment, though others write while it is read: what came after it is published after it', async () => {
    const seen: number[] = [];
    const later = agency('Dinas Perhubungan (rekaan)');
    const snapshot: SnapshotProvider = async (tx, audience) => {
      const count = async () => {
        const [row] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox');
        seen.push(row!.n);
      };
      await count();
      await identity.database.unitOfWork.run((other) => identity.outbox.append(other, [later]));
      await count();
      return two(tx, audience);
    };
    expect(await statement(snapshot).state(running.signal)).toBe(2);
    expect(seen).toEqual([0, 0]);
    const order = await identity.query<{ subject: string }>(
      `SELECT subject FROM outbox WHERE destination = 'hub' ORDER BY generation, xid, seq`,
    );
    expect(order.map(({ subject }) => subject === later.subject)).toEqual([false, false, true]);
  });

  it('and says what keeps it from doing so while delivery goes on', async () => {
    const failing = statement(async () => {
      throw new Error('not readable');
    });
    const stop = new AbortController();
    const run = failing.run(stop.signal);
    await waitUntil('the problem is told', () => problems.length > 0);
    expect(failing.progress).toEqual({ state: 'retrying', facts: 0, problem: 'statement-failed' });
    stop.abort();
    await run;
  });
});
