import { ContingencyModule, ExpirySweep } from '@betang/contingency';
import { waitUntil } from '@betang/testing';
import { scaled, type Bench, type Row } from '../bench.js';
import { residentMbOf } from '../process/cpu-time.js';
import { BenchRegion } from '../region/bench-region.js';
import { hostServices } from '../region/hosted-services.js';
import { queryOnce } from '../region/query-once.js';
import { ServicesProcess } from '../region/services-process.js';
import { CompetencyApi } from './competency-api.js';
import { inventProfiles } from './invented-profiles.js';
import { checkReadiness, inventPlans, passDay } from './invented-readiness.js';

const PEOPLE = 75_000;
/** Fifteen regions with forty plans each, here all in one region's tables. */
const PLANS = 600;
const SAMPLE_MS = 100;
const LONGEST_MS = 600_000;

/** Looked at while it works: must cost next to nothing. Marks go with their effect. */
const MARKED = 'SELECT EXISTS (SELECT 1 FROM competency_mapping.profile_mark) AS marked';
const TOLD = `SELECT count(*)::integer AS n FROM competency_mapping.outbox WHERE audience = 'local'`;
const APPLIED = `SELECT coalesce(max(position), 0)::integer AS position, EXISTS (SELECT 1 FROM contingency.readiness_mark) AS marked
  FROM contingency.reader_watermark WHERE service = 'competency-mapping' AND audience = 'local'`;
const WHOLE = `SELECT (SELECT count(*) FROM competency_mapping.profile_summary WHERE dictionary_version = $1)::integer AS computed,
    (SELECT count(*) FROM competency_mapping.profile_level WHERE competency_code = $2)::integer AS renamed,
    (SELECT count(*) FROM contingency.person_competency WHERE competency_code = $2 AND level IS NOT NULL)::integer AS known`;

/**
 * A dictionary changes: two competencies get other codes and levels, so that every profile, every standard and every role of every contingency plan
 * changes. From the command to the last profile, match and event, and to the last plan whose readiness counts them; in a region's own process in
 * mode `all`, where the other services take the events in meanwhile. Then the sweep of a new day over all plans.
 */
export const profiles: Bench = async (options) => {
  const region = await BenchRegion.start({ code: '62', role: 'hub' });
  try {
    const services = await ServicesProcess.start(region);
    const people = scaled(PEOPLE, options);
    const plans = scaled(PLANS, options, 40);
    options.say(`${people} people with their evidence, ${plans} contingency plans`);
    const evidence = await inventProfiles(region, people);
    await inventPlans(region, plans);
    options.say(`first profiles out of ${evidence} pieces of evidence, first readiness`);
    await profilesComputed(region);
    await readinessComputed(region);
    await checkProfiles(region, people, 1, 'MAN-01');
    const api = new CompetencyApi(services.address, await services.token());
    const successions = await draftChange(api);
    options.say('another dictionary');
    const before = residentMbOf(services.pid);
    const watch = watchMemory(services.pid);
    const since = new Date();
    const began = performance.now();
    await api.post(`dictionaries/${successions.dictionaryId}/publish`, { successions: successions.rows });
    await profilesComputed(region);
    const profilesSeconds = (performance.now() - began) / 1_000;
    await readinessComputed(region);
    const seconds = (performance.now() - began) / 1_000;
    const memoryMb = watch.stop();
    await checkProfiles(region, people, 2, 'MAN-91');
    await checkReadiness(region, plans, since);
    await services.stop();
    const sweepSeconds = await sweep(region, plans);
    return {
      figures: [
        { name: 'profiles.seconds', value: seconds, unit: 's' },
        { name: 'profiles.memoryMb', value: memoryMb, unit: 'MB' },
      ],
      rows: [
        ...rowsOf({ people, plans, profilesSeconds, seconds, sweepSeconds }),
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

function rowsOf(measured: {
  people: number;
  plans: number;
  profilesSeconds: number;
  seconds: number;
  sweepSeconds: number;
}): Row[] {
  const { people, plans, profilesSeconds, seconds, sweepSeconds } = measured;
  return [
    {
      what: `${people} profiles and readiness of ${plans} plans after a change of the dictionary`,
      value: seconds,
      unit: 's',
      note: 'wanted 60 at most',
    },
    { what: '  profiles, matches and events', value: profilesSeconds, unit: 's' },
    { what: '  from the last profile to the last plan', value: seconds - profilesSeconds, unit: 's' },
    { what: '  profiles a second, with matches and events', value: people / profilesSeconds, unit: '/s' },
    { what: `sweep of a new day over ${plans} plans`, value: sweepSeconds, unit: 's' },
  ];
}

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

async function profilesComputed(region: BenchRegion): Promise<void> {
  await waitUntil('all profiles are computed', async () => !(await queryOnce(region, MARKED))[0]!['marked'], {
    timeoutMs: LONGEST_MS,
    intervalMs: 250,
  });
}

/** Contingency has taken in whatever was told, and no plan is left to compute. */
async function readinessComputed(region: BenchRegion): Promise<void> {
  const told = (await queryOnce(region, TOLD))[0]!['n'] as number;
  await waitUntil(
    'readiness counts all profiles',
    async () => {
      const [row] = await queryOnce(region, APPLIED);
      return (row!['position'] as number) >= told && !row!['marked'];
    },
    { timeoutMs: LONGEST_MS, intervalMs: 250 },
  );
}

async function checkProfiles(
  region: BenchRegion,
  people: number,
  dictionaryVersion: number,
  code: string,
): Promise<void> {
  const [row] = await queryOnce(region, WHOLE, [dictionaryVersion, code]);
  const { computed, renamed, known } = row as Readonly<Record<'computed' | 'renamed' | 'known', number>>;
  if (computed !== people || renamed !== people || known !== people)
    throw new Error(`profiles are wrong: ${JSON.stringify(row)} of ${people}`);
}

/** The same services in this process, so that the sweep can be asked for. */
async function sweep(region: BenchRegion, plans: number): Promise<number> {
  const services = await hostServices(await region.environment());
  try {
    await passDay(region);
    const began = performance.now();
    const swept = await services.app.select(ContingencyModule).get(ExpirySweep).run();
    const seconds = (performance.now() - began) / 1_000;
    if (swept !== plans) throw new Error(`${swept} of ${plans} plans were swept`);
    return seconds;
  } finally {
    await services.stop();
  }
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
