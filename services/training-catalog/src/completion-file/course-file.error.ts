import { AppError } from '@betang/platform';

export type CourseFileErrorCode = 'course-file-empty' | 'course-file-columns-missing' | 'course-file-damaged';

/** A file that cannot be read as course records at all. */
export class CourseFileError extends AppError {
  constructor(code: CourseFileErrorCode, params: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(code, { status: 422, field: 'file', params, ...(cause === undefined ? {} : { cause }) });
  }
}
