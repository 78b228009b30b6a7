import { parseReferenceRows, readReferenceFile } from './reference-file.js';
import type { ReferenceRow } from './reference-row.js';

/** A managerial or socio-cultural competency (kompetensi) of PermenPANRB 38/2017; the codes are ours, levels run from 1 to 5. */
export interface Competency {
  readonly code: string;
  readonly group: 'managerial' | 'socio-cultural';
  readonly nameId: string;
  readonly nameEn: string;
  readonly minLevel: number;
  readonly maxLevel: number;
}

const FILE = 'competencies.csv';
const COLUMNS = ['code', 'group', 'nameId', 'nameEn', 'minLevel', 'maxLevel'] as const;

let loaded: readonly Competency[] | undefined;

/** All competencies, in the order of the regulation. @throws ReferenceDataError */
export function competencies(): readonly Competency[] {
  return (loaded ??= parseCompetencies(readReferenceFile(FILE)));
}

/** @throws ReferenceDataError naming file, line and column */
export function parseCompetencies(text: string): readonly Competency[] {
  const seen = new Set<string>();
  return parseReferenceRows(FILE, text, COLUMNS).map((row) => {
    const competency = readCompetency(row);
    if (seen.has(competency.code)) row.fail('code', 'is there twice');
    seen.add(competency.code);
    return competency;
  });
}

function readCompetency(row: ReferenceRow<(typeof COLUMNS)[number]>): Competency {
  const minLevel = row.integer('minLevel');
  const maxLevel = row.integer('maxLevel');
  if (maxLevel < minLevel) row.fail('maxLevel', 'is less than minLevel');
  return {
    code: row.matching('code', /^(MAN|SOS)-\d\d$/, 'a code like MAN-01 or SOS-01'),
    group: row.oneOf('group', ['managerial', 'socio-cultural']),
    nameId: row.text('nameId'),
    nameEn: row.text('nameEn'),
    minLevel,
    maxLevel,
  };
}
