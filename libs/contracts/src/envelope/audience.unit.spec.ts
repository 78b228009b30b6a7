import { describe, expect, it } from '@jest/globals';
import { isDirected, parseAudience } from './audience.js';

describe('an audience', () => {
  it.each([
    ['local', false],
    ['province', false],
    ['federation', false],
    ['to.r62', true],
    ['to.r6203', true],
  ])('%s is one; directed: %p', (text, directed) => {
    expect(isDirected(parseAudience(text))).toBe(directed);
  });

  it.each([
    '',
    'Local',
    'everyone',
    'to.',
    'to.62.03',
    'to.r6',
    'to.r620',
    'to.r62031',
    'to.*',
    'to.>',
    'to.r62.x',
    ' local',
  ])('%p is none', (text) => {
    expect(() => parseAudience(text)).toThrow(expect.objectContaining({ code: 'audience-invalid', field: 'audience' }));
  });
});
