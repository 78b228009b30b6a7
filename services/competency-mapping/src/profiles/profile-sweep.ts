import { Sweeps, UnitOfWork } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ProfileMarks } from './profile-marks.js';

const BEGINNING = `SELECT 1 FROM dated_rule WHERE valid_from = $1 AND kind IN ('PROFILE', 'JOB_MATCH')
  UNION ALL SELECT 1 FROM dictionary WHERE state = 'PUBLISHED' AND valid_from = $1 AND published_at < $1 LIMIT 1`;

/** The name of the sweep, for who asks for it beside its calendar. */
export const PROFILE_SWEEP = 'competency-profiles';

/** What the passing of days does to profiles: evidence expires, rules begin. Each morning, and once more at the start of a process that was down. */
@Injectable()
export class ProfileSweep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly marks: ProfileMarks,
    private readonly clock: Clock,
  ) {}

  register(sweeps: Sweeps): void {
    sweeps.register(PROFILE_SWEEP, { dailyAt: '00:15' }, () => this.sweep());
  }

  /** Marks whose profile the day has changed; answers how many by expiry. */
  sweep(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const today = this.clock.today();
      const [begins] = await tx.query(BEGINNING, [today]);
      if (begins) await this.marks.markAll(tx, 'RULE');
      return this.marks.markExpired(tx, today);
    });
  }
}
