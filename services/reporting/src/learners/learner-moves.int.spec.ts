import { newId } from '@betang/contracts';
import { Audit, RetentionRules } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { REPORT_RETENTION } from '../retention/retention.definition.js';
import { learnerHours, movedTo, pseudonym, renamed } from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';
import { LearnerHoursQueries } from './learner-hours.queries.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

const [KAPUAS, CITY, PROVINCE] = ['62.03', '62.71', '62'] as const;
const noAbort = () => new AbortController().signal;
let people = 0;
type Events = ReturnType<typeof movedTo>[];

/** Names of one person in three regions: another key in each. */
interface Names {
  readonly kapuas: string;
  readonly city: string;
  readonly province: string;
  /** Under the next key of the region. */
  readonly next: { readonly kapuas: string; readonly city: string };
}
function namesOf(): Names {
  const name = (version = 1) => pseudonym((people += 1), version);
  return { kapuas: name(), city: name(), province: name(), next: { kapuas: name(2), city: name(2) } };
}

/** One after the other, in one batch, from the last to the first, and all of it again. */
const ARRIVALS: Readonly<Record<string, (events: Events) => Promise<void>>> = {
  'as they come': async (events) => {
    for (const event of events) await service.receive(event);
  },
  'at once': (events) => service.receive(...events),
  'from the last to the first': async (events) => {
    for (const event of [...events].reverse()) await service.receive(event);
  },
  'at once, from the last to the first': (events) => service.receive(...[...events].reverse()),
};

const clear = async () => {
  for (const table of ['learner_entry', 'learner_month', 'learner_alias', 'learner_move', 'archive'])
    await service.rows(`DELETE FROM ${table}`);
};

/** By year, each region with people: `region hours`. */
async function counts(years: readonly number[]): Promise<Record<number, string[]>> {
  const found: Record<number, string[]> = {};
  for (const year of years) {
    const rows = await new LearnerHoursQueries(service.database).spread('region', year);
    found[year] = rows.map(
      ({ key, people: count, counted }) => `${key} ${count === 1 ? '' : `${count} people `}${counted}`,
    );
  }
  return found;
}

/** What counts where, whatever the order of arrival, and after a rebuild. */
async function always(make: (names: Names) => Events, expected: Readonly<Record<number, readonly string[]>>) {
  const years = Object.keys(expected).map(Number);
  for (const [order, arrive] of Object.entries(ARRIVALS)) {
    await clear();
    const events = make(namesOf());
    await arrive(events);
    expect({ order, ...(await counts(years)) }).toEqual({ order, ...expected });
    await service.database.unitOfWork.run((tx) => service.apply(tx, events));
    expect({ again: order, ...(await counts(years)) }).toEqual({ again: order, ...expected });
    const live = await service.everything();
    await service.askForRebuild();
    await service.rebuilder.work(service, noAbort());
    expect(await service.everything()).toEqual(live);
  }
}

const hours = (region: string, learner: string, year: number, counted: number) =>
  learnerHours({ learner, year, counted }, { region });
/** What a region that takes somebody over shares: the hours of every year, its own first ones, and the move. */
const takenOver = (region: string, learner: string, byYear: Readonly<Record<number, number>>) =>
  Object.entries(byYear).map(([year, counted]) => hours(region, learner, Number(year), counted));

