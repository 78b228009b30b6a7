import { AppError, type Principal } from '@betang/platform';

/** The employee whose account it is. Throws `not-an-employee` (403) for accounts that are nobody's. */
export function getOwnEmployee(principal: Principal): string {
  if (principal.employeeId === undefined) throw new AppError('not-an-employee', { status: 403 });
  return principal.employeeId;
}
