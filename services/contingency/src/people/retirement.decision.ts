import { CalendarDate } from '@betang/asn';

/** Ages at which people retire (batas usia pensiun), years by type of position; `DEFAULT` for all others. */
export type RetirementAges = Readonly<Record<string, number>>;

/**
 * First day of retirement as far as it can be told: the first of the month after the age is reached. Undefined where the day of birth is not
 * known. The age is that of the exact type (`FUNCTIONAL:AHLI_MADYA`), else of its kind (`FUNCTIONAL`), else the default.
 */
export function retiresOn(
  bornOn: string | null,
  positionType: string | null,
  ages: RetirementAges,
): string | undefined {
  if (bornOn === null) return undefined;
  const age = ages[positionType ?? ''] ?? ages[positionType?.split(':')[0] ?? ''] ?? ages['DEFAULT'];
  if (age === undefined) return undefined;
  const reached = CalendarDate.parse(bornOn).plusMonths(age * 12);
  return CalendarDate.of(reached.year, reached.month, 1).plusMonths(1).iso;
}
