import { learningPaths } from '@betang/contracts';
import { ruleVersion, type ConversionRule } from '../conversion-rule.js';

/** The product's reference data as first revisions, the way a fresh region has them. */
export function referenceRules(): ConversionRule[] {
  return learningPaths().map((path) => {
    const key = { pathCode: path.code, validFrom: path.validFrom, origin: 'REFERENCE', revision: 1 } as const;
    return {
      ...key,
      version: ruleVersion(key),
      unit: path.unit,
      nationalHundredths: path.nationalHundredths,
      internationalHundredths: path.internationalHundredths,
      internationalBonusPercent: path.internationalBonusPercent,
      cap: path.capPeriod
        ? {
            period: path.capPeriod,
            hundredths: path.capHundredths,
            activities: path.capActivities === null ? null : path.capActivities * 100,
          }
        : null,
      validTo: path.validTo,
      basis: path.basis,
      status: path.status,
      withdrawn: false,
    };
  });
}
