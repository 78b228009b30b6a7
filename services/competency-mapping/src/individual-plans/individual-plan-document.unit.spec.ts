import { describe, expect, it } from '@jest/globals';
import { individualPlanTable, type IndividualPlanForFile } from './individual-plan-document.js';

const file = (decidedAt: string | null): IndividualPlanForFile => ({
  plan: {
    ...{ individualPlanId: 'p', employeeId: 'e', year: 2027, state: 'APPROVED', revision: 2, note: null },
    ...{ submittedAt: null, decidedAt: decidedAt === null ? null : new Date(decidedAt), items: [], realisedPercent: 0 },
  },
  person: { name: 'Bawi Rekaan', positionName: null, unitName: null, agencyName: null } as never,
  decider: { name: 'Dinarti Sangalang (rekaan)', positionName: null },
  ...{ competencies: new Map(), place: 'Kabupaten Kapuas', issuedAt: new Date(0), timeZone: 'WIB', language: 'id' },
});
const decided = (at: string | null) => individualPlanTable(file(at)).title?.find((line) => line.includes('Dinarti'));

describe('an individual plan as a document', () => {
  it('bears the day of the decision in the region', () => {
    expect(decided('2026-12-31T18:00:00Z')).toContain('2027-01-01, Dinarti');
    expect(decided('2026-12-31T16:00:00Z')).toContain('2026-12-31, Dinarti');
    expect(decided(null)).not.toMatch(/\d{4}-/);
  });
});
