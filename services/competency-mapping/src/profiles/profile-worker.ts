import { HealthRegistry, Lifecycle, RepeatedWork, ServiceDatabase, ServiceLogger, UnitOfWork } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { PersonToCompute } from './profile-computation.js';
import { ProfileComputation } from './profile-computation.js';
import { ProfileMarks } from '../marks/profile-marks.js';

/** People a transaction: no transaction stays open for long, and memory stays flat however many are marked. */
const PEOPLE_A_COMMIT = 1_000;
/** Marks are told after their commit; this is for those that an earlier process left. */
const LOOK_MS = 20_000;

/** By an array, not by a join: with statistics from before the marks came, the planner would go through all marks for each one that it takes. */
const TAKE = `DELETE FROM profile_mark WHERE employee_id = ANY(ARRAY(
    SELECT employee_id FROM profile_mark ORDER BY employee_id LIMIT ${PEOPLE_A_COMMIT} FOR UPDATE SKIP LOCKED))
  RETURNING employee_id AS "employeeId", cause, cause_event AS "causationId"`;

const MARKED = 'SELECT EXISTS (SELECT 1 FROM profile_mark) AS marked';

/** Computes the profiles that are marked, a thousand a transaction, while the service runs. A kill loses nothing: marks go with their effect. */
@Injectable()
export class ProfileWorker implements OnApplicationBootstrap {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly computation: ProfileComputation,
    private readonly marks: ProfileMarks,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const options = {
      name: 'competency profiles',
      failureCode: 'profiles-not-computed',
      everyMs: LOOK_MS,
      work: (isStopping: () => boolean) => this.computeMarked(isStopping),
    };
    const repeated = new RepeatedWork(options, this.logger);
    this.marks.onMarked(() => repeated.soon());
    repeated.start(this.lifecycle, this.health);
    repeated.soon();
  }

  /**
   * Computes whatever is marked, to the end unless the service stops; answers how many people. Two lanes: the server works for the one while this
   * process does for the other.
   */
  async computeMarked(isStopping: () => boolean): Promise<number> {
    // Nearly every look while all is quiet finds nothing: it opens no second connection for that.
    const [look] = await this.database.query<{ marked: boolean }>(MARKED);
    if (!look!.marked) return 0;
    const lanes = await Promise.all([this.computeLane(isStopping), this.computeLane(isStopping)]);
    return lanes.reduce((sum, people) => sum + people, 0);
  }

  private async computeLane(isStopping: () => boolean): Promise<number> {
    let people = 0;
    for (;;) {
      const taken = await this.unitOfWork.run(async (tx) => {
        const marked = await tx.query<PersonToCompute>(TAKE);
        await this.computation.compute(tx, marked);
        return marked.length;
      });
      people += taken;
      if (taken < PEOPLE_A_COMMIT || isStopping()) return people;
    }
  }
}
