import type { Json } from './two-governments.js';

/** A programme of blended learning on contingency plans as an officer writes it down; all of it invented. */
export function contingencyProgramme(changes: Json = {}): Json {
  return {
    title: 'Pelatihan Penyusunan Rencana Kontingensi (rekaan)',
    pathCode: 'KL03',
    delivery: 'BLENDED',
    hoursHundredths: 2_000,
    meetings: 3,
    organiser: 'BPSDM Provinsi Kalimantan Tengah',
    competencies: [
      { code: 'MAN-07', level: 3 },
      { code: 'TEK-BENCANA', level: 2 },
    ],
    targetGroups: ['MANAGERIAL', 'NON_MANAGERIAL'],
    modules: [
      { title: 'Analisis risiko daerah', mode: 'VIRTUAL_SESSION', hoursHundredths: 800 },
      { title: 'Menulis rencana kontingensi', mode: 'INDEPENDENT_ASSIGNMENT', hoursHundredths: 1_200 },
    ],
    trainers: [{ name: 'Rangga Tundan (rekaan)', institution: 'BPSDM' }],
    costPerParticipant: 750_000,
    fixedCost: 25_000_000,
    fundingPattern: 'FASILITASI',
    ...changes,
  };
}

/** One of another field altogether. */
export function archiveProgramme(changes: Json = {}): Json {
  return contingencyProgramme({
    title: 'Pengelolaan Arsip Digital (rekaan)',
    delivery: 'E_LEARNING',
    competencies: [{ code: 'TEK-ARSIP', level: 2 }],
    targetGroups: ['EXECUTOR'],
    modules: [],
    ...changes,
  });
}
