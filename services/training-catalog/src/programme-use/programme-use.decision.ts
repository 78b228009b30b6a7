import type { ProgrammeUseStated } from '@betang/contracts';

/** One programme in one year as the region's own rows tell it. */
export interface ProgrammeUse {
  readonly programmeId: string;
  readonly year: number;
  readonly organiserRegion: string | null;
  readonly title: string | null;
  readonly pathCode: string | null;
  readonly developmentTargetId: string | null;
  readonly origin: 'ADOPTED' | 'FORKED' | null;
  /** Hours of the programme, hundredths of a JP. */
  readonly hours: number;
  readonly sessions: number;
  readonly seats: number;
  readonly completed: number;
  readonly completedElsewhere: number;
  readonly guestsCompleted: number;
}

export type StatedUse = Omit<ProgrammeUseStated, 'statement' | 'asOf'>;

/** Fewer than this are not counted before others: a cell of one to four people can be guessed. */
const SMALL = 5;

/** What is told of a programme's use. The number that would give a hidden one away is hidden with it. */
export function statedUse(use: ProgrammeUse): StatedUse {
  const { hours, completed, completedElsewhere, guestsCompleted, ...shown } = use;
  const total = hidden(completed);
  return {
    ...shown,
    completed: total,
    completedElsewhere: total === null ? null : hidden(completedElsewhere),
    guestsCompleted: hidden(guestsCompleted),
    hours: total === null ? 0 : total * hours,
  };
}

function hidden(people: number): number | null {
  return people > 0 && people < SMALL ? null : people;
}
