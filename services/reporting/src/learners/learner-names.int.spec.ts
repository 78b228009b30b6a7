import { newId } from '@betang/contracts';
import { RetentionRules, Audit } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { REPORT_RETENTION } from '../retention/retention.definition.js';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { learnerHours, pseudonym, renamed } from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';
import { LearnerHoursQueries } from './learner-hours.queries.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

let years = 1950;
const noAbort = () => new AbortController().signal;
const KAPUAS = { region: '62.03' };
type Events = ReturnType<typeof renamed>[];

/** People and hours of a region in a year. */
async function spread(year: number, region = '62.03') {
  const [row] = await new LearnerHoursQueries(service.database).spread('region', year, region);
  return { people: row?.people ?? 0, counted: row?.counted ?? 0 };
}

/** Each time other people in another year: as they come one by one, all at once, from the last to the first. */
async function inEveryOrder(
  make: (person: number, year: number) => Events,
  expected: { readonly people: number; readonly counted: number },
): Promise<void> {
  const arrivals: ((events: Events) => Promise<void>)[] = [
    async (events) => {
      for (const event of events) await service.receive(event);
    },
    (events) => service.receive(...events),
    async (events) => {
      for (const event of [...events].reverse()) await service.receive(event);
    },
    (events) => service.receive(...[...events].reverse()),
  ];
  for (const arrive of arrivals) {
    const year = (years += 1);
    const events = make(year, year);
    await arrive(events);
    expect(await spread(year)).toEqual(expected);
    await service.database.unitOfWork.run((tx) => service.apply(tx, events));
    expect(await spread(year)).toEqual(expected);
  }
}

describe('hours of a person whose region has a new key of pseudonyms', () => {
  const hours = (learner: string, year: number, counted: number) => learnerHours({ learner, year, counted }, KAPUAS);

  it('are one person’s, whether they were told under the former name or the new one, before or after', () =>
    inEveryOrder(
      (person, year) => [
        hours(pseudonym(person), year, 100),
        renamed(pseudonym(person), pseudonym(person, 2), KAPUAS),
        hours(pseudonym(person, 2), year, 20),
        hours(pseudonym(person), year, 3),
      ],
      { people: 1, counted: 123 },
    ));

  it('are one person’s after several keys, whatever came first', () =>
    inEveryOrder(
      (person, year) => [
        hours(pseudonym(person), year, 100),
        renamed(pseudonym(person, 2), pseudonym(person, 3), KAPUAS),
        hours(pseudonym(person, 2), year, 20),
        renamed(pseudonym(person), pseudonym(person, 2), KAPUAS),
        renamed(pseudonym(person, 3), pseudonym(person, 10), KAPUAS),
        hours(pseudonym(person, 10), year, 3),
      ],
      { people: 1, counted: 123 },
    ));

  it('stay another’s where another region has the same name, or nobody replaced it', () =>
    inEveryOrder(
      (person, year) => [
        hours(pseudonym(person), year, 100),
        renamed(pseudonym(person), pseudonym(person, 2), { region: '62.71' }),
        hours(pseudonym(person, 2), year, 20),
      ],
      { people: 2, counted: 120 },
    ));

  it('add up with those of the same month, agency and status, and an entry counts once under either name', () =>
    inEveryOrder(
      (person, year) => {
        const entryId = `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`;
        const entry = (learner: string) => learnerHours({ learner, year, entryId, counted: 70 }, KAPUAS);
        return [
          entry(pseudonym(person)),
          learnerHours({ learner: pseudonym(person), year, agencyId: null, counted: 5 }, KAPUAS),
          renamed(pseudonym(person), pseudonym(person, 2), KAPUAS),
          learnerHours({ learner: pseudonym(person, 2), year, agencyId: null, counted: 6 }, KAPUAS),
          entry(pseudonym(person, 2)),
        ];
      },
      { people: 1, counted: 81 },
    ));

  it('are the same after a rebuild, and no former name is left with hours', async () => {
    const before = await service.everything();
    await service.askForRebuild();
    await service.rebuilder.work(service, noAbort());
    expect(await service.everything()).toEqual(before);
    expect(
      await service.rows(
        'SELECT 1 FROM learner_month JOIN learner_alias AS a USING (region) WHERE learner_month.learner = a.former',
      ),
    ).toEqual([]);
  });
});

describe('former names', () => {
  const sweepOn = (day: string) => {
    const clock = { now: () => new Date(`${day}T03:00:00Z`), today: () => day };
    const rules = new RetentionRules(REPORT_RETENTION, '62', service.database, new Audit(), clock as never);
    return new RetentionSweep(rules, { detach: () => Promise.resolve() } as never).sweep();
  };

  it('go with the hours of the month in which they were replaced, and not before', async () => {
    const [person, year] = [Number.parseInt(newId().slice(0, 8), 16), 2024];
    const told = { ...KAPUAS, time: '2024-05-20T02:00:00.000Z' };
    await service.receive(
      learnerHours({ learner: pseudonym(person), year, month: 5, counted: 40 }, told),
      renamed(pseudonym(person), pseudonym(person, 2), told),
    );
    const kept = async () => [
      (await spread(year)).people,
      (await service.rows('SELECT 1 FROM learner_alias WHERE former = $1', [pseudonym(person)])).length,
    ];
    await sweepOn('2026-05-31');
    expect(await kept()).toEqual([1, 1]);
    await sweepOn('2026-06-02');
    expect(await kept()).toEqual([0, 0]);
  });
});
