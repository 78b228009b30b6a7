import { LearningHours } from '@betang/asn';
import type { ConversionRule } from './conversion-rule.js';

export type TrainingScope = 'NATIONAL' | 'INTERNATIONAL';

/** How much of what: hundredths of the unit that the path counts in. */
export interface TrainingAmount {
  readonly scope: TrainingScope;
  readonly quantityHundredths: number;
}

/**
 * Learning hours (JP) that a completion earns before any cap, in hundredths, cut (never rounded up) to a hundredth (PerLAN 10/2018; that
 * the rest is dropped is our reading). `PROGRAM_JP` takes the programme's own hours and adds the bonus of an international one; every
 * other unit is worth a fixed amount.
 */
export function earnedHundredths(amount: TrainingAmount, rule: ConversionRule): number {
  const international = amount.scope === 'INTERNATIONAL';
  if (rule.unit === 'PROGRAM_JP') {
    const own = LearningHours.fromHundredths(amount.quantityHundredths);
    return (international ? own.plusPercent(rule.internationalBonusPercent ?? 0) : own).hundredths;
  }
  const worth = (international ? rule.internationalHundredths : rule.nationalHundredths) ?? 0;
  return Math.trunc((worth * amount.quantityHundredths) / 100);
}
