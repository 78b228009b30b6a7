import { HoursRecorded, newId } from '@betang/contracts';
import { waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';

const A_TRANSACTION = 500;

/** Ledger entries a second that reporting takes in from the bus into its figures: from the first commit to the last effect. */
export async function recordingSpeed(
  region: RegionUnderTest,
  hours: ServiceUnderTest,
  entries: number,
  people: number,
): Promise<number> {
  const before = await entriesIn(region);
  const began = performance.now();
  for (let at = 0; at < entries; at += A_TRANSACTION)
    await hours.publish(...Array.from({ length: A_TRANSACTION }, (_, index) => entryOf(at + index, people)));
  await waitUntil('all entries are in the figures', async () => (await entriesIn(region)) >= before + entries, {
    timeoutMs: 300_000,
    intervalMs: 20,
  });
  return entries / ((performance.now() - began) / 1_000);
}

async function entriesIn(region: RegionUnderTest): Promise<number> {
  const [row] = await region.sql<{ n: number }>('SELECT count(*)::int AS n FROM reporting.hours_entry');
  return row!.n;
}

/** Of people all over the region, so that every unit's sums change. */
function entryOf(index: number, people: number): object {
  const employeeId = `00000000-0000-7000-a000-${String((index * 7919) % people).padStart(12, '0')}`;
  const counted = 50 + (index % 4) * 25;
  return HoursRecorded.create({
    subject: employeeId,
    data: {
      entryId: newId(),
      reversesEntryId: null,
      completionId: newId(),
      employeeId,
      agencyId: null,
      employmentStatus: 'PNS',
      year: 2026,
      month: (index % 12) + 1,
      pathCode: 'KL03',
      earned: counted,
      counted,
      ruleVersion: 'bench',
    },
  });
}
