import { employmentStatusNames, isEmploymentStatus } from '@betang/asn';
import { findRegion } from '@betang/contracts';
import { findMessage, type Language } from '@betang/platform';
import { isRestKey, type Grouping } from './cell.js';
import type { FulfilmentRow } from './fulfilment-rows.decision.js';

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/** What a row is called on a screen; its key where no name is known, so that a fact without its reference still shows. */
export function rowName(groupBy: Grouping, row: Pick<FulfilmentRow, 'key' | 'agencyName'>, language: Language): string {
  switch (groupBy) {
    case 'region':
      return findRegion(row.key)?.name ?? row.key;
    case 'agency':
      return isRestKey(row.key)
        ? (findMessage(language, 'report-rest-of-agencies') ?? row.key)
        : (row.agencyName ?? row.key);
    case 'status':
      return isEmploymentStatus(row.key) ? employmentStatusNames[row.key] : row.key;
    case 'month':
      return monthName(Number(row.key), language);
  }
}

function monthName(month: number, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { month: 'long', timeZone: 'UTC' });
  return format.format(new Date(Date.UTC(2026, month - 1, 1)));
}
