import { Clock, Files, Notices, RetentionRules, ServiceDatabase, Sweeps, type RuleToday } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RETENTION_TARGETS, erase, type RetentionTarget } from './retention-targets.js';

/** No transaction stays open for long: an open one hides the outboxes of the whole region. */
const ROWS_A_TURN = 200;
const TURNS_A_NIGHT = 500;

/**
 * Takes away what is kept no longer, in short turns: what is due is found outside any transaction, and a turn that finds nothing writes
 * nothing. Repeating it is harmless; what one night does not reach the next one does.
 */
@Injectable()
export class RetentionSweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly rules: RetentionRules,
    private readonly database: ServiceDatabase,
    private readonly files: Files,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('retention', { dailyAt: '03:10' }, () => this.sweep());
    this.sweeps.register('files', { dailyAt: '03:40' }, () => this.files.sweep());
    this.sweeps.register('notices', { dailyAt: '03:50' }, () => this.notices.sweep(this.database));
  }

  /** Answers how many rows were cleared. */
  async sweep(): Promise<number> {
    let erased = 0;
    for (const target of RETENTION_TARGETS) {
      const rule = await this.rules.findToday(target.kind);
      if (rule) erased += await this.clear(target, rule);
    }
    return erased;
  }

  private async clear(target: RetentionTarget, rule: RuleToday): Promise<number> {
    const today = this.clock.today();
    let erased = 0;
    for (let turn = 0; turn < TURNS_A_NIGHT; turn += 1) {
      const due = await this.database.query<{ id: string }>(target.find, [rule.since, ROWS_A_TURN]);
      if (due.length === 0) break;
      const ids = due.map(({ id }) => id);
      const cleared = await this.rules.turn(rule, (tx) => erase(tx, this.files, target, ids, today));
      erased += cleared;
      // Somebody else was faster, or what is due cannot be cleared: the next night looks again.
      if (cleared === 0) break;
    }
    return erased;
  }
}
