import { describe, expect, it } from '@jest/globals';
import { mayReplay } from './replay-answers.js';

describe('who may be told again what was said before', () => {
  it.each([
    ['62.03', '62.03', 'local', true],
    ['62.03', '62.03', 'to.r6271', true],
    ['62.71', '62.03', 'local', false],
    ['62.71', '62.03', 'federation', true],
    ['62.71', '62.03', 'province', false],
    ['62', '62.03', 'province', true],
    ['64', '62.03', 'province', false],
    ['62.71', '62.03', 'to.r6271', true],
    ['62.71', '62.03', 'to.r6201', false],
    ['62', '62.03', 'to.r6271', false],
  ])('%s asks %s for %s: %s', (asker, home, audience, allowed) => {
    expect(mayReplay(asker, home, audience)).toBe(allowed);
  });
});
