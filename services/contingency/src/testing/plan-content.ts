import { GUIDE_SECTIONS } from '../plans/plan-guide.js';
import type { PlanContent } from '../plans/plan-content.decision.js';

/** A whole plan by the guide; invented, and the same each time. */
export function wholeContent(changes: PlanContent = {}): PlanContent {
  const filled = GUIDE_SECTIONS.filter(({ required }) => required).map(
    ({ code, form }): [string, PlanContent[string]] => {
      if (form === 'text') return [code, `Uraian ${code} untuk Kabupaten Kapuas.`];
      if (form === 'list') return [code, [`Butir ${code}`]];
      return [code, TABLES[code]!];
    },
  );
  return { ...Object.fromEntries(filled), ...changes };
}

const TABLES: PlanContent = {
  'situation.impacts': [{ aspect: 'POPULATION', description: 'Warga terpapar asap', quantity: 12_000, unit: 'jiwa' }],
  'execution.command': [{ role: 'Komandan posko', holder: 'Kepala Pelaksana BPBD' }],
  'execution.fieldTasks': [
    { field: 'Pemadaman', task: 'Mengerahkan regu', responsible: 'BPBD', withinHours: 6 },
    { field: 'Kesehatan', task: 'Membuka ruang udara bersih', responsible: 'Dinas Kesehatan', withinHours: 2 },
  ],
};
