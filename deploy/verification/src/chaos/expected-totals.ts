import type { AcceptedCompletion } from './acceptance-record.js';
import type { StaffMember } from './staff.js';

/** What a region's people of one status in one agency (null: the small agencies together) have, hundredths of a JP. */
export interface AgencyTotal {
  readonly agencyId: string | null;
  readonly status: string;
  people: number;
  counted: number;
}

/** PP 49/2018: what counts of a PPPK's year. */
const MOST = new Map([
  ['PPPK', 2_400],
  ['PPPK_PARUH_WAKTU', 2_400],
]);
/** Fewest people whose totals may leave a region. */
const FEWEST = 5;

/** Totals that the province must show for a region, reckoned from the clients' record alone. */
export function expectedTotals(staff: readonly StaffMember[], accepted: readonly AcceptedCompletion[]): AgencyTotal[] {
  const hours = new Map<string, number>();
  for (const row of accepted) hours.set(row.employeeId, (hours.get(row.employeeId) ?? 0) + row.hours);
  const statuses = [...new Set(staff.map(({ employmentStatus }) => employmentStatus))].sort();
  return statuses.flatMap((status) => {
    const totals = new Map<string, AgencyTotal>();
    for (const { employeeId, agencyId } of staff.filter(({ employmentStatus }) => employmentStatus === status)) {
      const total = totals.get(agencyId) ?? { agencyId, status, people: 0, counted: 0 };
      total.people += 1;
      total.counted += Math.min(hours.get(employeeId) ?? 0, MOST.get(status) ?? Infinity);
      totals.set(agencyId, total);
    }
    return withoutSmall([...totals.values()], status);
  });
}

/** Agencies under five people go together; while they are under five themselves, the smallest other one goes with them. */
function withoutSmall(totals: readonly AgencyTotal[], status: string): AgencyTotal[] {
  const bySize = [...totals].sort((a, b) => a.people - b.people || (a.agencyId! < b.agencyId! ? -1 : 1));
  const rest: AgencyTotal = { agencyId: null, status, people: 0, counted: 0 };
  const alone: AgencyTotal[] = [];
  for (const total of bySize) {
    const joins = total.people < FEWEST || (rest.people > 0 && rest.people < FEWEST);
    if (!joins) {
      alone.push(total);
      continue;
    }
    rest.people += total.people;
    rest.counted += total.counted;
  }
  return rest.people === 0 ? alone : rest.people < FEWEST ? [] : [...alone, rest];
}