describe('somebody who moved to another region', () => {
  it('counts there from the year of the move on, and before that where the hours were earned', () =>
    always(
      ({ kapuas, city }) => [
        ...takenOver(KAPUAS, kapuas, { 2024: 10, 2025: 20, 2026: 30 }),
        ...takenOver(CITY, city, { 2024: 10, 2025: 20, 2026: 35 }),
        movedTo(CITY, { learner: city, former: kapuas, movedOn: '2026-02-01' }),
        hours(CITY, city, 2027, 40),
        hours(KAPUAS, kapuas, 2027, 1),
      ],
      { 2024: [`${KAPUAS} 10`], 2025: [`${KAPUAS} 20`], 2026: [`${CITY} 35`], 2027: [`${CITY} 40`] },
    ));

  it('counts there for the whole year of a move on its last day, and not of one on the first day after it', () =>
    always(
      ({ kapuas, city, province, next }) => [
        ...takenOver(KAPUAS, kapuas, { 2025: 10 }),
        ...takenOver(CITY, city, { 2025: 10 }),
        movedTo(CITY, { learner: city, former: kapuas, movedOn: '2025-12-31' }),
        ...takenOver(KAPUAS, next.kapuas, { 2025: 5 }),
        ...takenOver(PROVINCE, province, { 2025: 5 }),
        movedTo(PROVINCE, { learner: province, former: next.kapuas, movedOn: '2026-01-01' }),
      ],
      { 2025: [`${KAPUAS} 5`, `${CITY} 10`] },
    ));

  it('counts where the last move of the year led, of several', () =>
    always(
      ({ kapuas, city, province }) => {
        const all = { 2023: 1, 2024: 2, 2025: 3, 2026: 4 };
        return [
          ...takenOver(KAPUAS, kapuas, all),
          ...takenOver(CITY, city, all),
          ...takenOver(PROVINCE, province, all),
          movedTo(CITY, { learner: city, former: kapuas, movedOn: '2024-05-01' }),
          movedTo(PROVINCE, { learner: province, former: city, movedOn: '2026-03-01' }),
        ];
      },
      { 2023: [`${KAPUAS} 1`], 2024: [`${CITY} 2`], 2025: [`${CITY} 3`], 2026: [`${PROVINCE} 4`] },
    ));

  it('counts at home again after a return, under the name of before or another one', async () => {
    const all = { 2023: 1, 2024: 2, 2025: 3, 2026: 4 };
    const [there, back] = [{ movedOn: '2024-05-01' }, { movedOn: '2026-03-01' }];
    const expected = { 2023: [`${KAPUAS} 1`], 2024: [`${CITY} 2`], 2025: [`${CITY} 3`], 2026: [`${KAPUAS} 4`] };
    await always(
      ({ kapuas, city }) => [
        ...takenOver(KAPUAS, kapuas, all),
        ...takenOver(CITY, city, all),
        movedTo(CITY, { learner: city, former: kapuas, ...there }),
        movedTo(KAPUAS, { learner: kapuas, former: city, ...back }),
      ],
      expected,
    );
    await always(
      ({ kapuas, city, province: anew }) => [
        ...takenOver(KAPUAS, kapuas, { 2023: 1 }),
        ...takenOver(CITY, city, all),
        ...takenOver(KAPUAS, anew, all),
        movedTo(CITY, { learner: city, former: kapuas, ...there }),
        movedTo(KAPUAS, { learner: anew, former: city, ...back }),
      ],
      expected,
    );
  });

  it('who came back on the day of the move is where the later transfer led', () =>
    always(
      ({ kapuas, city }) => {
        const [first, second] = [newId(), newId()].sort() as [string, string];
        return [
          ...takenOver(KAPUAS, kapuas, { 2025: 1, 2026: 2 }),
          ...takenOver(CITY, city, { 2025: 1, 2026: 2 }),
          movedTo(CITY, { learner: city, former: kapuas, movedOn: '2026-03-01', transferId: first }),
          movedTo(KAPUAS, { learner: kapuas, former: city, movedOn: '2026-03-01', transferId: second }),
        ];
      },
      { 2025: [`${KAPUAS} 1`], 2026: [`${KAPUAS} 2`] },
    ));

  it('from a region that shares no persons counts in the new one from then on, and before that in nobody’s figures', () =>
    always(
      ({ kapuas, city, province }) => [
        ...takenOver(CITY, city, { 2025: 10, 2026: 20 }),
        movedTo(CITY, { learner: city, former: kapuas, movedOn: '2026-03-01' }),
        ...takenOver(PROVINCE, province, { 2025: 5, 2026: 6 }),
        movedTo(PROVINCE, { learner: province, former: null, movedOn: '2026-03-01' }),
      ],
      { 2025: [], 2026: [`${PROVINCE} 6`, `${CITY} 20`] },
    ));

  it('is the same person where either region has a new key, told before or after the move', () =>
    always(
      ({ kapuas, city, next }) => [
        ...takenOver(KAPUAS, kapuas, { 2025: 10, 2026: 20 }),
        renamed(kapuas, next.kapuas, { region: KAPUAS }),
        ...takenOver(CITY, city, { 2025: 10, 2026: 20 }),
        movedTo(CITY, { learner: city, former: kapuas, movedOn: '2026-03-01' }),
        renamed(city, next.city, { region: CITY }),
        hours(CITY, next.city, 2026, 3),
      ],
      { 2025: [`${KAPUAS} 10`], 2026: [`${CITY} 23`] },
    ));

  it('is told once, though it is told again under a newer name, or was told without its day before', () =>
    always(
      ({ kapuas, city, next }) => {
        const transferId = newId();
        const told = { transferId, former: kapuas };
        return [
          ...takenOver(KAPUAS, kapuas, { 2024: 5, 2025: 10, 2026: 20 }),
          ...takenOver(CITY, city, { 2024: 5, 2025: 10, 2026: 20 }),
          movedTo(CITY, { ...told, learner: city }),
          renamed(city, next.city, { region: CITY }),
          movedTo(CITY, { ...told, learner: next.city, movedOn: '2025-03-01' }),
        ];
      },
      { 2024: [`${KAPUAS} 5`], 2025: [`${CITY} 10`], 2026: [`${CITY} 20`] },
    ));

  it('moved on the day on which it was told first, by the region’s calendar, where the day was not told', () =>
    always(
      ({ kapuas, city }) => {
        const [transferId, newYear] = [newId(), '2025-12-31T17:30:00.000Z'];
        return [
          ...takenOver(KAPUAS, kapuas, { 2025: 10, 2026: 20 }),
          ...takenOver(CITY, city, { 2025: 10, 2026: 20 }),
          movedTo(CITY, { transferId, learner: city, former: kapuas }, newYear),
          movedTo(CITY, { transferId, learner: city, former: kapuas }, '2027-05-01T02:00:00.000Z'),
        ];
      },
      { 2025: [`${KAPUAS} 10`], 2026: [`${CITY} 20`] },
    ));

  it('is nobody whom a region knows only by its own names: what one says of another’s people changes nothing', () =>
    always(
      ({ kapuas, city }) => [
        ...takenOver(KAPUAS, kapuas, { 2026: 20 }),
        ...takenOver(CITY, city, { 2026: 1 }),
        movedTo(CITY, { learner: kapuas, former: null, movedOn: '2027-03-01' }),
        movedTo(KAPUAS, { learner: city, former: kapuas, movedOn: '2020-03-01' }),
      ],
      { 2026: [`${KAPUAS} 20`, `${CITY} 1`] },
    ));
});

