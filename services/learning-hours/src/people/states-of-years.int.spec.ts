import { EmployeeChanged, EmployeeLeft, type EventData } from '@betang/contracts';
import { migratorRole } from '@betang/platform';
import { getRepositoryRoot } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import type { ReceivedEvent } from '@betang/messaging';
import { AGENCY_A, AGENCY_B, completed, left, people, registered } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { catchUpStates } from './catch-up-states.js';

type State = EventData<typeof EmployeeChanged>;
type Word = readonly [day: string, changes: Partial<State>];

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  // Counted from the beginning, by somebody else's hours.
  const [other] = people(1);
  for (const year of [2024, 2025, 2026]) await hoursOf(other!, year);
});
afterAll(async () => service?.stop());

const A = { agencyId: AGENCY_A };
const B = { agencyId: AGENCY_B };
const CPNS = { employmentStatus: 'CPNS' } as const;
const hoursOf = (employeeId: string, year: number) =>
  service.receive(completed(service, { employeeId, pathCode: 'KL03', completedOn: `${year}-05-05` }));
const told = (employeeId: string, [day, changes]: Word): ReceivedEvent<never> => {
  const time = `${day}T02:00:00.000Z`;
  const { data } = registered(service, employeeId, changes, time) as unknown as { data: never };
  return service.event(EmployeeChanged as never, data, time);
};
const was = (year: number, { agencyId }: { agencyId: string }, employmentStatus: 'CPNS' | 'PNS' = 'PNS') => ({
  ...{ year, agencyId, unitId: agencyId, employmentStatus },
});
/** Agency and status of each year that has a row. */
const yearsOf = async (employeeId: string) =>
  (
    await service.rows<{ year: number; agency: string; status: string }>(
      `SELECT year, agency_id AS agency, employment_status AS status FROM person_year
        WHERE employee_id = $1 AND in_service ORDER BY year`,
      [employeeId],
    )
  ).map(({ year, agency, status }) => `${year} ${agency === AGENCY_A ? 'A' : 'B'} ${status}`);

type Gone = readonly [day: string, leaving: Partial<EventData<typeof EmployeeLeft>> & { readonly leftOn: string }];
const toldGone = (employeeId: string, [day, leaving]: Gone): ReceivedEvent<never> =>
  service.event(EmployeeLeft as never, { employeeId, reason: 'RETIRED', ...leaving } as never, `${day}T02:00:00.000Z`);
const isGone = (word: Word | Gone): word is Gone => 'leftOn' in word[1];
const eventOf = (employeeId: string, word: Word | Gone) =>
  isGone(word) ? toldGone(employeeId, word) : told(employeeId, word);

/** Word by word, all in one batch, and from the last to the first: always the same years. */
async function inAnyOrder(words: readonly (Word | Gone)[], expected: readonly string[]): Promise<void> {
  const [one, two, three] = people(3) as [string, string, string];
  for (const word of words) await service.receive(eventOf(one, word));
  await service.receive(...words.map((word) => eventOf(two, word)));
  const events = words.map((word) => eventOf(three, word));
  for (const event of [...events].reverse()) await service.receive(event);
  await service.receive(...events);
  expect([await yearsOf(one), await yearsOf(two), await yearsOf(three)]).toEqual([expected, expected, expected]);
}

