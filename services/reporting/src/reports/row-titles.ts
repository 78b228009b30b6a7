import { employmentStatusNames, employmentStatuses, isEmploymentStatus } from '@betang/asn';
import { findRegion } from '@betang/contracts';
import { findMessage, type Language } from '@betang/platform';
import { isRestKey } from '../fulfilment/cell.js';
import type { ReportRow } from './assemble-rows.decision.js';
import type { KeyKind } from '../figures/report.js';

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/** What a row is called on a screen; its key where no name is known, so that a fact without its reference still shows. */
export function rowTitle(
  kind: KeyKind,
  row: Pick<ReportRow, 'key' | 'name' | 'region'>,
  names: ReadonlyMap<string, string>,
  language: Language,
): string {
  const { key } = row;
  switch (kind) {
    case 'region':
      return regionTitle(key, language);
    case 'agency':
      if (isRestKey(key)) return findMessage(language, 'report-rest-of-agencies') ?? key;
      return row.name ?? names.get(`${row.region}/${key}`) ?? key;
    case 'status':
      return isEmploymentStatus(key) ? employmentStatusNames[key] : key;
    case 'month':
      return monthTitle(Number(key), language);
    case 'target':
      if (key === 'none') return findMessage(language, 'report-no-target') ?? key;
      return names.get(key) ?? row.name ?? key;
    case 'named':
      return row.name ?? key;
    case 'code':
      return findMessage(language, `report-code.${key}`) ?? key;
  }
}

/** `62.03/ADOPTED` is a region's budget at a stage. */
function regionTitle(key: string, language: Language): string {
  const [code = key, stage] = key.split('/');
  const name = findRegion(code)?.name ?? code;
  return stage === undefined ? name : `${name} (${findMessage(language, `report-code.${stage}`) ?? stage})`;
}

function monthTitle(month: number, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { month: 'long', timeZone: 'UTC' });
  return format.format(new Date(Date.UTC(2026, month - 1, 1)));
}

/** Rows in the order of the field: regions by code, months by number, statuses as in the law, all else by title. */
export function sorted<T extends { readonly key: string; readonly region: string | null; readonly title: string }>(
  kind: KeyKind,
  rows: readonly T[],
): T[] {
  const order: Readonly<Record<KeyKind, (row: T) => readonly (string | number)[]>> = {
    region: ({ key }) => [key],
    month: ({ key }) => [Number(key)],
    status: ({ key }) => [(employmentStatuses as readonly string[]).indexOf(key)],
    agency: ({ region, key, title }) => [region ?? '', isRestKey(key) ? 1 : 0, title],
    target: ({ title }) => [title],
    named: ({ title }) => [title],
    code: ({ key }) => [key],
  };
  return [...rows].sort((a, b) => compare(order[kind](a), order[kind](b)));
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let at = 0; at < a.length; at += 1) {
    const [left, right] = [a[at]!, b[at]!];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
