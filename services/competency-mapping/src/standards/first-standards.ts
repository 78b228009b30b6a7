/**
 * Usual level of all nine competencies by type of position, until the region sets standards of its own; from a secondary source (JPT madya:
 * one source says 4). PermenPANRB 38/2017 asks for a standard for each position.
 */
export const FIRST_LEVELS: Readonly<Record<string, number>> = {
  JPT_UTAMA: 5,
  JPT_MADYA: 5,
  JPT_PRATAMA: 4,
  ADMINISTRATOR: 3,
  PENGAWAS: 2,
  EXECUTOR: 1,
  'FUNCTIONAL:AHLI_UTAMA': 5,
  'FUNCTIONAL:AHLI_MADYA': 4,
  'FUNCTIONAL:AHLI_MUDA': 3,
  'FUNCTIONAL:AHLI_PERTAMA': 2,
  'FUNCTIONAL:PENYELIA': 3,
  'FUNCTIONAL:MAHIR': 2,
  'FUNCTIONAL:TERAMPIL': 2,
  'FUNCTIONAL:PEMULA': 1,
};

export const FIRST_BASIS = 'PermenPANRB 38/2017; tingkat lazim per jenis jabatan dari sumber sekunder';
