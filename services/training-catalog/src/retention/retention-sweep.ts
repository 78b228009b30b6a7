import { newId } from '@betang/contracts';
import { Audit, Files, Notices, ServiceDatabase, Sweeps, UnitOfWork } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock.js';
import { keptSince, ruleOn, type RetentionRule } from './retention-rule.decision.js';
import { RetentionRules } from './retention-rules.js';
import { RETENTION_TARGETS, erase, type RetentionTarget } from './retention-targets.js';

/** No transaction stays open for long: an open one hides the outboxes of the whole region. */
const ROWS_A_TURN = 200;
const TURNS_A_NIGHT = 500;
const ACTOR = 'training-catalog';
const KEEP_RUN = `INSERT INTO retention_run (run_id, rule_id, kind, erased, finished_at) VALUES ($1, $2, $3, $4, $5)`;

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
    private readonly unitOfWork: UnitOfWork,
    private readonly files: Files,
    private readonly notices: Notices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('retention', { dailyAt: '03:10' }, () => this.sweep());
    this.sweeps.register('files', { dailyAt: '03:40' }, () => this.files.sweep());
    this.sweeps.register('notices', { dailyAt: '03:50' }, () => this.notices.sweep(this.database));
  }

  /** Answers how many rows were cleared. */
  async sweep(): Promise<number> {
    const rules = await this.rules.list(this.database);
    const today = this.clock.today();
    let erased = 0;
    for (const target of RETENTION_TARGETS) {
      const rule = ruleOn(rules, target.kind, today);
      if (rule) erased += await this.clear(target, rule, today);
    }
    return erased;
  }

  private async clear(target: RetentionTarget, rule: RetentionRule, today: string): Promise<number> {
    const since = keptSince(rule, today);
    let erased = 0;
    for (let turn = 0; turn < TURNS_A_NIGHT; turn += 1) {
      const due = await this.database.query<{ id: string }>(target.find, [since, ROWS_A_TURN]);
      if (due.length === 0) break;
      const ids = due.map(({ id }) => id);
      const cleared = await this.turn(target, rule, ids, today);
      erased += cleared;
      // Somebody else was faster, or what is due cannot be cleared: the next night looks again.
      if (cleared === 0) break;
    }
    return erased;
  }

  private turn(target: RetentionTarget, rule: RetentionRule, ids: readonly string[], today: string): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const erased = await erase(tx, this.files, target, ids, today);
      if (erased === 0) return 0;
      const { ruleId, kind, basis } = rule;
      await tx.execute(KEEP_RUN, [newId(), ruleId, kind, erased, this.clock.now()]);
      const object = { type: 'retention-rule', id: ruleId };
      await this.audit.record(tx, { actor: ACTOR, action: 'erase-by-retention', object, reason: basis });
      return erased;
    });
  }
}
