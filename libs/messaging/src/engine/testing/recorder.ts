import { EmployeeLeft, newId, type EventContract } from '@betang/contracts';
import type { RegionUnderTest, ServiceUnderTest } from '@betang/testing';
import type { EventHandler, ReceivedEvent } from '../../handling/handler-registry.js';

/** Somebody invented leaves: the simplest fact of a region. */
export const leaving = (employeeId = newId()) =>
  EmployeeLeft.create({ subject: employeeId, data: { employeeId, leftOn: '2026-01-31', reason: 'RETIRED' } });

export interface Recorder {
  readonly handler: EventHandler;
  /** Subjects whose events cannot be handled, for ever or until deleted. */
  readonly poison: Set<string>;
  /** SQLSTATEs to fail with, one a call, before anything works. */
  readonly failures: string[];
}

/** A handler that writes down what it was given, in its own service's table `seen`. */
export function recorder(): Recorder {
  const poison = new Set<string>();
  const failures: string[] = [];
  const handle = async (
    events: readonly ReceivedEvent[],
    { transaction }: Parameters<EventHandler['handle']>[1],
  ): Promise<void> => {
    const failure = failures.shift();
    if (failure) throw Object.assign(new Error('not now'), { code: failure });
    if (events.some(({ subject }) => poison.has(subject)))
      throw Object.assign(new Error('never'), { code: 'seen-refused' });
    await transaction.execute(
      'INSERT INTO seen (id, subject, position) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])',
      [events.map(({ id }) => id), events.map(({ subject }) => subject), events.map(({ position }) => position)],
    );
  };
  return { handler: { contract: EmployeeLeft as unknown as EventContract, kind: 'process', handle }, poison, failures };
}

export async function makeSeenTable(region: RegionUnderTest, schema: string): Promise<void> {
  await region.sql(
    `CREATE TABLE ${schema}.seen (ordinal bigserial, id uuid PRIMARY KEY, subject text, position bigint)`,
  );
  await region.sql(
    `GRANT ALL ON ${schema}.seen TO ${schema}_app; GRANT ALL ON SEQUENCE ${schema}.seen_ordinal_seq TO ${schema}_app`,
  );
}

export async function seen(service: ServiceUnderTest): Promise<{ id: string; subject: string }[]> {
  return service.query('SELECT id, subject FROM seen ORDER BY ordinal');
}

export async function seenCount(service: ServiceUnderTest): Promise<number> {
  const [row] = await service.query<{ n: number }>('SELECT count(*)::int AS n FROM seen');
  return row!.n;
}
