import { AppError, sqlState } from '@betang/platform';

const UNIQUE_VIOLATION = '23505';

/** Says in the words of the field that a name is taken. @throws AppError `unit-name-taken` */
export async function refuseDouble<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (sqlState(cause) === UNIQUE_VIOLATION)
      throw new AppError('unit-name-taken', { status: 409, field: 'name', cause });
    throw cause;
  }
}
