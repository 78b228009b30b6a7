import { LearningHours, calendarDateAt, type IndonesianTimeZone } from '@betang/asn';
import type { Language } from '@betang/platform';
import type { ConversionRule } from '../conversion/conversion-rule.js';
import type { CertificateCorrection } from './certificate-corrections.js';
import type { EntryOrigin } from './entry-origin.js';
import { explanationTexts, type CountedWord, type ExplanationTexts } from './explanation.messages.js';
import type { LineCause } from './line-cause.js';
import type { EntryReason, LedgerEntry } from './ledger-entry.js';

type Explained = Pick<
  LedgerEntry,
  | 'ordinal'
  | 'reason'
  | 'unit'
  | 'scope'
  | 'quantityHundredths'
  | 'earned'
  | 'counted'
  | 'cap'
  | 'source'
  | 'ruleVersion'
  | 'certificateNumber'
  | 'organiser'
>;

/** What else is on record about an entry. */
export interface EntryBackground {
  readonly origin?: EntryOrigin | undefined;
  /** Who took it back or had it counted anew. */
  readonly cause?: LineCause | undefined;
  /** Certificates that were issued anew since. */
  readonly corrections?: readonly CertificateCorrection[] | undefined;
}

/** In which language, and in which zone a verification has its day. */
export interface ExplanationTerms {
  readonly language: Language;
  readonly timeZone: IndonesianTimeZone;
}

/** Why an entry has the hours it has, in one or more sentences for the person it is about. */
export function explainEntry(
  entry: Explained,
  rule: ConversionRule | undefined,
  { language, timeZone }: ExplanationTerms,
  { origin, cause, corrections }: EntryBackground = {},
): string {
  const texts = explanationTexts[language];
  if (entry.ordinal % 2 === 0) return [texts[BACK[entry.reason]], ...causeTexts(cause, texts)].join(' ');
  const takenOver = entry.source === 'TRANSFER';
  const sentences = [
    ...anewTexts(entry.reason, cause, texts),
    takenOver ? '' : rule ? conversionText(entry, rule, texts, language) : texts.noRule,
    ...capTexts(entry, texts, language),
    ...originTexts(entry, origin, texts, timeZone),
    ...(corrections ?? []).map((one) => correctionText(one, texts)),
    takenOver
      ? fill(texts.transferRule, { version: entry.ruleVersion })
      : rule
        ? fill(texts.rule, { version: rule.version, basis: rule.basis })
        : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** Why a completion was entered anew. */
const ANEW: Partial<Record<EntryReason, 'recounted' | 'ruleChanged' | 'merged'>> = {
  RECOUNTED: 'recounted',
  RULE_CHANGED: 'ruleChanged',
  MERGED: 'merged',
};

/** Of a new rule the entry itself names the version. */
function anewTexts(reason: EntryReason, cause: LineCause | undefined, texts: ExplanationTexts): string[] {
  const anew = ANEW[reason];
  if (anew === undefined) return [];
  return reason === 'RULE_CHANGED' ? [texts[anew]] : [texts[anew], ...causeTexts(cause, texts)];
}

const BACK = {
  COMPLETED: 'revoked',
  REVOKED: 'revoked',
  RECOUNTED: 'recountedBack',
  RULE_CHANGED: 'ruleChangedBack',
  DOUBLE: 'doubleBack',
  MERGED: 'mergedBack',
} as const satisfies Record<EntryReason, string>;

/** Where the hours come from, and what proves them. */
function originTexts(
  entry: Explained,
  origin: EntryOrigin | undefined,
  texts: ExplanationTexts,
  zone: IndonesianTimeZone,
): string[] {
  const { source, certificateNumber, organiser } = entry;
  const reference = origin?.reference ?? '';
  const formerRegion = origin?.formerRegion ?? '';
  return [
    fill(texts.sources[source], { reference, formerRegion, organiser }),
    certificateNumber === null ? '' : fill(texts.certificate, { number: certificateNumber }),
    ...(source === 'TRAINING' ? [] : verificationTexts(origin, texts, zone)),
  ];
}

function verificationTexts(
  origin: EntryOrigin | undefined,
  texts: ExplanationTexts,
  zone: IndonesianTimeZone,
): string[] {
  const files = origin?.evidence.length ?? 0;
  const day = origin?.verifiedAt ? calendarDateAt(origin.verifiedAt, zone).iso : undefined;
  return [
    files === 0 ? '' : fill(texts.evidence, { files }),
    day === undefined
      ? ''
      : origin?.verifiedByName
        ? fill(texts.verified, { name: origin.verifiedByName, day })
        : fill(texts.verifiedUnnamed, { day }),
  ];
}

/** By whom and why a line was taken back or counted anew. */
function causeTexts(cause: LineCause | undefined, texts: ExplanationTexts): string[] {
  if (cause === undefined) return [];
  const { actorName: name, reason, note } = cause;
  const why = [reason === null ? '' : (texts.reasons[reason] ?? reason), note ?? ''].filter((part) => part !== '');
  return [
    name === null ? '' : fill(texts.by, { name }),
    why.length === 0 ? '' : fill(texts.because, { why: why.join('; ') }),
  ].filter((sentence) => sentence !== '');
}

function correctionText(
  { cause, number: by, replacedNumber, issuedOn, reason }: CertificateCorrection,
  texts: ExplanationTexts,
): string {
  const text = cause === 'REPLACED' ? texts.certificateReplaced : texts.certificateRestored;
  return fill(text, { number: by, replaced: replacedNumber, day: issuedOn, reason });
}

function conversionText(entry: Explained, rule: ConversionRule, texts: ExplanationTexts, language: Language): string {
  const international = entry.scope === 'INTERNATIONAL';
  const earned = hours(entry.earned, language);
  if (entry.unit === 'PROGRAM_JP') {
    const bonus = international ? (rule.internationalBonusPercent ?? 0) : 0;
    if (bonus === 0) return fill(texts.programme, { earned });
    return fill(texts.programmeInternational, { quantity: hours(entry.quantityHundredths, language), bonus, earned });
  }
  const worth = (international ? rule.internationalHundredths : rule.nationalHundredths) ?? 0;
  const quantity = number(entry.quantityHundredths, language);
  const unit = counted(texts.units[entry.unit], entry.quantityHundredths, language);
  return fill(texts.byUnit, {
    quantity,
    unit,
    scope: texts.scopes[entry.scope],
    worth: hours(worth, language),
    earned,
  });
}

function capTexts(entry: Explained, texts: ExplanationTexts, language: Language): string[] {
  const { cap, earned } = entry;
  if (!cap || entry.counted >= earned) return [];
  const period = texts.periods[cap.period];
  const values = { period, counted: hours(entry.counted, language) };
  return [
    cap.hundredths === null ? '' : fill(texts.hoursCap, { ...values, limit: hours(cap.hundredths, language) }),
    cap.activities === null
      ? ''
      : fill(texts.activitiesCap, {
          ...values,
          limit: number(cap.activities, language),
          unit: counted(texts.units.ACTIVITY, cap.activities, language),
        }),
  ];
}

function hours(hundredths: number, language: Language): string {
  return LearningHours.fromHundredths(hundredths).format(language);
}

/** The word in the form that its language has for this amount, as it is printed. */
function counted(word: CountedWord, hundredths: number, language: Language): string {
  return word[new Intl.PluralRules(language).select(hundredths / 100)] ?? word.other;
}

function number(hundredths: number, language: Language): string {
  return new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-US', { maximumFractionDigits: 2 }).format(
    hundredths / 100,
  );
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
