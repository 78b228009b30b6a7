import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError, type Language, type ServiceName } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import { textOption, type Command, type Invocation, type Outcome } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { refusedRows } from './refused-rows.js';

interface Attempt {
  readonly importId: string;
  readonly state: string;
  readonly uploadedAt: string;
}

interface RosterImport extends Attempt {
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly counts: Readonly<Record<string, number>>;
  readonly failure: { readonly code: string; readonly message?: Readonly<Record<Language, string>> } | null;
  readonly missingFields: readonly string[];
  readonly layout: readonly Sheet[] | null;
}

interface Sheet {
  readonly layout?: { readonly columns: readonly Column[] };
}

interface Column {
  readonly letter: string;
  readonly heading: string;
  readonly field: string | null;
}

interface CompletionImport extends Attempt {
  readonly rowsTotal: number;
  readonly rowsRead: number;
  readonly rowsRecorded: number;
  readonly rowsRepeated: number;
  readonly rowsRefused: number;
  readonly failureCode: string | null;
  /** In words, where there are any. */
  readonly failure: string | null;
}

/** What a roster has to say of each row, as its headings usually do. */
const ROSTER_FIELDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  employeeNumber: { id: 'NIP', en: 'NIP (employee number)' },
  name: { id: 'Nama', en: 'Nama (name)' },
  agency: { id: 'Perangkat Daerah', en: 'Perangkat Daerah (agency)' },
};
const EVERY_MS = 300;
/** Nothing more comes of an import that was ended so. */
const ENDED: ReadonlySet<string> = new Set(['FAILED', 'CANCELLED', 'UNDONE']);
/** Longer than clocks of one office differ, and than an import that begins now takes to fail. */
const EARLIER_MS = 60_000;
const MOST_ATTEMPTS = 100;

/** `betang import roster`: a roster file of an office, by the public API; `--preview` stops before anything is applied. */
export const importRosterCommand: Command = {
  name: 'import roster',
  arguments: ['<file>'],
  options: { agency: { type: 'string' }, preview: { type: 'boolean' } },
  run: async (invocation) => {
    const { language } = invocation;
    const file = invocation.arguments[0] ?? '';
    const agency = textOption(invocation, 'agency');
    const key = await keyOf('roster', file, agency);
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const fields: Record<string, string> = agency === undefined ? {} : { agency };
    const { importId, attempt } = await begin(invocation, api, ['identity', 'imports'], { file, key, fields });
    let view = await reach(invocation, api, importId, ['PREVIEWED', 'APPLYING', 'APPLIED']);
    if (invocation.options['preview'] !== true) {
      if (view.state === 'PREVIEWED') await api.post('identity', `imports/${importId}/apply`, {}, `${attempt}-apply`);
      view = await reach(invocation, api, importId, ['APPLIED']);
    }
    const bad = view.counts['bad'] ?? 0;
    const reasons = await refusedRows(api, ['identity', `imports/${importId}`], bad, language);
    return ended(file, view, view.counts, reasons, language);
  },
};

/** `betang import completions`: a file of course records, by the public API. */
export const importCompletionsCommand: Command = {
  name: 'import completions',
  arguments: ['<file>'],
  run: async (invocation) => {
    const file = invocation.arguments[0] ?? '';
    const key = await keyOf('completions', file);
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const collection = ['training-catalog', 'completion-imports'] as const;
    const { importId } = await begin(invocation, api, collection, { file, key, fields: {} });
    for (;;) {
      const view = await api.get<CompletionImport>('training-catalog', `completion-imports/${importId}`);
      told(invocation, view.state, view.rowsRead, view.rowsTotal);
      if (view.state === 'FAILED') throw failed(file, importId, view.failure ?? view.failureCode ?? view.state);
      if (view.state === 'DONE') {
        const { rowsRecorded: recorded, rowsRepeated: repeated, rowsRefused: refused } = view;
        const path = `completion-imports/${importId}`;
        const reasons = await refusedRows(api, ['training-catalog', path], refused, invocation.language);
        return ended(file, view, { recorded, repeated, refused }, reasons, invocation.language);
      }
      await pause(EVERY_MS, undefined, { signal: invocation.signal });
    }
  },
};

