import { SERVICE_NAMES, schemaOf, type ServiceName } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import type { ChaosRegion } from './chaos-region.js';

/** A bad event that was let loose, and where it must end up. */
export interface BadEvent {
  readonly region: ChaosRegion;
  /** The service that has to set it aside. */
  readonly keeper: ServiceName;
  readonly reason: string;
  /** Found again in its headers or its body. */
  readonly mark: string;
}

interface ParkedRow {
  readonly keeper: string;
  readonly reason: string;
  readonly detail: string;
  readonly text: string;
}

const PATIENCE = { timeoutMs: 90_000, intervalMs: 50 };

/** Keeps count of the bad events of a run, so that one that was set aside is told from one that should not have been. */
export class ParkedLedger {
  private readonly known: BadEvent[] = [];

  /** Waits until the event lies where it must, with its reason. */
  async expect(bad: BadEvent): Promise<void> {
    this.known.push(bad);
    await waitUntil(
      `${bad.keeper} of ${bad.region.code} parks one as ${bad.reason}`,
      async () => (await parkedRows(bad.region)).some((row) => isOf(row, bad)),
      PATIENCE,
    );
  }

  /** All that is parked, and what of it nobody had let loose. */
  async count(
    regions: readonly ChaosRegion[],
  ): Promise<{ readonly parked: number; readonly strangers: readonly string[] }> {
    let parked = 0;
    const strangers: string[] = [];
    for (const region of regions) {
      for (const row of await parkedRows(region)) {
        parked += 1;
        const known = this.known.some((bad) => row.text.includes(bad.mark));
        if (!known) strangers.push(`${row.keeper} of ${region.code}: ${row.reason} ${row.detail}`);
      }
    }
    return { parked, strangers };
  }
}

function isOf(row: ParkedRow, { keeper, reason, mark }: BadEvent): boolean {
  return row.keeper === keeper && row.reason === reason && row.text.includes(mark);
}

async function parkedRows(region: ChaosRegion): Promise<ParkedRow[]> {
  const parts = SERVICE_NAMES.map(
    (service) =>
      `SELECT '${service}' AS keeper, reason, detail, headers || encode(substring(body FOR 500), 'escape') AS text
         FROM ${schemaOf(service)}.parked WHERE state IN ('PARKED', 'RETRY_ASKED')`,
  );
  return region.sql<ParkedRow>(parts.join(' UNION ALL '));
}
