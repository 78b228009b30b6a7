import { agreementWarningMessages, asnErrorMessages } from '@betang/asn';
import type { AgreementWarningCode, AsnErrorCode } from '@betang/asn';
import { cellProblemTexts, fillText } from '@betang/platform';
import { personDateMessages } from '../employees/person-dates.messages.js';
import type { RowProblem } from './roster-entry.js';
import { remedies, rosterProblemMessages } from './problem-messages.js';

type Locale = 'id' | 'en';
type Texts = Readonly<Record<Locale, string>>;

/** What is wrong, and what to do about it, in both languages. */
export interface ProblemText {
  readonly message: Texts;
  readonly remedy: Texts;
}

/** The texts of a row's problem or warning. */
export function problemText(problem: Pick<RowProblem, 'code' | 'params'>): ProblemText {
  const ofCell = cellProblemTexts[problem.code as keyof typeof cellProblemTexts];
  if (ofCell) return ofCell;
  const message = findTexts(problem.code);
  const remedy = remedies[problem.code.startsWith('person.asks.') ? 'person.asks' : problem.code] ?? remedies['other']!;
  return { message: fill(message, problem.params ?? {}), remedy: fill(remedy, problem.params ?? {}) };
}

function findTexts(code: string): Texts {
  if (code.startsWith('person.asks.')) return rosterProblemMessages['person.asks']!;
  return (
    rosterProblemMessages[code] ??
    personDateMessages[code as keyof typeof personDateMessages] ??
    asnErrorMessages[code as AsnErrorCode] ??
    agreementWarningMessages[code as AgreementWarningCode] ??
    rosterProblemMessages['other']!
  );
}

function fill(texts: Texts, params: Readonly<Record<string, string | number>>): Texts {
  return { id: fillText(texts.id, params), en: fillText(texts.en, params) };
}
