import { SERVICES } from '@betang/all-in-one';
import { SERVICE_NAMES } from '@betang/platform';
import { startRunningService, waitUntil, type RunningService } from '@betang/testing';
import { buildAgency, type AgencyUnderTest } from './agency-under-test.js';
import { OfficerDesk } from './officer-desk.js';

/** One region, all six services in one process, and two agencies with the same kinds of records. */
export interface TwoAgencies {
  readonly running: RunningService;
  readonly desk: OfficerDesk;
  readonly first: AgencyUnderTest;
  readonly second: AgencyUnderTest;
  readonly year: number;
  /** Today in the region's zone. */
  readonly day: string;
  stop(): Promise<void>;
}

const ZONE_MS = 7 * 3_600_000;

export async function startTwoAgencies(): Promise<TwoAgencies> {
  const [own, ...beside] = SERVICES;
  const running = await startRunningService({
    ...own!,
    beside,
    services: [...SERVICE_NAMES],
    environment: { BETANG_STATEMENT_SECONDS: '1' },
  });
  try {
    const [officer, contingency] = [await running.token('bkpsdm-officer'), await running.token('contingency-officer')];
    const tokens = Object.fromEntries(SERVICE_NAMES.map((name) => [name, officer]));
    const desk = new OfficerDesk(running, { ...tokens, contingency });
    const day = new Date(Date.now() + ZONE_MS).toISOString().slice(0, 10);
    const developmentTargetId = await recordTarget(desk, Number(day.slice(0, 4)));
    const agency = (digit: number, name: string) => buildAgency(desk, { name, digit, developmentTargetId, day });
    const first = await agency(1, 'Dinas Kesehatan (rekaan)');
    const second = await agency(2, 'Dinas Pendidikan (rekaan)');
    await regionRecords(desk, [first, second], developmentTargetId, Number(day.slice(0, 4)));
    return { running, desk, first, second, day, year: Number(day.slice(0, 4)), stop: () => running.stop() };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** The chain of a plan (RPJMD) down to a target. */
async function recordTarget(desk: OfficerDesk, year: number): Promise<string> {
  let parentId: unknown = null;
  const period = { validFrom: `${year - 1}-01-01`, validTo: `${year + 3}-12-31` };
  for (const [index, kind] of (['VISION', 'MISSION', 'GOAL', 'TARGET'] as const).entries()) {
    const body = { kind, parentId, code: `1${'.1'.repeat(index)}`, title: 'Daerah tangguh (rekaan)', ...period };
    parentId = (await desk.post('competency-mapping', 'targets', body))['targetId'];
  }
  return String(parentId);
}

/** What belongs to the whole region and shows people of both agencies. */
async function regionRecords(
  desk: OfficerDesk,
  agencies: readonly AgencyUnderTest[],
  developmentTargetId: string,
  year: number,
): Promise<void> {
  const at = 'competency-mapping';
  const numbers = agencies.flatMap(({ marks }) => marks.filter((mark) => /^\d{18}$/.test(mark)));
  const scores = ['NIP;Nilai Kinerja;Potensi;Predikat', ...numbers.map((number) => `'${number};90;80;`)].join('\n');
  const file = await desk.upload(at, 'talent/score-files', scores, {
    year: String(year),
    source: 'e-Kinerja (rekaan)',
  });
  await waitUntil('the scores are taken in', async () => {
    const { body } = await desk.call('GET', at, `imports/${String(file['importId'])}`);
    return body['state'] === 'DONE' && body['rowsTaken'] === numbers.length;
  });
  const { snapshotId } = await desk.post(at, 'talent/snapshots', { year });
  const standard = {
    scope: 'POSITION',
    title: 'Kepala Bidang (rekaan)',
    levels: { 'MAN-01': 3 },
    legalBasis: 'Contoh',
  };
  const { standardId } = await desk.post(at, 'standards', standard);
  const pool = { snapshotId, positionName: 'Kepala Bidang (rekaan)', standardId };
  const { poolId } = await desk.post(at, 'talent/pools', pool);
  const dictionaryId = await desk.first(at, 'dictionaries', 'dictionaryId');
  for (const { ids } of agencies) {
    for (const [collection, id] of Object.entries({
      ...{ snapshots: snapshotId, pools: poolId, dictionaries: dictionaryId, imports: file['importId'] },
    }))
      ids.set(`${at}:${collection}`, String(id));
    for (const service of [at, 'training-catalog']) ids.set(`${service}:targets`, developmentTargetId);
  }
}
