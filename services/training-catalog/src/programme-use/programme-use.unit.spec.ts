import { describe, expect, it } from '@jest/globals';
import { statedUse, type ProgrammeUse } from './programme-use.decision.js';

const use: ProgrammeUse = {
  programmeId: '00000000-0000-4000-8000-000000000020',
  year: 2026,
  organiserRegion: '62',
  title: 'Penyusunan Rencana Kontingensi',
  pathCode: 'KL03',
  developmentTargetId: null,
  origin: null,
  hours: 4050,
  sessions: 2,
  seats: 60,
  completed: 41,
  completedElsewhere: 7,
  guestsCompleted: 12,
};
const stated = (changes: Partial<ProgrammeUse>) => statedUse({ ...use, ...changes });

describe('the use of a programme as it is told', () => {
  it('is counts, and the hours of all who completed it', () => {
    expect(stated({})).toMatchObject({ completed: 41, completedElsewhere: 7, guestsCompleted: 12, hours: 166_050 });
  });

  it.each([
    [0, 0],
    [1, null],
    [4, null],
    [5, 5],
  ])('hides few people: %i', (people, shown) => {
    expect(stated({ guestsCompleted: people }).guestsCompleted).toBe(shown);
    expect(stated({ completed: people, completedElsewhere: 0 }).completed).toBe(shown);
  });

  it('hides the hours that would tell how few they are', () => {
    expect(stated({ completed: 3, completedElsewhere: 0 })).toMatchObject({
      completed: null,
      completedElsewhere: null,
      hours: 0,
    });
  });
});
