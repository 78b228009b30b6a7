import { waitUntil } from '@betang/testing';
import { compareChains, findHeld, type HeldEvents } from './chain-comparison.js';
import { compareLedger } from './ledger-comparison.js';
import { compareReports } from './report-comparison.js';
import type { RunState } from './run-state.js';

/** What the run came to. Every list holds one line for each thing that is wrong. */
export interface Verdict {
  readonly accepted: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly reports: readonly string[];
  readonly chains: readonly string[];
  readonly held: readonly HeldEvents[];
  readonly parked: number;
  /** Parked, though nobody had let a bad event loose. */
  readonly strangers: readonly string[];
}

const PATIENCE = { timeoutMs: 120_000, intervalMs: 2_000 };

export function isSound({ lost, doubled, reports, chains, held, strangers }: Verdict): boolean {
  return lost.length + doubled.length + reports.length + chains.length + held.length + strangers.length === 0;
}

export function countOf(held: readonly HeldEvents[]): number {
  return held.reduce((sum, { count }) => sum + count, 0);
}

/** How the federation stands at one moment: lines of heads and receipts move on even when nobody records anything. */
type Standing = Pick<Verdict, 'reports' | 'chains' | 'held'> & { readonly missing: number };

/** Waits until the federation has come to rest in agreement with the clients' record; answers how it stands then, or how it stands in the end. */
export async function judge(state: RunState, say: (line: string) => void): Promise<Verdict> {
  const { reports, chains, held } = await atRest(state, say);
  const { federation, record, staff, parked, findings } = state;
  const ledgers = await inTurn(federation.regions, (region) =>
    compareLedger(region, record, staff.get(region.code) ?? []),
  );
  return {
    accepted: record.count,
    lost: [...findings, ...ledgers.flatMap(({ lost }) => lost)],
    doubled: ledgers.flatMap(({ doubled }) => doubled),
    reports,
    chains,
    held,
    ...(await parked.count(federation.regions)),
  };
}

async function atRest(state: RunState, say: (line: string) => void): Promise<Standing> {
  let standing = await standingOf(state);
  const look = async () => {
    standing = await standingOf(state);
    const { missing, reports, chains, held } = standing;
    if (missing + reports.length + chains.length + held.length === 0) return true;
    const first = reports[0] ?? chains[0] ?? held[0]?.where ?? '';
    say(
      `not at rest: ${missing} not in a ledger, ${reports.length} reports, ${chains.length} lines, ${countOf(held)} held; ${first}`,
    );
    return false;
  };
  await waitUntil('everything agrees', look, PATIENCE).catch(() => undefined);
  return standing;
}

async function standingOf(state: RunState): Promise<Standing> {
  const { federation, record, staff, year } = state;
  const held = await inTurn(federation.regions, findHeld);
  return {
    missing: await countMissing(state),
    reports: await compareReports(federation, record, { staff, year }),
    chains: await compareChains(federation),
    held: held.flat(),
  };
}

async function inTurn<T, R>(list: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of list) results.push(await work(item));
  return results;
}

/** Cheap enough to be asked again and again: how many accepted completions have no line in their ledger. */
async function countMissing({ federation, record }: RunState): Promise<number> {
  let missing = 0;
  for (const region of federation.regions) {
    const ids = record.of(region.code).map(({ completionId }) => completionId);
    const [row] = await region.sql<{ n: number }>(
      'SELECT count(DISTINCT completion_id)::int AS n FROM learning_hours.ledger_entry WHERE completion_id = ANY($1::uuid[])',
      [ids],
    );
    missing += ids.length - row!.n;
  }
  return missing;
}
