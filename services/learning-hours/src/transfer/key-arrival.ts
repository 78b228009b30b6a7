import { Lifecycle, ServiceDatabase, ServiceLogger, type Transaction } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/** Asked only while something waits; a region without a key may stay so for weeks. */
const LOOK_MS = 2_000;

/** What waits, and the valid keys of the regions for which it waits: those of records of people who moved, and of questions about certificates. */
const WAITING = `WITH waiting AS (
    SELECT t.to_region AS region FROM later_hours_due AS d JOIN transfer_out AS t USING (employee_id)
    UNION SELECT other_region FROM certificate_question WHERE state IN ('ASK_DUE', 'ANSWER_DUE'))
  SELECT (SELECT count(*) FROM waiting)::integer AS regions, coalesce((
    SELECT string_agg(DISTINCT k.key_id, ' ' ORDER BY k.key_id) FROM betang.region_key AS k JOIN betang.region_member AS m USING (region)
     WHERE k.region IN (SELECT region FROM waiting) AND k.use = 'ENCRYPTION' AND m.state <> 'REMOVED'
       AND k.valid_from <= now() AND (k.valid_to IS NULL OR k.valid_to > now())), '') AS keys`;

/** Does what waits for a region's encryption key as soon as that key is there. */
@Injectable()
export class KeyArrival implements OnApplicationBootstrap {
  private readonly works: (() => Promise<unknown>)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;
  private waiting = false;
  /** Keys with which it was tried already. */
  private tried = '';

  constructor(
    private readonly database: ServiceDatabase,
    private readonly lifecycle: Lifecycle,
    private readonly logger: ServiceLogger,
  ) {}

  /** What is to be done when a key comes; finds by itself what waits. */
  onKey(work: () => Promise<unknown>): void {
    this.works.push(work);
  }

  /** To be called in the transaction that leaves something waiting. */
  wait(tx: Transaction): void {
    tx.afterCommit(() => {
      this.tried = '';
      this.lookSoon();
    });
  }

  /** What an earlier process left waiting. */
  onApplicationBootstrap(): void {
    const stop = () => {
      this.stopped = true;
      clearTimeout(this.timer);
    };
    this.lifecycle.onStop('learning-hours keys', { stopPulling: stop, drain: () => this.turn });
    this.lookSoon();
  }

  private lookSoon(): void {
    if (this.stopped || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.turn = this.look().finally(() => {
        this.timer = undefined;
        if (this.waiting) this.lookSoon();
      });
    }, LOOK_MS);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    try {
      const [found] = await this.database.query<{ regions: number; keys: string }>(WAITING);
      this.waiting = found!.regions > 0;
      if (!this.waiting || found!.keys === this.tried) return;
      for (const work of this.works) await work();
      this.tried = found!.keys;
    } catch (error) {
      this.waiting = true;
      this.logger.warn('what waits for a key could not be sent; the next look tries again', { error });
    }
  }
}
