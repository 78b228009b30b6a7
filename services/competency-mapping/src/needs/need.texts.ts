import type { Language } from '@betang/platform';
import type { DatedRule } from '../rules/dated-rule.js';
import type { Need, UrgencyReason } from './need.decision.js';

const REASONS: Readonly<Record<UrgencyReason, Readonly<Record<Language, string>>>> = {
  SHARE: {
    id: '{withGap} dari {people} pegawai ({share} %) memiliki kesenjangan: urgensi {byShare} menurut batas {steps} %.',
    en: 'People with a gap: {withGap} of {people} ({share} %); urgency {byShare} by the steps {steps} %.',
  },
  TARGET: {
    id: 'Menunjang sasaran pembangunan berbobot {weight}: ditambah satu.',
    en: 'It serves a development target of weight {weight}: one is added.',
  },
  RAISED: {
    id: 'Ada temuan gladi atau forum yang berat: ditambah satu.',
    en: 'A drill or forum found it badly lacking: one is added.',
  },
  CAPPED: { id: 'Urgensi paling tinggi 5.', en: 'Urgency goes up to 5 at most.' },
  LITTLE_ASSESSED: {
    id: 'Kurang dari separuh pegawai sudah dinilai; angkanya sementara.',
    en: 'Less than half of the people are assessed; the figure is provisional.',
  },
  NO_TARGET: { id: 'Belum dikaitkan dengan sasaran pembangunan.', en: 'It is tied to no development target yet.' },
  NOT_IN_DICTIONARY: {
    id: 'Kompetensi ini tidak ada di kamus yang berlaku; sebutkan penggantinya pada temuan.',
    en: 'The dictionary in force lacks this competency; say in the finding what takes its place.',
  },
};
const TAKES: Readonly<Record<Language, string>> = {
  id: '{deficit} tingkat yang kurang x {hoursPerLevel} JP = {hours} JP; x Rp {rupiahPerLevel} = Rp {rupiah}. Aturan {rule} sejak {from}: {basis}.',
  en: 'Levels missing: {deficit} x {hoursPerLevel} learning hours = {hours}; x Rp {rupiahPerLevel} = Rp {rupiah}. Rule {rule} since {from}: {basis}.',
};
const HUNDRED = 100;

/** A reason of the urgency in words, with the figures that it rests on. */
export function urgencyText(reason: UrgencyReason, need: Need, rule: DatedRule<'NEEDS'>, language: Language): string {
  const { sharePercent, byShare, weight } = need.reckoning;
  const number = numberOf(language);
  return fill(REASONS[reason][language], {
    withGap: number(need.withGap),
    people: number(need.people),
    share: number(sharePercent),
    byShare: String(byShare),
    steps: rule.content.urgencySteps.join(', '),
    weight: String(weight),
  });
}

/** What closing the gap takes in words: multiplied out, with the rule and its basis. */
export function takesText(need: Need, rule: DatedRule<'NEEDS'>, language: Language): string {
  const number = numberOf(language);
  return fill(TAKES[language], {
    deficit: number(need.deficit),
    hoursPerLevel: number(need.reckoning.hoursPerLevel / HUNDRED),
    hours: number(need.hours / HUNDRED),
    rupiahPerLevel: number(need.reckoning.rupiahPerLevel),
    rupiah: number(need.rupiah),
    rule: rule.ruleVersion,
    from: rule.validFrom,
    basis: rule.legalBasis,
  });
}

function numberOf(language: Language): (value: number) => string {
  const format = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 2 });
  return (value) => format.format(value);
}

function fill(text: string, params: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}
