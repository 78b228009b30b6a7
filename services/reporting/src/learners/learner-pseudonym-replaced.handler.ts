import { LearnerPseudonymReplaced } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { replacedNames, type KnownName } from './replaced-names.decision.js';
import { dayToldOf } from './told-day.js';

const KNOWN = `SELECT DISTINCT region, former, learner FROM learner_alias
  JOIN unnest($1::text[], $2::text[]) AS u(region, former) USING (region, former)`;

const GIVEN = 'unnest($1::text[], $2::text[], $3::text[]) AS r(region, former, learner)';

const FOLLOW = `UPDATE learner_alias AS a SET learner = r.learner FROM ${GIVEN} WHERE a.region = r.region AND a.learner = r.former`;

const NAME = `INSERT INTO learner_alias AS a (region, former, learner, told_on)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::date[])
  ON CONFLICT (former, region) DO UPDATE SET learner = EXCLUDED.learner, told_on = greatest(a.told_on, EXCLUDED.told_on)`;

const MERGE = `WITH gone AS (
    DELETE FROM learner_month AS m USING ${GIVEN} WHERE m.region = r.region AND m.learner = r.former
    RETURNING m.year, m.region, r.learner, m.agency_id, m.employment_status, m.month, m.counted, m.entries)
  INSERT INTO learner_month AS t (year, region, learner, agency_id, employment_status, month, counted, entries)
  SELECT year, region, learner, agency_id, employment_status, month, sum(counted), sum(entries) FROM gone GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (year, region, learner, agency_id, employment_status, month) DO UPDATE
     SET counted = t.counted + EXCLUDED.counted, entries = t.entries + EXCLUDED.entries`;

/**
 * Persons under a pseudonym whose region has a new key: what was told under a former name counts under the newest one, also what comes under the former name later
 * (a replay, a process that was not started anew yet).
 */
@Controller()
export class LearnerPseudonymReplacedHandler {
  @EventPattern(LearnerPseudonymReplaced, 'projection')
  async handle(
    events: readonly ReceivedEvent<typeof LearnerPseudonymReplaced>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const told = events.map((event) => ({ region: event.region, ...event.data, toldOn: dayToldOf(event) }));
    const names = told.flatMap(({ region, former, learner }) => [
      { region, name: former },
      { region, name: learner },
    ]);
    const known = await transaction.query<KnownName>(KNOWN, [
      names.map(({ region }) => region),
      names.map(({ name }) => name),
    ]);
    const replaced = replacedNames(told, known);
    if (replaced.length === 0) return;
    const given = [
      replaced.map(({ region }) => region),
      replaced.map(({ former }) => former),
      replaced.map(({ learner }) => learner),
    ];
    await transaction.execute(FOLLOW, given);
    await transaction.execute(NAME, [...given, replaced.map(({ toldOn }) => toldOn)]);
    await transaction.execute(MERGE, given);
  }
}
