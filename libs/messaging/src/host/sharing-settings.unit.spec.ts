import { describe, expect, it } from '@jest/globals';
import { SharingSettings } from './sharing-settings.js';

const settings = (changes: Partial<ConstructorParameters<typeof SharingSettings>[0]> = {}) =>
  new SharingSettings({ optIn: [], optOut: [], linked: true, ...changes });
const purposes = (given: SharingSettings) => given.purposesOf('learning-hours').map(({ purpose }) => purpose);

describe('for what a region shares', () => {
  it('is nothing while it has no province', () => {
    expect(settings({ linked: false, optIn: ['learner-level-analysis'] }).purposesOf('learning-hours')).toEqual([]);
  });

  it('is what its contracts share by default, without what is directed to one region', () => {
    expect(settings().purposesOf('learning-hours')).toEqual([{ audience: 'province', purpose: 'fulfilment-totals' }]);
  });

  it('follows what the region opts in to and out of', () => {
    expect(purposes(settings({ optIn: ['learner-level-analysis'] }))).toContain('learner-level-analysis');
    expect(purposes(settings({ optIn: ['certificate-doubles'] }))).toContain('certificate-doubles');
    expect(purposes(settings({ optOut: ['fulfilment-totals'] }))).toEqual([]);
  });

  it('keeps what belongs to taking part, whatever it opts out of', () => {
    const given = settings({ optOut: ['reference-codes'] });
    expect(given.purposesOf('identity')).toContainEqual({ audience: 'province', purpose: 'reference-codes' });
  });
});
