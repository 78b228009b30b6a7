import { waitUntil } from '@betang/testing';
import { scaled, type Bench } from '../bench.js';
import { residentMbOf } from '../process/cpu-time.js';
import { BenchRegion } from '../region/bench-region.js';
import { queryOnce } from '../region/query-once.js';
import { ServicesProcess } from '../region/services-process.js';
import { CompetencyApi } from './competency-api.js';
import { inventProfiles } from './invented-profiles.js';

const PEOPLE = 75_000;
const SAMPLE_MS = 100;
const LONGEST_MS = 600_000;

/** Marks go with their effect, a thousand people a transaction: none left means that all is computed and told. */
const LEFT = `SELECT (SELECT count(*) FROM competency_mapping.profile_mark)::integer AS marked,
    (SELECT count(*) FROM competency_mapping.profile_summary WHERE dictionary_version = $1)::integer AS computed,
    (SELECT count(*) FROM competency_mapping.profile_level WHERE competency_code = $2)::integer AS renamed`;

/**
 * A dictionary changes: two competencies get other codes and levels, so that every profile and every standard changes. From the command to the
 * last profile, match and event, in a region's own process in mode `all`, where the other services take the events in meanwhile.
 */
export const profiles: Bench = async (options) => {
  const region = await BenchRegion.start({ code: '62', role: 'hub' });
  try {
    const services = await ServicesProcess.start(region);
    const people = scaled(PEOPLE, options);
    options.say(`${people} people with their evidence`);
    const evidence = await inventProfiles(region, people);
    options.say(`first profiles out of ${evidence} pieces of evidence`);
    await computed(region, people, 1, 'MAN-01');
    const api = new CompetencyApi(services.address, await services.token());
    const successions = await draftChange(api);
    options.say('another dictionary');
    const before = residentMbOf(services.pid);
    const watch = watchMemory(services.pid);
    const began = performance.now();
    await api.post(`dictionaries/${successions.dictionaryId}/publish`, { successions: successions.rows });
    await computed(region, people, 2, 'MAN-91');
    const seconds = (performance.now() - began) / 1_000;
    const memoryMb = watch.stop();
    const told = await eventsOf(region);
    await services.stop();
    if (told !== 2 * people) throw new Error(`${told} events of ${people} people twice`);
    return {
      figures: [
        { name: 'profiles.seconds', value: seconds, unit: 's' },
        { name: 'profiles.memoryMb', value: memoryMb, unit: 'MB' },
      ],
      rows: [
        {
          what: `${people} profiles after a change of the dictionary`,
          value: seconds,
          unit: 's',
          note: 'wanted 60 at most',
        },
        { what: '  profiles a second, with matches and events', value: people / seconds, unit: '/s' },
        {
          what: 'memory of the process, all six services, at most (RSS)',
          value: memoryMb,
          unit: 'MB',
          note: 'flat: a thousand people at a time',
        },
        { what: '  before the change', value: before, unit: 'MB' },
      ],
    };
  } finally {
    await region.stop();
  }
};

/** A draft in which two competencies have other codes, one of them other levels. */
async function draftChange(api: CompetencyApi): Promise<{ dictionaryId: string; rows: object[] }> {
  const { dictionaryId } = await api.post<{ dictionaryId: string }>('dictionaries', {
    title: 'Kamus rekaan',
    legalBasis: 'Contoh',
    validFrom: '2026-01-01',
  });
  const renamed = ['MAN-91', 'MAN-98'].map((code) => ({
    code,
    group: 'MANAGERIAL',
    nameId: `Kompetensi ${code}`,
    nameEn: `Competency ${code}`,
    minLevel: 1,
    maxLevel: 5,
  }));
  await api.post(`dictionaries/${dictionaryId}/competencies`, { competencies: renamed });
  for (const code of ['MAN-01', 'MAN-08'])
    await api.post(`dictionaries/${dictionaryId}/competencies/${code}/remove`, {});
  const rows = [
    { fromCode: 'MAN-01', toCode: 'MAN-91' },
    { fromCode: 'MAN-08', toCode: 'MAN-98', levels: [0, 1, 1, 2, 3, 4] },
  ];
  return { dictionaryId, rows };
}

async function computed(region: BenchRegion, people: number, dictionaryVersion: number, code: string): Promise<void> {
  await waitUntil(
    `all profiles are of dictionary ${dictionaryVersion}`,
    async () => {
      const [row] = await queryOnce(region, LEFT, [dictionaryVersion, code]);
      return row!['marked'] === 0 && row!['computed'] === people && row!['renamed'] === people;
    },
    { timeoutMs: LONGEST_MS, intervalMs: 250 },
  );
}

async function eventsOf(region: BenchRegion): Promise<number> {
  const type = 'betang.competency-mapping.competency-profile-changed.v1';
  const [row] = await queryOnce(
    region,
    'SELECT count(*)::integer AS n FROM competency_mapping.outbox WHERE type = $1',
    [type],
  );
  return row!['n'] as number;
}

/** The most memory that a process holds until it is asked. */
function watchMemory(pid: number): { stop(): number } {
  let most = residentMbOf(pid);
  const timer = setInterval(() => (most = Math.max(most, residentMbOf(pid))), SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(most, residentMbOf(pid));
    },
  };
}
