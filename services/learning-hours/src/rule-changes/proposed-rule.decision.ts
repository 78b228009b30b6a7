import type { FieldProblem } from '@betang/platform';
import { ruleVersion, type ConversionRule } from '../conversion/conversion-rule.js';
import type { RuleBook } from '../conversion/rule-book.js';
import type { DutyBook, DutyPolicy } from '../duty/duty-policy.js';
import type { ConversionContent, DutyContent, RuleProposal } from './proposal-store.js';

/** The conversion rule that a proposal would become, with the next revision of its row. */
export function conversionRuleOf(proposal: RuleProposal, book: RuleBook): ConversionRule {
  if (proposal.kind !== 'CONVERSION') throw new TypeError('a duty is no conversion rule');
  const { ruleKey: pathCode, validFrom, content, legalBasis } = proposal;
  const origin = 'REGION' as const;
  const revision = nextRevision(
    book.rules.filter((rule) => rule.pathCode === pathCode && rule.validFrom === validFrom && rule.origin === origin),
  );
  const { capPeriod, capHundredths, capActivities } = content;
  return {
    version: ruleVersion({ pathCode, validFrom, origin, revision }),
    pathCode,
    origin,
    revision,
    unit: unitOf(pathCode, book)!,
    nationalHundredths: content.nationalHundredths,
    internationalHundredths: content.internationalHundredths,
    internationalBonusPercent: content.internationalBonusPercent,
    cap: capPeriod === null ? null : { period: capPeriod, hundredths: capHundredths, activities: capActivities },
    validFrom,
    validTo: content.validTo,
    basis: legalBasis,
    status: 'confirmed',
    withdrawn: content.withdrawn,
  };
}

/** The duty that a proposal would become. */
export function dutyPolicyOf(proposal: RuleProposal, book: DutyBook): DutyPolicy {
  if (proposal.kind !== 'DUTY') throw new TypeError('a conversion rule is no duty');
  const { ruleKey: employmentStatus, validFrom, content, legalBasis } = proposal;
  const origin = 'REGION' as const;
  const revision = nextRevision(
    book.policies.filter(
      (policy) =>
        policy.employmentStatus === employmentStatus && policy.validFrom === validFrom && policy.origin === origin,
    ),
  );
  return {
    employmentStatus,
    origin,
    revision,
    minimumHundredths: content.minimumHundredths,
    maximumCountedHundredths: content.maximumCountedHundredths,
    validFrom,
    validTo: content.validTo,
    basis: legalBasis,
    status: 'confirmed',
    withdrawn: content.withdrawn,
  };
}

/** What an approved duty is called in records and events: `PNS/2026-01-01/+1`. */
export function policyVersion({ employmentStatus, validFrom, origin, revision }: DutyPolicy): string {
  return `${employmentStatus}/${validFrom}/${origin === 'REGION' ? '+' : ''}${revision}`;
}

/**
 * What is wrong with a proposed conversion rule. The unit of a path is that of the rows it has: what was recorded in days cannot be counted in
 * sessions afterwards. `PROGRAM_JP` takes the programme's own hours and knows a bonus only; every other unit needs its worth.
 */
export function checkConversion(
  pathCode: string,
  validFrom: string,
  content: ConversionContent,
  book: RuleBook,
): FieldProblem[] {
  const unit = unitOf(pathCode, book);
  if (unit === undefined) return [{ field: 'pathCode', code: 'rule.path-unknown' }];
  const problems = checkPeriod(validFrom, content.validTo);
  const row = book.rules.some(
    (rule) => rule.pathCode === pathCode && rule.validFrom === validFrom && rule.origin === 'REGION',
  );
  if (content.withdrawn)
    return row ? problems : [...problems, { field: 'withdrawn', code: 'rule.nothing-to-withdraw' }];
  const byProgramme = unit === 'PROGRAM_JP';
  if ((content.nationalHundredths === null) !== byProgramme)
    problems.push({
      field: 'nationalHundredths',
      code: byProgramme ? 'rule.programme-states-hours' : 'rule.worth-missing',
    });
  if ((content.internationalHundredths === null) !== byProgramme)
    problems.push({
      field: 'internationalHundredths',
      code: byProgramme ? 'rule.programme-states-hours' : 'rule.worth-missing',
    });
  if (!byProgramme && content.internationalBonusPercent !== null)
    problems.push({ field: 'internationalBonusPercent', code: 'rule.bonus-not-for-unit' });
  const capped = content.capHundredths !== null || content.capActivities !== null;
  if ((content.capPeriod !== null) !== capped) problems.push({ field: 'capPeriod', code: 'rule.cap-incomplete' });
  return problems;
}

export function checkDuty(
  employmentStatus: string,
  validFrom: string,
  content: DutyContent,
  book: DutyBook,
): FieldProblem[] {
  const problems = checkPeriod(validFrom, content.validTo);
  const { minimumHundredths: least, maximumCountedHundredths: most } = content;
  const row = book.policies.some(
    (policy) =>
      policy.employmentStatus === employmentStatus && policy.validFrom === validFrom && policy.origin === 'REGION',
  );
  if (content.withdrawn && !row) problems.push({ field: 'withdrawn', code: 'rule.nothing-to-withdraw' });
  if (least !== null && most !== null && least > most)
    problems.push({ field: 'maximumCountedHundredths', code: 'rule.most-below-least' });
  return problems;
}

function checkPeriod(validFrom: string, validTo: string | null): FieldProblem[] {
  return validTo !== null && validTo < validFrom ? [{ field: 'validTo', code: 'rule.ends-before-it-begins' }] : [];
}

function unitOf(pathCode: string, book: RuleBook): ConversionRule['unit'] | undefined {
  return book.rules.find((rule) => rule.pathCode === pathCode)?.unit;
}

function nextRevision(rows: readonly { readonly revision: number }[]): number {
  return Math.max(0, ...rows.map(({ revision }) => revision)) + 1;
}
