import { Audit, type SqlClient } from '@betang/platform';

/** Who acts where a command of this tool does: whoever is at the machine has no account. */
export const ACTOR = 'betang';

/** Puts what a command did on record, in the trail of the service whose schema is searched; the caller holds the transaction. */
export function recordCommand(db: SqlClient, entry: Omit<Parameters<Audit['record']>[1], 'actor'>): Promise<void> {
  const prepared = async (_name: string, text: string, values: readonly unknown[]) => {
    await db.execute(text, values);
    return [];
  };
  return new Audit().record({ prepared }, { actor: ACTOR, ...entry });
}
