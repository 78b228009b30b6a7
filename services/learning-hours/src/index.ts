export { learningHours } from './learning-hours.definition.js';
export { LearningHoursModule } from './learning-hours.module.js';
export { ConversionRules } from './conversion/conversion-rules.js';
export { LedgerBooking } from './ledger/ledger-booking.js';
export { NoPseudonyms } from './sharing/pseudonyms.js';
export { RecalculationQueue } from './recalculation/recalculation-queue.js';
export { RuleProposals } from './rule-proposals/rule-proposals.js';
export { LaterHours } from './transfer/later-hours.js';
