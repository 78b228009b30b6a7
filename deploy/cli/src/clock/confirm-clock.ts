import { AppError, SystemClock, appRole, clockNotes, schemaOf } from '@betang/platform';
import { recordCommand } from '../region/command-audit.js';
import { connectionAs, inTransaction } from '../region/region-database.js';
import { readRegionSettings } from '../region/region-settings.js';

const DAY_MS = 86_400_000;

/**
 * Has all services of a region believe the clock from now on, on record. The day is the operator's own, from a calendar: a machine that says another
 * one, or whose Postgres does, is not confirmed by mistake. @throws AppError `clock-day-differs`
 */
export async function confirmClock(dataDir: string, day: string): Promise<{ readonly time: string }> {
  const { region, services } = await readRegionSettings(dataDir);
  const clock = new SystemClock(region);
  if (clock.today() !== day) throw differs(day, clock.today());
  for (const service of services) {
    const schema = schemaOf(service);
    await inTransaction(await connectionAs(dataDir, appRole(schema)), async (db) => {
      await db.execute(`SET LOCAL search_path = ${schema}`);
      const notes = clockNotes(db);
      const { here } = await notes.read();
      if (Math.abs(here.getTime() - Date.now()) > DAY_MS) throw differs(day, here.toISOString().slice(0, 10));
      await notes.note();
      await recordCommand(db, { action: 'confirm-clock', object: { type: 'clock', id: region }, after: { day } });
    });
  }
  return { time: clock.now().toISOString() };
}

function differs(day: string, here: string): AppError {
  return new AppError('clock-day-differs', { params: { day, here } });
}