describe('moves', () => {
  it('go with the hours of the month in which they were told last, and not before', async () => {
    await clear();
    const { kapuas, city } = namesOf();
    const transferId = newId();
    await service.receive(
      learnerHours({ learner: kapuas, year: 2024, month: 5 }, { region: KAPUAS }),
      movedTo(CITY, { transferId, learner: city, former: kapuas, movedOn: '2024-02-01' }, '2024-02-05T02:00:00.000Z'),
      movedTo(CITY, { transferId, learner: city, former: kapuas, movedOn: '2024-02-01' }, '2024-05-20T02:00:00.000Z'),
    );
    const sweepOn = (day: string) => {
      const clock = { now: () => new Date(`${day}T03:00:00Z`) };
      const rules = new RetentionRules(REPORT_RETENTION, '62', service.database, new Audit(), clock);
      return new RetentionSweep(rules, { detach: () => Promise.resolve() } as never).sweep();
    };
    const kept = async () => [
      (await service.rows('SELECT 1 FROM learner_month')).length,
      (await service.rows('SELECT 1 FROM learner_move')).length,
    ];
    await sweepOn('2026-05-31');
    expect(await kept()).toEqual([1, 1]);
    await sweepOn('2026-06-02');
    expect(await kept()).toEqual([0, 0]);
  });
});
