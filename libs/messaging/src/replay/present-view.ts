import type { Transaction, UnitOfWork } from '@betang/platform';

/**
 * Reads the present as of one moment, however many statements it takes: else a sum is of one moment and the rows that it is of are of another. A
 * transaction of its own, because whoever states takes a place in the order of publication first, and a picture that begins before that place would miss
 * what is published before it. Begun after `olderWritersEnded`, it shows all of that; what it does not show is published behind the statement.
 */
export function viewPresent<T>(unitOfWork: UnitOfWork, read: (view: Transaction) => Promise<T>): Promise<T> {
  return unitOfWork.run(read, { isolation: 'REPEATABLE READ' });
}
