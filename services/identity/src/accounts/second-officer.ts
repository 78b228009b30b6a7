import { AppError, type Scope, type SqlClient } from '@betang/platform';
import { findHolder, hadInHand, type RightHolder } from './approvers.js';

/** What is known of an account whose owner is to be the second pair of eyes. */
export interface SecondOfficer {
  /** Since when the right is held; undefined: not held, or not any more, whatever the token says. */
  readonly since: Date | undefined;
  /** Who asked could have signed in as this officer in the last days. */
  readonly inHandOfAsker: boolean;
}

/**
 * Whether an officer is a second pair of eyes on what another asked for: one who had the right when it was asked, lest the asker find the officer for it
 * afterwards, and whose account the asker did not have in hand.
 * @throws AppError `forbidden`, `approver-after-request`, `approver-not-independent` (403)
 */
export function assertSecondOfficer(officer: SecondOfficer, requestedAt: Date): void {
  if (officer.since === undefined) throw new AppError('forbidden', { status: 403 });
  if (officer.since.getTime() > requestedAt.getTime()) throw new AppError('approver-after-request', { status: 403 });
  if (officer.inHandOfAsker) throw new AppError('approver-not-independent', { status: 403 });
}

/** What is on record of an officer's account. */
export async function loadSecondOfficer(
  db: SqlClient,
  asked: { readonly region: string; readonly scope: Scope; readonly requestedBy: string },
  accountId: string,
): Promise<SecondOfficer> {
  const holder: RightHolder | undefined = await findHolder(db, asked.region, asked.scope, accountId);
  return { since: holder?.since, inHandOfAsker: await hadInHand(db, asked.requestedBy, accountId) };
}
