import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@betang/testing';
import { agencies, unit } from '../testing/facts.js';
import { startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { joinProvince } from '../testing/join-province.js';
import { startRegionProcess, type RegionProcess } from '../testing/region-process.js';
import { betang } from '../testing/run-betang.js';
import type { Difference, LineReport } from './line-report.js';

let province: DeploymentUnderTest;
let kapuas: DeploymentUnderTest;
let processes: RegionProcess[] = [];

const at = (deployment: DeploymentUnderTest, ...argv: string[]) =>
  betang([...argv, '--data', deployment.dataDir, '--json', '--language', 'en']);

beforeAll(async () => {
  [province, kapuas] = await Promise.all([startDeployment('62', 'hub'), startDeployment('62.03', 'region')]);
  await joinProvince(kapuas, province);
  const home = await startRegionProcess(kapuas.dataDir);
  processes = [await startRegionProcess(province.dataDir), home];
  // One batch each, so that the neighbours of an event are events that reporting takes.
  await home.publish('identity', ...agencies(8));
  await home.publish('identity', ...Array.from({ length: 6 }, (_, index) => unit(`Bidang ${index + 1}`)));
  await archived(province, 'province', 8);
  await archived(kapuas, 'local', 6);
}, 180_000);
afterAll(async () => {
  for (const process of processes) await process.stop();
  await kapuas?.stop();
  await province?.stop();
});

const archived = ({ sql }: DeploymentUnderTest, audience: string, count: number) =>
  waitUntil(`reporting has ${count} events of ${audience}`, async () => {
    const rows = await sql(
      `SELECT 1 FROM reporting.archive WHERE region = '62.03' AND service = 'identity' AND audience = $1`,
      [audience],
    );
    return rows.length === count;
  });

type Told = Difference & { readonly remedy: string };
type Line = Omit<LineReport, 'differences'> & { readonly differences: readonly Told[] };
interface Verified {
  readonly sound: boolean;
  readonly checked: number;
  readonly notCheckable: number;
  readonly differences: number;
  readonly lines: readonly Line[];
}

async function verify(deployment: DeploymentUnderTest, audience: 'local' | 'province', ...more: string[]) {
  const run = await at(deployment, 'verify', ...more);
  const report = run.json as unknown as Verified;
  const line = report.lines.find(
    (one) => one.region === '62.03' && one.service === 'identity' && one.audience === audience,
  )!;
  return { exitCode: run.exitCode, report, line };
}

const where = (audience: string) => `region = '62.03' AND service = 'identity' AND audience = '${audience}'`;
/** The nth event of a line that lies in reporting's archive. */
const nth = async ({ sql }: DeploymentUnderTest, audience: string, ordinal: number) => {
  const [row] = await sql<{ seq: string; position: string; id: string; chain: string; body: Buffer }>(
    `SELECT seq, position, id, chain, body FROM reporting.archive WHERE ${where(audience)} ORDER BY position OFFSET $1 LIMIT 1`,
    [ordinal - 1],
  );
  return { ...row!, position: Number(row!.position) };
};
/** Changes a row of an archive, looks, and puts it back. */
async function withArchived(
  deployment: DeploymentUnderTest,
  row: { readonly seq: string },
  change: string,
  look: () => Promise<void>,
): Promise<void> {
  const { sql } = deployment;
  await sql(`CREATE TABLE public.kept AS SELECT * FROM reporting.archive WHERE seq = $1`, [row.seq]);
  try {
    await sql(change, [row.seq]);
    await look();
  } finally {
    await sql(`DELETE FROM reporting.archive WHERE seq = $1`, [row.seq]);
    await sql(`INSERT INTO reporting.archive SELECT * FROM public.kept`);
    await sql(`DROP TABLE public.kept`);
  }
}

describe('betang verify, of a clean federation', () => {
  it('computes home from chain 0 to its end, by the outbox of its own', async () => {
    // A reader may have the newest event before the relay has noted that it left.
    const { exitCode, report, line } = await waitUntil('all of it is noted', async () => {
      const found = await verify(kapuas, 'local');
      return found.line.checked === found.line.through && found;
    });
    expect([exitCode, report.sound, report.differences]).toEqual([0, true, 0]);
    expect(line).toMatchObject({ begin: { position: 1, from: 'chain-0' }, notCheckable: [], differences: [] });
    expect(line.readers).toContain('reporting');
    expect(line.checked).toBeGreaterThanOrEqual(6);
    expect(report.checked).toBe(report.lines.reduce((sum, { checked }) => sum + checked, 0));
  });

  it('computes at the province what its services took, up to what the region states, and counts the rest', async () => {
    const { exitCode, line } = await waitUntil('the region has stated its head', async () => {
      const found = await verify(province, 'province');
      return found.line.head !== null && found;
    });
    expect(exitCode).toBe(0);
    expect(line).toMatchObject({ differences: [], readers: expect.arrayContaining(['identity', 'reporting']) });
    expect(line.checked).toBeGreaterThanOrEqual(7);
    const unchecked = line.notCheckable.reduce((sum, { positions }) => sum + positions, 0);
    expect(line.checked + unchecked).toBe(line.through);
  });

  it('says it to people, for the end of each line alone where that is asked for', async () => {
    const { out, exitCode } = await betang(['verify', '--data', kapuas.dataDir, '--language', 'en']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/\n62\.03 identity local 1\.\w+: \d+ of \d+ recomputed, from the beginning of the epoch\n/);
    expect(out).toMatch(/\nAll chains agree: \d+ positions recomputed\.$/);
    const { exitCode: end, line } = await verify(kapuas, 'local', '--positions', '3');
    expect([end, line.checked]).toEqual([0, 2]);
    expect(line.notCheckable).toEqual([
      { reason: 'before-start', positions: line.through - 3 },
      { reason: 'taken-at-its-word', positions: 1 },
    ]);
  });
});

describe('betang verify names', () => {
  it('an archived event whose content was changed, with both values and the remedy', async () => {
    const row = await nth(province, 'province', 4);
    const change = `UPDATE reporting.archive SET body = body || ' '::bytea WHERE seq = $1`;
    await withArchived(province, row, change, async () => {
      const { exitCode, report, line } = await verify(province, 'province');
      expect([exitCode, report.differences]).toEqual([1, 1]);
      expect(line.differences).toEqual([
        expect.objectContaining({ kind: 'archive-differs', count: 1, position: row.position, stated: row.chain }),
      ]);
      expect(line.differences[0]!.computed).toMatch(/^[0-9a-f]{64}$/);
      expect(line.differences[0]!.remedy).toMatch(/Run betang verify in region 62\.03: .*betang restore/);
      const { out } = await betang(['verify', '--data', province.dataDir, '--language', 'en']);
      expect(out).toContain(`! archive-differs from position ${row.position} on, 1 in all (reporting)`);
      expect(out).toContain(`stated:   ${row.chain}`);
    });
    expect((await verify(province, 'province')).exitCode).toBe(0);
  });

  it('a changed event of home, by the sender’s own row', async () => {
    const row = await nth(kapuas, 'local', 3);
    await withArchived(
      kapuas,
      row,
      `UPDATE reporting.archive SET body = body || ' '::bytea WHERE seq = $1`,
      async () => {
        const { exitCode, line } = await verify(kapuas, 'local');
        expect(exitCode).toBe(1);
        expect(line.differences).toMatchObject([
          { kind: 'archive-differs', position: row.position, holder: 'reporting' },
        ]);
      },
    );
  });

  it('a chain that was forged', async () => {
    const row = await nth(province, 'province', 4);
    const forged = 'f'.repeat(64);
    const change = `UPDATE reporting.archive SET chain = '${forged}' WHERE seq = $1`;
    await withArchived(province, row, change, async () => {
      const { exitCode, line } = await verify(province, 'province');
      expect(exitCode).toBe(1);
      expect(line.differences).toMatchObject([
        { kind: 'archive-differs', count: 2, position: row.position, computed: row.chain, stated: forged },
      ]);
    });
  });

  it('a row that is missing in the middle', async () => {
    const row = await nth(kapuas, 'local', 3);
    await withArchived(kapuas, row, `DELETE FROM reporting.archive WHERE seq = $1`, async () => {
      const { exitCode, line } = await verify(kapuas, 'local');
      expect(exitCode).toBe(1);
      expect(line.differences).toEqual([
        expect.objectContaining({
          ...{ kind: 'row-missing', position: row.position, holder: 'reporting', computed: row.chain, stated: null },
          remedy: expect.stringContaining('betang restore'),
        }),
      ]);
    });
  });

  it('no difference where an archive begins later, and from where on', async () => {
    const [first, second] = [await nth(province, 'province', 1), await nth(province, 'province', 2)];
    await withArchived(province, first, `DELETE FROM reporting.archive WHERE seq = $1`, async () => {
      const { exitCode, line } = await verify(province, 'province');
      expect(exitCode).toBe(0);
      expect(line.begin).toEqual({ position: second.position, from: 'stated' });
      expect(line.notCheckable).toEqual(
        expect.arrayContaining([
          { reason: 'before-start', positions: second.position - 1 },
          { reason: 'taken-at-its-word', positions: 1 },
        ]),
      );
    });
  });

  it('what a service notes beside its archive', async () => {
    const noted = `UPDATE reporting.reader_watermark SET chain = $1 WHERE ${where('local')} AND position = $2`;
    const { line: before } = await verify(kapuas, 'local');
    const [mark] = await kapuas.sql<{ chain: string }>(
      `SELECT chain FROM reporting.reader_watermark WHERE ${where('local')}`,
    );
    await kapuas.sql(noted, ['0'.repeat(64), before.through]);
    const { exitCode, line } = await verify(kapuas, 'local');
    await kapuas.sql(noted, [mark!.chain, before.through]);
    expect(exitCode).toBe(1);
    expect(line.differences).toMatchObject([
      { kind: 'watermark-differs', holder: 'reporting', computed: mark!.chain, stated: '0'.repeat(64) },
    ]);
  });

  it('an outbox of its own that is not what its services have, beside the log that it breaks', async () => {
    const row = await nth(kapuas, 'local', 3);
    const change = `UPDATE identity.outbox SET body = $2 WHERE id = $1`;
    await kapuas.sql(change, [row.id, Buffer.concat([row.body, Buffer.from(' ')])]);
    const { exitCode, line } = await verify(kapuas, 'local');
    await kapuas.sql(change, [row.id, row.body]);
    expect(exitCode).toBe(1);
    expect(line.differences.map(({ kind }) => kind).sort()).toEqual(['outbox-differs', 'rows-differ']);
    const [first] = line.differences;
    expect(first).toMatchObject({ kind: 'outbox-differs', position: row.position, stated: row.chain });
    expect(first!.remedy).toContain('betang epoch open');
    expect((await verify(kapuas, 'local')).exitCode).toBe(0);
  });
});
