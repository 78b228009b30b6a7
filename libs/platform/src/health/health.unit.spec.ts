import { describe, expect, it } from '@jest/globals';

import { HealthRegistry } from './health-registry.js';

describe('HealthRegistry', () => {
  it('is ready while the process runs and all essential checks hold', async () => {
    const health = new HealthRegistry(() => 'running');
    health.register({ name: 'database', effect: 'essential', check: () => ({ ok: true }) });
    health.register({ name: 'hub', effect: 'degraded', check: () => ({ ok: false, code: 'hub-away' }) });
    expect(await health.readiness()).toMatchObject({
      ready: true,
      checks: [{ ok: true }, { ok: false, code: 'hub-away' }],
    });
  });

  it.each(['starting', 'notReady', 'draining'])('is not ready while %s', async (state) => {
    expect((await new HealthRegistry(() => state).readiness()).ready).toBe(false);
  });

  it('counts a check that fails or hangs as not holding', async () => {
    const health = new HealthRegistry(() => 'running', 1);
    health.register({ name: 'epoch', effect: 'essential', check: () => Promise.reject(new Error('x')) });
    health.register({ name: 'reader', effect: 'essential', check: () => new Promise(() => undefined) });
    const { ready, checks } = await health.readiness();
    expect(ready).toBe(false);
    expect(checks.map((check) => check.code)).toEqual(['check-failed', 'check-timed-out']);
  });

  it('refuses two checks of one name', () => {
    const health = new HealthRegistry(() => 'running');
    const check = { name: 'reader', effect: 'essential' as const, check: () => ({ ok: true }) };
    health.register(check);
    expect(() => health.register(check)).toThrow('reader');
  });
});
