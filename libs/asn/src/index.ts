export { AsnError, asnErrorCodes } from './errors/asn-error.js';
export type { AsnErrorCode, AsnErrorOptions, AsnErrorParams } from './errors/asn-error.js';
export { asnErrorMessages, asnErrorText } from './errors/asn-error.messages.js';
export type { AsnLocale } from './errors/asn-error.messages.js';

export { EmployeeNumber } from './employee-number/employee-number.js';
export type { Appointment, EmployeeNumberOptions } from './employee-number/employee-number.js';
export type { EmployeeNumberKind } from './employee-number/employee-number.rules.js';
export { maskEmployeeNumbersIn } from './employee-number/masking.js';
export {
  agreementWarningCodes,
  agreementWarningMessages,
  checkAgreement,
} from './employee-number/profile-agreement.js';
export type { AgreementProfile, AgreementWarning, AgreementWarningCode } from './employee-number/profile-agreement.js';
export { columnLostPrecision, findDamage, findIntactDigits } from './employee-number/spreadsheet-damage.js';
export type { SpreadsheetDamage } from './employee-number/spreadsheet-damage.js';

export { RegionCode } from './region/region-code.js';
export type { RegionLevel } from './region/region-code.js';

export {
  employmentStatuses,
  employmentStatusNames,
  isEmploymentStatus,
  isPnsStatus,
  parseEmploymentStatus,
} from './employment/employment-status.js';
export type { EmploymentStatus } from './employment/employment-status.js';
export { parseSex, sexes } from './employment/sex.js';
export type { Sex } from './employment/sex.js';

export { Grade } from './position/grade.js';
export type { GradeCode, GradeScheme } from './position/grade.js';
export { pnsGradeCodes, pnsRankNames, pppkGradeCodes } from './position/grade-scale.js';
export type { PnsGradeCode, PppkGradeCode } from './position/grade-scale.js';
export { PositionType } from './position/position-type.js';
export type { PositionGroup } from './position/position-type.js';
export { positionTypeCodes, positionTypeNames } from './position/position-names.js';
export type { PositionTypeCode } from './position/position-names.js';
export {
  functionalLevelNames,
  functionalLevels,
  isFunctionalLevel,
  parseFunctionalLevel,
} from './position/functional-level.js';
export type { FunctionalLevel } from './position/functional-level.js';

export { CalendarDate } from './calendar/calendar-date.js';
export { CalendarYear } from './calendar/calendar-year.js';
export {
  calendarDateAt,
  formatInstant,
  ianaTimeZones,
  indonesianTimeZones,
  parseTimeZone,
  timeZoneOf,
} from './calendar/time-zone.js';
export type { IndonesianTimeZone } from './calendar/time-zone.js';

export { LearningHours } from './learning-hours/learning-hours.js';
export { USUAL_AMOUNT_BOUNDS, type AmountBounds } from './learning-hours/amount-bounds.js';
export {
  LEARNING_UNITS,
  amountProblemCodes,
  checkAmount,
  type AmountProblem,
  type AmountProblemCode,
  type LearningAmount,
  type LearningUnit,
} from './learning-hours/learning-amount.js';
export { amountMessages, amountProblemTexts } from './learning-hours/learning-amount.messages.js';
