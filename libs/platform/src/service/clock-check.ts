import type { CheckResult, ReadinessCheck } from '../health/health-registry.js';
import { timesOf, type ClockWatch } from '../clock/clock-watch.js';

/** Holds while the service believes the clock; that its database cannot be asked is another check's to say. */
export function clockCheck(service: string, clock: ClockWatch): ReadinessCheck {
  return {
    name: `${service} clock`,
    effect: 'essential',
    check: async (): Promise<CheckResult> => {
      const doubt = await clock.look().catch(() => undefined);
      return doubt ? { ok: false, code: 'clock-in-doubt', details: { ...timesOf(doubt) } } : { ok: true };
    },
  };
}
