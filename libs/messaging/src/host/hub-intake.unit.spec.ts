import { describe, expect, it } from '@jest/globals';
import { HubIntake } from './hub-intake.js';

const MINUTE = 60_000;
const held = (counts: Record<string, number>) => new Map(Object.entries(counts));

describe('what the hub takes in from each region', () => {
  it('counts from the first look on, and what is gone by its age does not count backwards', () => {
    const intake = new HubIntake();
    intake.note(held({ '62.03': 1_000 }), 0);
    expect(intake.regions()).toEqual([{ region: '62.03', events: 0, perSecond: 0 }]);
    intake.note(held({ '62.03': 1_300, '62.71': 40 }), MINUTE);
    intake.note(held({ '62.03': 900, '62.71': 40 }), 2 * MINUTE);
    intake.note(held({ '62.03': 950 }), 3 * MINUTE);
    expect(intake.regions()).toEqual([
      { region: '62.03', events: 350, perSecond: 350 / 300 },
      { region: '62.71', events: 40, perSecond: 40 / 300 },
    ]);
  });

  it('tells the pace of the last five minutes: a burst passes, a flood stays', () => {
    const intake = new HubIntake();
    for (let minute = 0; minute <= 12; minute += 1) {
      const burst = minute >= 2 ? 90_000 : 0;
      intake.note(held({ '62.03': burst, '62.71': minute * 30_000 }), minute * MINUTE);
      if (minute === 3) expect(intake.regions().map(({ perSecond }) => perSecond)).toEqual([300, 300]);
    }
    expect(intake.regions().map(({ perSecond }) => perSecond)).toEqual([0, 500]);
  });
});
