import type { JointSessionProposed } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { planJointSession, programmeOf, type JointSessionDates } from './joint-session.decision.js';

const id = (last: string) => `00000000-0000-4000-8000-0000000000${last}`;
const proposal: JointSessionProposed = {
  proposalId: id('01'),
  revision: 1,
  withdrawn: false,
  title: 'Angkatan bersama penyusunan rencana kontingensi',
  competencyCode: 'MAN-07',
  level: 3,
  year: 2026,
  quarter: 3,
  pathCode: 'KL03',
  delivery: 'BLENDED',
  organiser: 'BPSDM Provinsi Kalimantan Tengah',
  hours: 2000,
  curriculumStandard: 'BNPB',
  developmentTargetId: null,
  programmeId: id('20'),
  seats: 9,
  budget: 0,
  demands: [
    { region: '62.03', planId: id('02'), lineId: id('03'), seats: 4 },
    { region: '62', planId: id('04'), lineId: id('05'), seats: 2 },
    { region: '62.03', planId: id('02'), lineId: id('06'), seats: 1 },
    { region: '62.01', planId: id('07'), lineId: id('08'), seats: 2 },
  ],
  proposedAt: '2026-06-01T00:00:00.000Z',
};
const dates: JointSessionDates = {
  startsOn: '2026-08-03',
  endsOn: '2026-08-07',
  place: 'Palangka Raya',
  link: null,
  requestUntil: '2026-07-20',
  contribution: 0,
};
const refusal = (changes: Partial<JointSessionProposed>) => {
  try {
    planJointSession({ ...proposal, ...changes }, id('20'), dates, '62');
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};

describe('a joint session that is opened', () => {
  it('has a seat for every need, and a quota for each other region', () => {
    const { plan, offer } = planJointSession(proposal, id('20'), dates, '62');
    expect(plan).toMatchObject({ capacity: 9, programmeId: id('20'), proposalId: id('01'), enrolUntil: '2026-07-20' });
    expect(offer).toMatchObject({
      quotas: [
        { region: '62.01', seats: 2 },
        { region: '62.03', seats: 5 },
      ],
      openSeats: 0,
    });
  });

  it('makes the programme that it asks for, where it names none', () => {
    expect(programmeOf({ ...proposal, budget: 9_000_000 })).toMatchObject({
      title: proposal.title,
      hours: 2000,
      competencies: [{ code: 'MAN-07', level: 3 }],
      costPerParticipant: 1_000_000,
    });
    expect(programmeOf({ ...proposal, seats: 0 }).costPerParticipant).toBe(0);
  });

  it('is not for a proposal that was withdrawn', () => {
    expect(refusal({ withdrawn: true })).toBe('joint-session-withdrawn');
  });
});
