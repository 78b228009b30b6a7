import { Clock, Sweeps, UnitOfWork } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { MappingContexts } from './mapping-context.js';
import { ProfileMarks } from '../marks/profile-marks.js';

/** The name of the sweep, for who asks for it beside its calendar. */
const PROFILE_SWEEP = 'competency-profiles';

/**
 * What the passing of days does to profiles: evidence expires or begins to count, rules begin. Each morning, and once more at the start of a
 * process that was down: what became due on a day that nobody looked at is found the next time.
 */
@Injectable()
export class ProfileSweep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly marks: ProfileMarks,
    private readonly contexts: MappingContexts,
    private readonly clock: Clock,
  ) {}

  register(sweeps: Sweeps): void {
    sweeps.register(PROFILE_SWEEP, { dailyAt: '00:15' }, () => this.sweep());
  }

  /** Marks whose profile the day has changed; answers how many by expiry. */
  sweep(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const today = this.clock.today();
      await this.marks.markOutdated(tx, await this.contexts.load(tx));
      await this.marks.markBegun(tx, today);
      return this.marks.markExpired(tx, today);
    });
  }
}