interface Upload {
  readonly file: string;
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * The import of a file, under the key of its contents: one that was cut off goes on, one that is done is shown again. What came to nothing earlier
 * (it was undone or cancelled, or failed) is begun anew under a key of its own.
 */
async function begin(
  invocation: Invocation,
  api: RegionApi,
  [service, collection]: readonly [ServiceName, string],
  { file, key, fields }: Upload,
): Promise<{ readonly importId: string; readonly attempt: string }> {
  const now = Date.now();
  for (let number = 1; ; number += 1) {
    const attempt = number === 1 ? key : `${key}-${number}`;
    const { importId } = await api.upload<Attempt>(service, collection, file, attempt, fields);
    for (;;) {
      const { state, uploadedAt } = await api.get<Attempt>(service, `${collection}/${importId}`);
      const isEarlier = state !== 'FAILED' || Date.parse(uploadedAt) < now - EARLIER_MS;
      if (ENDED.has(state) && isEarlier && number < MOST_ATTEMPTS) break;
      if (state !== 'UNDOING') return { importId, attempt };
      await pause(EVERY_MS, undefined, { signal: invocation.signal });
    }
  }
}

/** 1 when rows were refused: the rest of the file is in. */
function ended(
  file: string,
  data: object,
  counts: Readonly<Record<string, number>>,
  reasons: readonly string[],
  language: Language,
): Outcome {
  const done = cliText(language, 'import.done', { file: basename(file), counts: countsText(counts) });
  return { data, text: [done, ...reasons].join('\n'), exitCode: reasons.length === 0 ? 0 : 1 };
}

async function reach(
  invocation: Invocation,
  api: RegionApi,
  importId: string,
  states: readonly string[],
): Promise<RosterImport> {
  for (;;) {
    const view = await api.get<RosterImport>('identity', `imports/${importId}`);
    told(invocation, view.state, view.progress.done, view.progress.total);
    if (view.state === 'NEEDS_MAPPING') throw needsMapping(invocation, importId, view);
    if (ENDED.has(view.state)) {
      const { code = view.state, message } = view.failure ?? {};
      throw failed(invocation.arguments[0] ?? '', importId, message?.[invocation.language] ?? code);
    }
    if (states.includes(view.state)) return view;
    await pause(EVERY_MS, undefined, { signal: invocation.signal });
  }
}

function told({ tell, language }: Invocation, state: string, done: number, total: number | null): void {
  tell(cliText(language, 'import.progress', { state, done, total: total ?? '?' }));
}

function failed(file: string, importId: string, reason: string): AppError {
  return new AppError('import-failed', { params: { file: basename(file), importId, reason } });
}

/** Names the columns that are missing, as people of the field call them, and the headings that were read and not understood. */
function needsMapping(
  { arguments: [file = ''], language }: Invocation,
  importId: string,
  view: RosterImport,
): AppError {
  const missing = view.missingFields.map((field) => ROSTER_FIELDS[field]?.[language] ?? field).join(', ');
  const columns = (view.layout ?? [])
    .flatMap(({ layout }) => layout?.columns ?? [])
    .filter(({ field }) => field === null);
  const headings = columns.map(({ letter, heading }) => `${letter} "${heading}"`).join(', ');
  const params = {
    file: basename(file),
    importId,
    missing: missing === '' ? '?' : missing,
    headings: headings === '' ? '-' : headings,
  };
  return new AppError('import-needs-mapping', { params });
}

/** The same for the same file: an import that was cut off goes on where it stood, and the same file is not imported twice by mistake. */
async function keyOf(kind: string, file: string, agency = ''): Promise<string> {
  try {
    const digest = createHash('sha256')
      .update(await readFile(file))
      .update(agency)
      .digest('hex');
    return `betang-${kind}-${digest.slice(0, 32)}`;
  } catch (cause) {
    throw new AppError('file-unreadable', { params: { file }, cause });
  }
}

function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
