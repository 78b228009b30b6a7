import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder, waitUntil } from '@betang/testing';
import { SeededRandom } from '../generator/seeded-random.js';
import { AcceptanceRecord } from './acceptance-record.js';
import { ChaosRegion } from './chaos-region.js';
import { CompletionLoad } from './completion-load.js';
import { compareLedger } from './ledger-comparison.js';
import { freeze, processesBelow } from './frozen-processes.js';
import { hireStaff, type StaffMember } from './staff.js';

const IMAGE_BYTES = 1024 ** 3;
const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8' });

/** A file system in a file: what is in the file, and only that, is what a disk holds when the power goes. */
function mounted(image: string, place: string): boolean {
  mkdirSync(place, { recursive: true });
  return run('mount', '-o', 'loop', image, place).status === 0;
}

function whyNot(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mounting an image takes root on Linux';
  if (run('mkfs.ext4', '-V').status !== 0) return 'no mkfs.ext4 on this machine';
  const folder = createWorkFolder('power-cut-probe');
  try {
    const [image, place] = [join(folder, 'image'), join(folder, 'place')];
    writeFileSync(image, '');
    truncateSync(image, 8 * 1024 ** 2);
    const isMounted = run('mkfs.ext4', '-q', image).status === 0 && mounted(image, place);
    if (isMounted) run('umount', place);
    return isMounted ? undefined : 'no loop device may be mounted here';
  } finally {
    removeWorkFolder(folder);
  }
}

const reason = whyNot();
const [whereMountable, why] = reason === undefined ? [it, ''] : [it.skip, ` — skipped: ${reason}`];

describe('a power cut', () => {
  let folder = '';
  let region: ChaosRegion | undefined;
  let load: CompletionLoad | undefined;
  afterEach(async () => {
    await load?.abandon();
    await region?.kill();
    for (const name of ['place', 'place-cut'])
      if (existsSync(join(folder, name))) run('umount', '-l', join(folder, name));
    removeWorkFolder(folder);
  });

  const start = async (place: string): Promise<{ region: ChaosRegion; staff: StaffMember[] }> => {
    const started = await ChaosRegion.start({ code: '62.03', role: 'region', mode: 'all', dir: join(place, '62.03') });
    region = started;
    await started.restartService();
    return { region: started, staff: await hireStaff(started, { people: 20, seed: 'power', year: year() }) };
  };

  whereMountable(
    `loses no accepted fact${why}`,
    async () => {
      folder = createWorkFolder('power-cut');
      const [image, place] = [join(folder, 'image'), join(folder, 'place')];
      writeFileSync(image, '');
      truncateSync(image, IMAGE_BYTES);
      expect(run('mkfs.ext4', '-q', image).status).toBe(0);
      expect(mounted(image, place)).toBe(true);
      const { region, staff } = await start(place);
      // What was made new is on the disk, as on a machine that has run for a while: initdb itself is run without syncing.
      expect(run('sync', '-f', place).status).toBe(0);
      const record = new AcceptanceRecord();
      const people = staff.map(({ employeeId }) => employeeId);
      const plan = { record, random: new SeededRandom('power'), seed: 'power', clients: 3, paceMs: 5, day: today() };
      const clients = new CompletionLoad([{ code: '62.03', api: region.api, people }], plan);
      load = clients;
      clients.start();
      await clients.accepted(300);

      // Everything stands still in the middle of its work, and the disk is copied without a last flush.
      freeze(processesBelow(place));
      const before = new Map(record.of('62.03').map((row) => [row.key, row.completionId]));
      expect(run('cp', '--sparse=always', image, `${image}-cut`).status).toBe(0);
      await region.kill();
      run('umount', '-l', place);
      expect(mounted(`${image}-cut`, place)).toBe(true);

      await region.postgres.restart();
      await region.restartBus();
      await region.restartService();
      await clients.stop();
      for (const [key, completionId] of before)
        expect(record.of('62.03').find((row) => row.key === key)?.completionId).toBe(completionId);
      const verdict = await waitUntil(
        'the ledger has caught up',
        async () => {
          const found = await compareLedger(region, record, staff);
          return found.lost.length === 0 && found;
        },
        { timeoutMs: 60_000, intervalMs: 500 },
      );
      expect(verdict).toEqual({ lost: [], doubled: [] });
    },
    180_000,
  );
});

const today = (): string => new Date().toISOString().slice(0, 10);
const year = (): number => new Date().getUTCFullYear();
