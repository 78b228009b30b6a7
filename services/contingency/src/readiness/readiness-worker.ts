import type { ReadinessTrigger } from '@betang/contracts';
import { HealthRegistry, Lifecycle, RepeatedWork, ServiceLogger, UnitOfWork } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ReadinessMarks } from '../marks/readiness-marks.js';
import { ReadinessWork } from './readiness-work.js';

const PLANS_A_COMMIT = 200;
/** Marks are told after their commit; this is for those that an earlier process left. */
const LOOK_MS = 20_000;
/** After a turn it rests this many times as long as the turn took: one event is answered at once, a flood of them takes a fifth of the time. */
const REST = 4;

/** All marks of these plans that are committed; one that comes meanwhile stays for the next turn. */
const TAKE = `WITH gone AS (
    DELETE FROM readiness_mark WHERE plan_id = ANY(ARRAY(SELECT DISTINCT plan_id FROM readiness_mark ORDER BY plan_id LIMIT ${PLANS_A_COMMIT}))
    RETURNING plan_id, trigger, cause_id, number)
  SELECT DISTINCT ON (plan_id) plan_id AS "planId", trigger, cause_id AS "causeId" FROM gone ORDER BY plan_id, number DESC`;

interface Mark {
  readonly planId: string;
  readonly trigger: ReadinessTrigger;
  readonly causeId: string | null;
}

/** Computes readiness of the plans that are marked while the service runs. A kill loses nothing: marks go with their effect. */
@Injectable()
export class ReadinessWorker implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly readiness: ReadinessWork,
    private readonly marks: ReadinessMarks,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const options = {
      name: 'contingency marks',
      failureCode: 'readiness-not-computed',
      everyMs: LOOK_MS,
      restFactor: REST,
      work: (isStopping: () => boolean) => this.computeMarked(isStopping),
    };
    const repeated = new RepeatedWork(options, this.logger);
    this.marks.onMarked(() => repeated.soon());
    repeated.start(this.lifecycle, this.health);
    repeated.soon();
  }

  /** Computes whatever is marked, to the end unless the service stops; answers how many plans. */
  async computeMarked(isStopping: () => boolean): Promise<number> {
    let plans = 0;
    for (;;) {
      const taken = await this.unitOfWork.run(async (tx) => {
        const marks = new Map((await tx.query<Mark>(TAKE)).map((mark) => [mark.planId, mark]));
        await this.readiness.recomputeEach(tx, [...marks.keys()], (planId) => marks.get(planId)!);
        return marks.size;
      });
      plans += taken;
      if (taken < PLANS_A_COMMIT || isStopping()) return plans;
    }
  }
}
