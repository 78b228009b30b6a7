import type { Language, ServiceName } from '@betang/platform';
import type { RegionApi } from '../api/region-api.js';
import { cliText } from '../messages/cli-texts.js';

/** A text that the service gives in the language asked for, or in both. */
type Text = string | Readonly<Record<Language, string>>;

/** Why a row was refused, as both services tell it. */
interface RowProblem {
  readonly row?: number;
  readonly rowNumber?: number;
  readonly column: string | null;
  readonly message: Text;
  readonly remedy: Text;
}

const SHOWN = 5;

/** The first reasons for which rows were refused, and where all of them are; nothing where none was. */
export async function refusedRows(
  api: RegionApi,
  [service, path]: readonly [ServiceName, string],
  refused: number,
  language: Language,
): Promise<string[]> {
  if (refused === 0) return [];
  const { items } = await api.get<{ items: readonly RowProblem[] }>(service, `${path}/errors?limit=${SHOWN}`);
  const said = (text: Text): string => (typeof text === 'string' ? text : text[language]);
  const lines = items.map(({ row, rowNumber, column, message, remedy }) => {
    const place = { row: row ?? rowNumber ?? '?', column: column ?? '-' };
    return cliText(language, 'import.refused-row', { ...place, message: said(message), remedy: said(remedy) });
  });
  return [
    ...lines,
    cliText(language, 'import.refused', { refused, path: `GET /api/${service}/v1/${path}/errors.csv` }),
  ];
}
