import { afterEach, describe, expect, it } from '@jest/globals';
import { administratorApi } from '../first-load/administrator.js';
import { waitForHome } from '../first-load/arrival.js';
import { figuresOf, waitForFigures } from '../first-load/expected-figures.js';
import { writeGeneratedFiles } from '../first-load/generated-files.js';
import { loadCompletions } from '../first-load/load-completions.js';
import { loadRoster } from '../first-load/load-roster.js';
import { publishProgramme, waitForProgramme } from '../first-load/publish-programme.js';
import { Progress } from '../progress/progress.js';
import { awaitProof } from '../proof/prove.js';
import { LOCAL_REGIONS } from '../settings/regions.js';
import { findPlace, type LocalPlace } from '../testing/local-run.js';
import { LocalFederation } from './local-federation.js';

const PEOPLE = 200;
const quiet = () => undefined;
const silent = new Progress({ write: quiet });
const running: { federation: LocalFederation; place: LocalPlace }[] = [];

async function started(mode: 'all' | 'split'): Promise<LocalFederation> {
  const place = await findPlace(`journey ${mode}`);
  const federation = new LocalFederation({
    settings: { ...place, mode },
    progress: silent,
    regions: LOCAL_REGIONS.slice(0, 2),
  });
  running.push({ federation, place });
  await federation.start();
  return federation;
}

afterEach(async () => {
  for (const { federation, place } of running.splice(0)) {
    await federation.stop();
    place.remove();
  }
});

/** Ends the process of a service at once, wherever it stands; the federation starts it again. */
function killService(federation: LocalFederation, service: 'training-catalog' | 'learning-hours'): void {
  const [regency] = federation.members;
  const { services } = regency!;
  const victim = services.find(({ name }) => name.endsWith(service)) ?? services[0]!;
  victim.kill();
}

describe.each(['all', 'split'] as const)('in mode %s', (mode) => {
  it('a regency imports its people and their courses, and the province shows its fulfilment, whatever is killed on the way', async () => {
    const federation = await started(mode);
    const { signal } = new AbortController();
    const [province, regency] = federation.regions.map((region) => administratorApi(region, signal));
    const { region, dir } = federation.members[0]!;
    const files = await writeGeneratedFiles(region, dir, { people: PEOPLE, seed: mode });
    const load = { api: regency!, region: region.code, signal, tell: quiet };

    const counts = await loadRoster({ ...load, file: files.rosterFile });
    expect(counts).toMatchObject({ applied: PEOPLE, bad: files.expected.roster.faults.length });
    await waitForHome(regency!, 'identity', quiet, signal);

    let killed = false;
    const killOnce = () => {
      if (!killed) killService(federation, 'training-catalog');
      killed = true;
    };
    const done = await loadCompletions({ ...load, file: files.completionsFile, tell: killOnce });
    expect(killed).toBe(true);
    expect(done.rowsRecorded + done.rowsRepeated).toBe(files.expected.completions.good);
    expect(done.rowsRefused).toBe(files.expected.completions.faults.length);

    killService(federation, 'learning-hours');
    await publishProgramme(province!);
    await waitForFigures(province!, [figuresOf(files.expected)], quiet, signal);
    await waitForProgramme([province!, regency!], signal);
    const proof = await awaitProof([province!, regency!], quiet, signal);
    expect(proof.missing).toEqual([]);
    expect(proof.proofs.map(({ origin, receiver }) => `${origin} → ${receiver}`)).toEqual(['62 → 62.03', '62.03 → 62']);
    expect(proof.proofs.every(({ chainEqual }) => chainEqual)).toBe(true);
  }, 180_000);
});
