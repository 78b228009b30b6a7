import { CertificateFingerprintStated } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICE_NAMES, schemaOf } from '@betang/platform';
import { createWorkFolder, removeWorkFolder, waitUntil } from '@betang/testing';
import { join as pathOf } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compareChains, findHeld } from '../chaos/chain-comparison.js';
import type { ChaosFederation } from '../chaos/chaos-federation.js';
import { ChaosRegion } from '../chaos/chaos-region.js';
import { compareReports } from '../chaos/report-comparison.js';
import { SKILL, publishDictionary, recordTarget } from '../loop/government.js';
import { today } from '../loop/joint-session.js';
import { RegionOffice, type Json } from '../loop/region-office.js';
import { enterBudget, fill, join, publishProgramme, recordHazard, type Recorded } from './late-region.js';

const DAY = today();
const YEAR = Number(DAY.slice(0, 4));
const PEOPLE = 60;
const COMPLETIONS = 40;
const PATIENCE = { timeoutMs: 90_000, intervalMs: 200 };

describe('a region that ran alone and joins later', () => {
  const dir = createWorkFolder('joining');
  let provinceRegion: ChaosRegion;
  let kapuasRegion: ChaosRegion;
  let province: RegionOffice;
  let kapuas: RegionOffice;
  let recorded: Recorded;
  let dictionaryId: string;

  beforeAll(async () => {
    const start = (code: string, role: 'hub' | 'region') =>
      ChaosRegion.start({ code, role, mode: 'all', dir: pathOf(dir, code) });
    [provinceRegion, kapuasRegion] = await Promise.all([start('62', 'hub'), start('62.03', 'region')]);
    await Promise.all([provinceRegion.restartService(), kapuasRegion.restartService()]);
    [province, kapuas] = [new RegionOffice(provinceRegion), new RegionOffice(kapuasRegion)];
  }, 180_000);
  afterAll(async () => {
    await Promise.all([kapuasRegion?.kill(), provinceRegion?.kill()]);
    removeWorkFolder(dir);
  }, 60_000);

  const report = async (office: RegionOffice, name: string, query: string) => {
    const { rows } = await office.get<{ rows: Json[] }>('reporting', `reports/${name}?year=${YEAR}&${query}`);
    return rows;
  };
  const figuresOf = async (office: RegionOffice, name: string, query: string, key: string) =>
    (await report(office, name, query)).find((row) => row['key'] === key)?.['figures'] as Json | undefined;
  /** Facts that wait for or have left for the province, but for those of delivery itself. */
  const told = async () => {
    const parts = SERVICE_NAMES.map((service) => `SELECT type, destination FROM ${schemaOf(service)}.outbox`);
    const [row] = await kapuasRegion.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM (${parts.join(' UNION ALL ')}) AS o
        WHERE destination = 'hub' AND type NOT LIKE 'betang.delivery.%'`,
    );
    return row!.n;
  };
  const stated = () => {
    const parts = SERVICE_NAMES.map(
      (service) => `SELECT '${service}' AS service, * FROM ${schemaOf(service)}.stated_purpose`,
    );
    return kapuasRegion.sql<Json>(`${parts.join(' UNION ALL ')} ORDER BY service, audience, purpose`);
  };

  it('works for weeks without a province, which knows nothing of it', async () => {
    const provinceTarget = await recordTarget(province, YEAR);
    dictionaryId = await publishDictionary(province, DAY);
    await publishProgramme(province, 'Pelatihan gambut provinsi (rekaan)', provinceTarget);
    recorded = await fill(kapuasRegion, { people: PEOPLE, completions: COMPLETIONS, day: DAY });
    await publishProgramme(kapuas, 'Pelatihan arsip kabupaten (rekaan)', await recordTarget(kapuas, YEAR));
    await enterBudget(kapuas, YEAR);
    await recordHazard(kapuas, DAY);
    await kapuas.until('its own report has everyone', async () => {
      const figures = await figuresOf(kapuas, 'fulfilment', 'groupBy=region', '62.03');
      return figures?.['people'] === recorded.staff.length && Number(figures['countedJp']) > 0;
    });
    await kapuas.until(
      'its own scoreboard has its agencies',
      async () => (await report(kapuas, 'completeness', 'groupBy=agency')).length > 0,
    );
    await kapuas.until('its totals are made', async () => {
      const [row] = await kapuasRegion.sql<{ waiting: number }>(
        `SELECT (SELECT count(*) FROM learning_hours.totals_mark)::int + (SELECT count(*) FROM learning_hours.ledger_mark)::int AS waiting`,
      );
      return row!.waiting === 0;
    });
    expect(await report(province, 'fulfilment', 'groupBy=region&region=62.03')).toEqual([]);
  }, 150_000);

  it('tells the province its present once it is linked, also when it is killed while it does', async () => {
    const alone = await told();
    await kapuasRegion.process.stop();
    await join(kapuasRegion, provinceRegion);
    await kapuasRegion.process.start();
    await waitUntil('a first service has stated its present', async () => (await stated()).length > 0, {
      timeoutMs: 60_000,
      intervalMs: 5,
    });
    await kapuasRegion.process.kill();
    await kapuasRegion.restartService();
    const terms = { staff: new Map([['62.03', recorded.staff]]), year: YEAR };
    const both = { province: provinceRegion, regions: [kapuasRegion] } as unknown as ChaosFederation;
    await waitUntil(
      'the province has the totals',
      async () => (await compareReports(both, recorded.record, terms)).length === 0,
      PATIENCE,
    );
    expect(await told()).toBeGreaterThan(alone);
  }, 180_000);

  it('so that the province has the figures that the region has of itself', async () => {
    const shown = await kapuas.get<{ rows: Json[] }>('reporting', `reports/fulfilment?year=${YEAR}&groupBy=status`);
    const stated = shown.rows.filter((row) => Number((row['figures'] as Json)['people']) >= 5);
    for (const { key, figures } of stated)
      await province.until(`the figures of ${String(key)} agree`, async () =>
        isDeepStrictEqual(await figuresOf(province, 'fulfilment', 'groupBy=status&region=62.03', String(key)), figures),
      );
    for (const [name, key] of [
      ['completeness', '62.03'],
      ['competency-gaps', '62.03'],
    ] as const)
      await province.until(`${name} agrees`, async () => {
        const [here, there] = [
          await figuresOf(province, name, 'groupBy=region&region=62.03', key),
          await figuresOf(kapuas, name, 'groupBy=region', key),
        ];
        return JSON.stringify(here) === JSON.stringify(there);
      });
    // Each service and each audience is a line of its own: that one has arrived says nothing of the others.
    await province.until('the budget has arrived', async () => {
      const budget = await figuresOf(province, 'budget-share', 'groupBy=region', '62.03/ADOPTED');
      return budget?.['denominatorAmount'] === 1_500_000_000_000;
    });
    const kept = async (sql: string) => (await provinceRegion.sql<{ n: number }>(sql))[0]!.n;
    const agencies = new Set(recorded.staff.map(({ agencyId }) => agencyId)).size;
    await province.until('the names of the agencies have arrived', async () => {
      const named = await kept(`SELECT count(*)::int AS n FROM reporting.agency_name WHERE region = '62.03'`);
      return named >= agencies;
    });
    await province.row(
      'training-catalog',
      'catalogue?limit=100',
      ({ title }) => title === 'Pelatihan arsip kabupaten (rekaan)',
    );
  }, 120_000);

  it('without its certificates, until it opts in to tell of them by their fingerprints', async () => {
    const used = await kapuasRegion.sql('SELECT 1 FROM learning_hours.certificate_statement WHERE uses > 0');
    expect(used.length).toBeGreaterThan(0);
    const left = await kapuasRegion.sql('SELECT 1 FROM learning_hours.outbox WHERE type = $1', [
      CertificateFingerprintStated.type,
    ]);
    expect(left).toEqual([]);
    await kapuasRegion.process.stop();
    kapuasRegion.process.settings = { BETANG_SHARING_OPT_IN: 'certificate-doubles' };
    await kapuasRegion.restartService();
    await province.until('the fingerprints have arrived', async () => {
      const known = await provinceRegion.sql(
        `SELECT 1 FROM learning_hours.certificate_region WHERE region = '62.03' AND uses > 0`,
      );
      return known.length === used.length;
    });
  }, 120_000);

  it('and knows itself what the province had published before', async () => {
    await kapuas.row(
      'training-catalog',
      'catalogue?limit=100',
      ({ title }) => title === 'Pelatihan gambut provinsi (rekaan)',
    );
    await kapuas.row(
      'competency-mapping',
      'dictionaries/shared?limit=100',
      (one) => one['dictionaryId'] === dictionaryId,
    );
    const shared = await kapuas.items('competency-mapping', 'targets/shared?limit=100');
    expect(shared.length).toBeGreaterThan(0);
    const adopted = await kapuas.once<{ dictionaryId: string }>(
      'competency-mapping',
      `dictionaries/shared/${dictionaryId}/adopt`,
    );
    const codes = await kapuas.items(
      'competency-mapping',
      `dictionaries/${adopted.dictionaryId}/competencies?limit=100`,
    );
    expect(codes.map(({ code }) => code)).toContain(SKILL.code);
  }, 90_000);

  it('with equal chains, nothing held, nothing parked, and nothing said again at the next start', async () => {
    const both = { province: provinceRegion, regions: [provinceRegion, kapuasRegion] } as unknown as ChaosFederation;
    let differences: string[] = [];
    await waitUntil(
      'all chains are equal',
      async () => (differences = await compareChains(both)).length === 0,
      PATIENCE,
    ).catch(() => undefined);
    expect(differences).toEqual([]);
    const before = await stated();
    await kapuasRegion.process.stop();
    await kapuasRegion.restartService();
    // Heads are stated by a service that leads: what it owed it would have stated by then.
    await province.until('the region is heard again', async () => {
      differences = await compareChains(both);
      return differences.length === 0;
    });
    expect(await stated()).toEqual(before);
    for (const region of [provinceRegion, kapuasRegion]) {
      // Heads and receipts go on, and one of them may overtake another on its way.
      await province.until('nothing is held', async () => (await findHeld(region)).length === 0);
      for (const service of SERVICE_NAMES)
        expect(
          await region.sql(`SELECT type, reason, detail FROM ${schemaOf(service)}.parked WHERE state = 'PARKED'`),
        ).toEqual([]);
    }
  }, 180_000);
});