describe('agency and status of the years of a person', () => {
  it('are those of when the year ended, also where several years are told at once', () =>
    inAnyOrder(
      [
        ['2024-03-01', { ...A, ...CPNS }],
        ['2025-05-01', { ...B, ...CPNS }],
        ['2025-09-01', B],
        ['2026-02-01', A],
      ],
      ['2024 A CPNS', '2025 B PNS', '2026 A PNS'],
    ));

  it('are what was told of a year once it was over, in that year alone, and of that the newest', async () => {
    // PNS since New Year, told first; then a decree of December on the unit.
    await inAnyOrder(
      [
        ['2024-03-01', { ...A, ...CPNS }],
        ['2026-01-05', A],
        ['2026-01-20', { ...B, earlierYears: [was(2025, B, 'CPNS')] }],
      ],
      ['2024 A CPNS', '2025 B CPNS', '2026 B PNS'],
    );
    await inAnyOrder(
      [
        ['2024-03-01', { ...A, ...CPNS }],
        ['2026-03-01', { ...B, earlierYears: [was(2024, B, 'CPNS'), was(2025, B)] }],
        ['2026-04-01', { ...B, earlierYears: [was(2024, A)] }],
      ],
      ['2024 A PNS', '2025 B PNS', '2026 B PNS'],
    );
  });

  it('are what was told of a year with the leaving, also where nothing newer was told of the person', async () => {
    const was2025 = { earlierYears: [was(2025, B, 'CPNS')] };
    await inAnyOrder(
      [
        ['2024-03-01', A],
        ['2026-01-20', { leftOn: '2026-01-15' }],
        ['2026-03-01', { leftOn: '2026-01-15', ...was2025 }],
      ],
      ['2024 A PNS', '2025 B CPNS'],
    );
    // Told last in the very year that ended otherwise, and of a year that was not the last one.
    await inAnyOrder(
      [
        ['2025-03-01', A],
        ['2026-03-01', { leftOn: '2026-01-15', ...was2025 }],
        ['2026-04-01', { leftOn: '2026-01-15', earlierYears: [was(2024, B)] }],
      ],
      ['2024 B PNS', '2025 B CPNS'],
    );
    // Back in service: what was told of the year stands, and the present says nothing of it.
    await inAnyOrder(
      [
        ['2024-03-01', A],
        ['2026-03-01', { leftOn: '2026-01-15', ...was2025 }],
        ['2026-04-01', A],
      ],
      ['2024 A PNS', '2025 B CPNS', '2026 A PNS'],
    );
    // One of two records of somebody, which a merge ended and its undo brought back.
    const merged = { leftOn: '2026-01-15', recordedInError: true };
    await inAnyOrder(
      [
        ['2024-03-01', A],
        ['2026-01-15', merged],
        ['2026-01-16', { ...merged, ...was2025 }],
        ['2026-01-18', A],
      ],
      ['2024 A PNS', '2025 B CPNS', '2026 A PNS'],
    );
  });

  it('follow the day of leaving into an earlier year and back', async () => {
    const back: Word = ['2026-03-01', A];
    const late: Gone = ['2026-01-20', { leftOn: '2026-01-15' }];
    const early: Gone = ['2026-03-02', { leftOn: '2025-12-20' }];
    await inAnyOrder([['2024-03-01', A], late, back, early], ['2024 A PNS']);
    const lateAgain: Gone = ['2026-04-02', { leftOn: '2026-01-15' }];
    await inAnyOrder([['2024-03-01', A], early, ['2026-04-01', A], lateAgain], ['2024 A PNS', '2025 A PNS']);
  });

  it('are those of then in a year that is first counted after somebody moved', async () => {
    const [id] = people(1) as [string];
    const moved = { ...B, earlierYears: [was(2022, B)] };
    for (const word of [['2021-03-01', A] as const, ['2023-02-01', moved] as const])
      await service.receive(told(id, word));
    for (const year of [2021, 2022, 2023]) await hoursOf(id, year);
    const first = ['2021 A PNS', '2022 B PNS', '2023 B PNS'];
    expect(await yearsOf(id)).toEqual([...first, '2024 B PNS', '2025 B PNS', '2026 B PNS']);
  });

  it('have the totals of the agency they leave and of the one they come to made anew', async () => {
    const ids = people(6);
    const marks = async () => {
      await service.totals.stateChanges();
      const rows = await service.rows<{ agency: string; people: number }>(
        `SELECT agency_id AS agency, count(*)::int AS people FROM person_year
          WHERE year = 2025 AND employee_id = ANY($1::uuid[]) GROUP BY 1 ORDER BY 1`,
        [ids],
      );
      return rows.map(({ people: count }) => count);
    };
    await service.receive(...ids.map((id) => told(id, ['2025-03-01', A])));
    expect(await marks()).toEqual([6]);
    await service.receive(told(ids[0]!, ['2026-01-20', { ...B, earlierYears: [was(2025, B)] }]));
    expect(
      await service.rows('SELECT DISTINCT employment_status AS status FROM totals_mark WHERE year = 2025'),
    ).toEqual([{ status: 'PNS' }]);
    expect(await marks()).toEqual([5, 1]);
  });

  it('have both totals made anew where the leaving says it', async () => {
    const [id] = people(1) as [string];
    await service.receive(told(id, ['2025-03-01', { ...A, ...CPNS }]), left(service, id, '2026-01-15'));
    await service.totals.stateChanges();
    await service.receive(toldGone(id, ['2026-03-01', { leftOn: '2026-01-15', earlierYears: [was(2025, B)] }]));
    const marked = await service.rows<{ status: string }>(
      'SELECT DISTINCT employment_status AS status FROM totals_mark WHERE year = 2025 ORDER BY 1',
    );
    expect(marked.map(({ status }) => status)).toEqual(['CPNS', 'PNS']);
  });

  /** The tables as they are right after the upgrade that begins to keep states by year. */
  const migrateAgain = async () => {
    const owner = new pg.Client({ connectionString: service.ownerUrl });
    await owner.connect();
    await owner.query(`SET ROLE ${migratorRole('learning_hours')}; SET search_path = learning_hours; DROP TABLE person_state;
      ALTER TABLE person DROP COLUMN state_year; DELETE FROM projection_table WHERE name = 'person_state'`);
    const migration = 'services/learning-hours/migrations/0035-what-people-were.sql';
    await owner.query(readFileSync(resolve(getRepositoryRoot(), migration), 'utf8'));
    await owner.end();
  };

  it('stay as they were counted where a release begins to keep them', async () => {
    const [mover, late] = people(2) as [string, string];
    await service.receive(told(mover, ['2024-03-01', { ...A, ...CPNS }]), told(late, ['2026-02-01', A]));
    await service.receive(told(mover, ['2025-05-01', B]));
    const before = [await yearsOf(mover), await yearsOf(late)];
    await migrateAgain();
    await service.receive(told(mover, ['2026-06-01', { ...B, name: 'Dinarti S. Sangalang' }]));
    await service.receive(told(late, ['2026-06-01', B]));
    const [of, lateYears] = before as [string[], string[]];
    expect(await yearsOf(mover)).toEqual(of);
    expect(await yearsOf(late)).toEqual([...lateYears.slice(0, -1), '2026 B PNS']);
    await service.receive(told(mover, ['2027-01-10', { ...A, earlierYears: [was(2026, A)] }]));
    expect(await yearsOf(mover)).toEqual([...of.slice(0, -1), '2026 A PNS']);
  });

  it('are those that the process of before wrote in the middle of the upgrade, once the next one has started', async () => {
    const [moved, joined, same] = people(3) as [string, string, string];
    await service.receive(...[moved, same].map((id) => told(id, ['2024-03-01', { ...A, ...CPNS }])));
    await migrateAgain();
    /** As that process writes a state: the row of the person, and nothing by year. */
    const writeAsBefore = async (id: string) => {
      const { position } = told(id, ['2026-06-01', B]) as unknown as { position: number };
      await service.rows(
        `INSERT INTO person AS p (employee_id, employee_number, name, employment_status, agency_id, unit_id, in_service_since, state_order)
         VALUES ($1, '198609262015051001', 'Dinarti Sangalang', 'PNS', $2, $2, 2015, $3) ON CONFLICT (employee_id) DO UPDATE
            SET agency_id = excluded.agency_id, employment_status = excluded.employment_status, state_order = excluded.state_order`,
        [id, AGENCY_B, 1_000_000_000_000 + position],
      );
    };
    for (const id of [moved, joined]) await writeAsBefore(id);
    const rowsOf = () =>
      service.rows('SELECT * FROM person_state WHERE employee_id = ANY($1::uuid[]) ORDER BY employee_id, from_year', [
        [moved, joined, same],
      ]);
    const before = (await rowsOf()).length;
    await service.database.unitOfWork.run((tx) => catchUpStates(tx, 2026));
    const mended = await rowsOf();
    // The new word of one, which had a row of this year already; the oldest and the newest of the other.
    expect(mended).toHaveLength(before + 2);
    await service.database.unitOfWork.run((tx) => catchUpStates(tx, 2027));
    expect(await rowsOf()).toEqual(mended);

    await service.receive(...[moved, joined, same].map((id) => told(id, ['2027-01-10', A])));
    const lastYearsOf = async (id: string) => (await yearsOf(id)).slice(-2);
    expect(await lastYearsOf(moved)).toEqual(['2025 A CPNS', '2026 B PNS']);
    expect(await lastYearsOf(joined)).toEqual(['2025 B PNS', '2026 B PNS']);
    expect(await lastYearsOf(same)).toEqual(['2025 A CPNS', '2026 A CPNS']);
  });
});
