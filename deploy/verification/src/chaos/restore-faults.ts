import { waitUntil } from '@betang/testing';
import { join } from 'node:path';
import type { AcceptedCompletion } from './acceptance-record.js';
import { betang } from './betang-command.js';
import { startCluster, type ChaosRegion } from './chaos-region.js';
import { copyCluster, goBackTo } from './cluster-copy.js';
import type { ChaosContext, Fault } from './fault.js';

/** Completions that a region accepts after its backup and loses with the restore. */
const LOST = 15;
const BRANCH = 15;
const PATIENCE = { timeoutMs: 90_000, intervalMs: 50 };

/** Regions that go back in time. What they accepted since is known to its clients, who send it again. */
export const RESTORE_FAULTS: readonly Fault[] = [
  {
    name: 'restored-from-backup',
    hit: (context) => restoreFromBackup(context, context.random.pick(context.federation.members)),
  },
  {
    // With it the hub: its stream is empty, and everything that the regions had sent since is asked for again.
    name: 'province-restored-from-backup',
    hit: (context) => restoreFromBackup(context, context.federation.province),
  },
  {
    name: 'careless-copy-noticed',
    hit: async (context) => {
      const { region, mark } = await goBack(context);
      await region.process.start();
      await region.process.unready('bus-knows-more');
      const sent = await openEpoch(context, region, mark);
      return `Postgres of ${region.code}, replaced by an older copy; noticed at the start; ${sent} completions sent again`;
    },
  },
  {
    name: 'careless-copy-forks',
    hit: async (context) => {
      const { region, mark } = await goBack(context, async (there) => {
        await there.nats.kill9();
        there.nats.wipeStore();
        await there.restartBus();
        await there.restartService();
      });
      await forked(context, region);
      await context.load.accepted(BRANCH, region.code);
      const sent = await openEpoch(context, region, mark);
      return `Postgres of ${region.code}, replaced by an older copy on a new broker; its second branch stopped; ${sent} completions sent again`;
    },
  },
];

async function restoreFromBackup(context: ChaosContext, region: ChaosRegion): Promise<string> {
  const folder = join(context.dir, `backup-${context.record.count}`);
  const [key, file] = [`${folder}.key.json`, `${folder}.betang`];
  await betang(['backup', 'key', key, '--data', region.dir]);
  const mark = await atRest(context, region, () => betang(['backup', file, '--data', region.dir]));
  await context.load.accepted(LOST, region.code);
  const sent = await atRest(context, region, async () => {
    await restoreElsewhere(region, { folder, file, key });
    return sendAgain(context, region, { since: mark.before, until: context.record.count });
  });
  return `${region.code}, into a new cluster and a new epoch; ${sent.result} completions sent again`;
}

const PRESENT_EPOCH = 'SELECT epoch FROM betang.epoch ORDER BY generation DESC LIMIT 1';

interface Mark {
  readonly since: number;
  readonly until: number;
}

/** Work while the region's clients rest, and how much had been accepted before. */
async function atRest<T>(
  { load, record }: ChaosContext,
  region: ChaosRegion,
  work: () => Promise<T>,
): Promise<{ readonly before: number; readonly result: T }> {
  return load.whileResting(region.code, async () => {
    const before = record.count;
    return { before, result: await work() };
  });
}

/** The machine is lost with everything on it; another one gets the backup. */
async function restoreElsewhere(
  region: ChaosRegion,
  { folder, file, key }: { readonly folder: string; readonly file: string; readonly key: string },
): Promise<void> {
  await Promise.all([region.process.kill(), region.nats.kill9(), region.postgres.kill9()]);
  const postgres = await startCluster(folder);
  const dataDir = join(folder, region.code);
  const ports = ['--nats-port', String(region.ports.nats), '--http-port', String(region.ports.http)];
  await betang(['restore', file, '--key', key, '--data', dataDir, ...ports], { BETANG_OWNER_URL: postgres.url });
  await region.settle(dataDir, postgres);
  await region.restartService();
}

