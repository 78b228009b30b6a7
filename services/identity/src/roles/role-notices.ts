import { Notices, type Role, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { findAccount } from '../accounts/account-store.js';

const LINK = '/role-requests';

/** What people are told about roles. Each is followed by the request or the account that it is about, so that nobody is told twice. */
export type RoleNotice = 'role-asked' | 'role-approved' | 'role-refused' | 'role-given-alone' | 'role-taken';

/** Tells people about roles that take two, as far as they are employees: others have nowhere to be told. */
@Injectable()
export class RoleNotices {
  constructor(private readonly notices: Notices) {}

  async tell(
    tx: Transaction,
    notice: RoleNotice,
    about: { readonly id: string; readonly role: Role; readonly requestId?: string },
    employees: readonly (string | null | undefined)[],
  ): Promise<void> {
    const { id, role, requestId } = about;
    const recipients = new Set(employees.filter((one): one is string => typeof one === 'string'));
    const told = {
      ...{ code: notice, key: `${notice}:${id}`, params: { role } },
      ...(requestId === undefined ? {} : { link: `${LINK}/${requestId}` }),
    };
    await this.notices.tell(
      tx,
      [...recipients].map((recipientId) => ({ recipientId, ...told })),
    );
  }

  /** The employee whose account it is; a program has none. */
  async employeeOf(tx: Transaction, subject: string): Promise<string | null> {
    return (await findAccount(tx, subject))?.employeeId ?? null;
  }
}
