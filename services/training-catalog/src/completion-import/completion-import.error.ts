import { findMessage, type FileImport, type Language, type TableFileErrorCode } from '@betang/platform';

/** Why an import of completions failed, as officers are told. */
export type ImportFailure =
  'course-file-empty' | 'course-file-columns-missing' | 'course-file-damaged' | 'completion-import-failed';

/** How completions call what the platform finds wrong with any file. */
const OF_THE_FILE: Readonly<Record<string, ImportFailure>> = {
  'table-file-empty': 'course-file-empty',
  'table-file-damaged': 'course-file-damaged',
  'import-headings-unknown': 'course-file-columns-missing',
};

/** The code of a failed import. Whatever went wrong inside, officers can do the same about it. */
export function failureOf({ failureCode }: Pick<FileImport, 'failureCode'>): ImportFailure | TableFileErrorCode | null {
  if (failureCode === null) return null;
  const code = OF_THE_FILE[failureCode] ?? failureCode;
  return isOfFile(code) ? code : 'completion-import-failed';
}

/** Why an import failed, in words that name what the file lacks. */
export function failureText(job: Pick<FileImport, 'failureCode' | 'failureParams'>, language: Language): string | null {
  const code = failureOf(job);
  return code === null ? null : (findMessage(language, code, job.failureParams ?? {}) ?? null);
}

function isOfFile(code: string): code is ImportFailure | TableFileErrorCode {
  return /^(course|table)-file-/.test(code);
}