/** Copies the cluster, lets the region go on, and puts the copy in its place. */
async function goBack(
  context: ChaosContext,
  then: (region: ChaosRegion) => Promise<void> = async () => undefined,
): Promise<{ readonly region: ChaosRegion; readonly mark: Mark }> {
  const { random, federation, record, load } = context;
  const region = random.pick(federation.members);
  const copy = join(context.dir, `copy-${record.count}`);
  const { before: since, result: copied } = await atRest(context, region, async () => {
    await copyCluster(region, copy);
    return statementsAt(region);
  });
  await load.accepted(LOST, region.code);
  await waitUntil(
    `the province has statements of ${region.code} that the copy lacks`,
    async () => (await statementsTakenIn(federation.province, region)) > copied,
    PATIENCE,
  );
  const { before: until } = await atRest(context, region, async () => {
    await Promise.all([region.process.kill(), region.postgres.kill9()]);
    await goBackTo(region, copy);
    await then(region);
  });
  return { region, mark: { since, until } };
}

/** How many statements of totals the region has published in its present epoch. */
async function statementsAt(region: ChaosRegion): Promise<number> {
  const [row] = await region.sql<{ position: string }>(
    `SELECT position FROM learning_hours.relay_head WHERE audience = 'province' AND epoch = (${PRESENT_EPOCH})`,
  );
  return Number(row?.position ?? 0);
}

/** How many of them the province has. */
async function statementsTakenIn(province: ChaosRegion, region: ChaosRegion): Promise<number> {
  const [present] = await region.sql<{ epoch: string }>(PRESENT_EPOCH);
  const [row] = await province.sql<{ position: string }>(
    `SELECT position FROM reporting.reader_watermark WHERE region = $1 AND service = 'learning-hours' AND audience = 'province' AND epoch = $2`,
    [region.code, present!.epoch],
  );
  return Number(row?.position ?? 0);
}

/** Whether the province has met the second branch: what it had first counts, and nothing more of the line is taken in. */
async function forked({ federation, load }: ChaosContext, region: ChaosRegion): Promise<void> {
  await waitUntil(
    `the province notices the fork of ${region.code}`,
    async () => {
      await load.accepted(1, region.code);
      const lines = await federation.province.sql(
        `SELECT 1 FROM reporting.reader_watermark WHERE region = $1 AND state = 'FORKED'`,
        [region.code],
      );
      return lines.length > 0;
    },
    PATIENCE,
  );
}

async function openEpoch(context: ChaosContext, region: ChaosRegion, mark: Mark): Promise<number> {
  const { result } = await atRest(context, region, async () => {
    await region.process.stop();
    await betang(['epoch', 'open', '--data', region.dir]);
    await region.restartService();
    return sendAgain(context, region, mark);
  });
  return result;
}

/**
 * Lists what the region has lost of what it had accepted and has it sent again by its clients. Exactly what was accepted between the marks may
 * be missing; whatever else is, or is not, goes into the verdict.
 */
async function sendAgain(
  { load, record, findings }: ChaosContext,
  region: ChaosRegion,
  { since, until }: Mark,
): Promise<number> {
  const listed = await region.api.list<{ completionId: string }>('training-catalog', 'completions');
  const there = new Set(listed.map(({ completionId }) => completionId));
  const missing = record.of(region.code).filter(({ completionId }) => !there.has(completionId));
  const expected = record.since(region.code, since).filter(({ order }) => order <= until);
  findings.push(...differences(expected, missing));
  await load.sendAgain(missing);
  return missing.length;
}

function differences(expected: readonly AcceptedCompletion[], missing: readonly AcceptedCompletion[]): string[] {
  const [keysExpected, keysMissing] = [expected, missing].map((rows) => new Set(rows.map(({ key }) => key)));
  return [
    ...expected
      .filter(({ key }) => !keysMissing!.has(key))
      .map(({ key }) => `${key}: accepted after the copy, and in it`),
    ...missing
      .filter(({ key }) => !keysExpected!.has(key))
      .map(({ key }) => `${key}: accepted before the copy, and not in it`),
  ];
}
