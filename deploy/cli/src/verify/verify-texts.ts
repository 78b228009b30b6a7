import type { Language } from '@betang/platform';
import type { Reason } from './line-report.js';
import { fillIn } from '../messages/cli-texts.js';

type Part =
  | Reason
  | 'checked'
  | 'begin-chain-0'
  | 'begin-stated'
  | 'not-checkable'
  | 'head-equal'
  | 'head-other'
  | 'difference'
  | 'behind'
  | 'computed'
  | 'stated'
  | 'none';

const TEXTS: Readonly<Record<Part, Readonly<Record<Language, string>>>> = {
  checked: { id: '{checked} dari {through} dihitung ulang', en: '{checked} of {through} recomputed' },
  'begin-chain-0': { id: 'dari awal masa', en: 'from the beginning of the epoch' },
  'begin-stated': {
    id: 'mulai posisi {position}, rantainya diterima seperti tercatat',
    en: 'from position {position} on, whose stated chain is taken at its word',
  },
  'not-checkable': { id: 'tidak dapat diperiksa: {count} ({why})', en: 'not checkable: {count} ({why})' },
  'before-start': {
    id: '{positions} sebelum yang tertua yang diperiksa',
    en: '{positions} before the oldest that is looked at',
  },
  'taken-at-its-word': { id: '{positions} tempat hitungan dimulai', en: '{positions} where computing begins' },
  'not-kept': {
    id: '{positions} yang tidak disimpan layanan mana pun di sini',
    en: '{positions} that no service here keeps',
  },
  'behind-not-kept': {
    id: '{positions} tepat di belakang yang tidak disimpan',
    en: '{positions} right behind one that is not kept',
  },
  'sender-not-kept': {
    id: '{positions} dari rumah yang baris pengirimnya tidak disimpan lagi',
    en: '{positions} of home whose sender’s row is no longer kept',
  },
  'head-equal': { id: 'sama dengan yang dinyatakan pengirim', en: 'equal to what the sender states' },
  'head-other': { id: 'BERBEDA dari yang dinyatakan pengirim', en: 'OTHER than what the sender states' },
  behind: {
    id: '{count} yang dinyatakan pengirim belum sampai di {holder}; bila tetap begitu: betang replay {holder} --origin {region} --publisher {service} --audience {audience} --epoch {epoch}',
    en: '{count} that the sender states have not reached {holder}; if it stays so: betang replay {holder} --origin {region} --publisher {service} --audience {audience} --epoch {epoch}',
  },
  difference: {
    id: '{kind} mulai posisi {position}, {count} seluruhnya ({holder})',
    en: '{kind} from position {position} on, {count} in all ({holder})',
  },
  computed: { id: 'dihitung:', en: 'computed:' },
  stated: { id: 'tercatat:', en: 'stated:  ' },
  none: { id: 'tidak ada', en: 'none' },
};

/** A part of what `betang verify` prints. */
export function verifyText(
  language: Language,
  part: Part,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fillIn(TEXTS[part][language], params);
}
