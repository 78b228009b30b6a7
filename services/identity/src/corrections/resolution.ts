import { EmployeeNumber, type EmploymentStatus, type Sex } from '@betang/asn';
import { AppError } from '@betang/platform';
import type { Employee } from '../employees/employee.js';

/** What an officer can do about a disagreement. */
export const RESOLUTION_ACTIONS = [
  'TAKE_FROM_NUMBER',
  'CORRECT_PROFILE',
  'REPLACE_NUMBER',
  'PLACE_IN_UNIT',
  'CREATE_UNIT',
  'SAME_PERSON',
  'OTHER_PERSON',
  'GIVE_NUMBER',
  'MERGE_INTO',
  'CORRECTED',
  'SOURCE_WRONG',
] as const;
export type ResolutionAction = (typeof RESOLUTION_ACTIONS)[number];

const AGREEMENT: readonly ResolutionAction[] = [
  'TAKE_FROM_NUMBER',
  'CORRECT_PROFILE',
  'REPLACE_NUMBER',
  'SOURCE_WRONG',
];
/** Who is gone leaves, by the record itself: the entry is then closed as corrected. */
const OF_DATES: readonly ResolutionAction[] = ['CORRECT_PROFILE', 'REPLACE_NUMBER', 'CORRECTED', 'SOURCE_WRONG'];
const PLACE: readonly ResolutionAction[] = ['PLACE_IN_UNIT', 'CREATE_UNIT', 'SOURCE_WRONG'];

/** Which actions fit which kind of disagreement; a row whose number cannot be read stands for a person who is not on record. */
const ACTIONS: Readonly<Record<string, readonly ResolutionAction[]>> = {
  'employee-number.birth-date-disagrees': AGREEMENT,
  'employee-number.sex-disagrees': AGREEMENT,
  'employee-number.status-disagrees': ['CORRECT_PROFILE', 'REPLACE_NUMBER', 'SOURCE_WRONG'],
  'employee-number.appointment-before-birth': ['REPLACE_NUMBER', 'SOURCE_WRONG'],
  'employee-dates.old-in-service': OF_DATES,
  'employee-dates.appointed-far-ahead': ['REPLACE_NUMBER', 'CORRECTED', 'SOURCE_WRONG'],
  'roster.unit-unknown': PLACE,
  'roster.unit-ambiguous': ['PLACE_IN_UNIT', 'SOURCE_WRONG'],
  'roster.number-of-another': ['SAME_PERSON', 'OTHER_PERSON', 'REPLACE_NUMBER', 'SOURCE_WRONG'],
  'roster.duplicate-number': ['OTHER_PERSON', 'SOURCE_WRONG'],
  'roster.same-person-suspected': ['MERGE_INTO', 'OTHER_PERSON', 'SOURCE_WRONG'],
};
const OF_REQUESTS: readonly ResolutionAction[] = ['CORRECTED', 'SOURCE_WRONG'];
const OF_ROWS: readonly ResolutionAction[] = ['GIVE_NUMBER', 'SOURCE_WRONG'];

/** Whether the person asked for it; `SOURCE_WRONG` then refuses what was asked. */
export const isAsked = (kind: string): boolean => kind.startsWith('person.asks.');

/** The actions open for a kind. */
export function actionsFor(kind: string): readonly ResolutionAction[] {
  if (isAsked(kind)) return OF_REQUESTS;
  return ACTIONS[kind] ?? (kind.startsWith('employee-number.') ? OF_ROWS : ['SOURCE_WRONG']);
}

/** What an officer says with an action. */
export interface Resolution {
  readonly action: ResolutionAction;
  readonly employeeNumber?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly sex?: Sex | undefined;
  readonly employmentStatus?: EmploymentStatus | undefined;
  readonly unitId?: string | undefined;
  readonly parentUnitId?: string | undefined;
  readonly employeeId?: string | undefined;
  readonly survivor?: 'THIS' | 'OTHER' | undefined;
  readonly note?: string | undefined;
}

const NEEDED: Partial<Record<ResolutionAction, readonly (keyof Resolution)[]>> = {
  REPLACE_NUMBER: ['employeeNumber'],
  GIVE_NUMBER: ['employeeNumber'],
  PLACE_IN_UNIT: ['unitId'],
  MERGE_INTO: ['employeeId'],
};
const NEEDED_PROFILE: Readonly<Record<string, keyof Resolution>> = {
  'employee-number.birth-date-disagrees': 'birthDate',
  'employee-number.sex-disagrees': 'sex',
  'employee-number.status-disagrees': 'employmentStatus',
  'employee-dates.old-in-service': 'birthDate',
};

/** @throws AppError `correction-action-unfit`, `correction-reason-missing`, `correction-input-missing` naming the field */
export function checkResolution(kind: string, resolution: Resolution): void {
  const { action } = resolution;
  if (!actionsFor(kind).includes(action))
    throw new AppError('correction-action-unfit', {
      status: 409,
      field: 'action',
      params: { actions: actionsFor(kind).join(', ') },
    });
  assertReason(kind, action === 'SOURCE_WRONG', resolution.note);
  const profile = action === 'CORRECT_PROFILE' ? NEEDED_PROFILE[kind] : undefined;
  for (const field of [...(NEEDED[action] ?? []), ...(profile ? [profile] : [])])
    if (resolution[field] === undefined) throw new AppError('correction-input-missing', { status: 400, field });
}

/** Who asked is told why not. @throws AppError `correction-reason-missing` */
export function assertReason(kind: string, refused: boolean, note: string | undefined): void {
  if (isAsked(kind) && refused && !note?.trim())
    throw new AppError('correction-reason-missing', { status: 400, field: 'note' });
}

/** The profile as a number has it, for the field in question. */
export function profileFromNumber(kind: string, employee: Employee): { birthDate?: string; sex?: Sex } {
  const number = EmployeeNumber.parse(employee.employeeNumber);
  return kind === 'employee-number.sex-disagrees' ? { sex: number.sex } : { birthDate: number.birthDate.iso };
}
