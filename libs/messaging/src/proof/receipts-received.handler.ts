import { ReceiptsPublished, type EventContract } from '@betang/contracts';
import type { EventHandler, ReceivedEvent } from '../handling/handler-registry.js';

const COLUMNS = ['reader', 'service', 'audience', 'epoch', 'position', 'chain', 'parked', 'held', 'state'] as const;

/**
 * Keeps what others confirm to have of us, for status and for the question whether they know more than we do. The newest counts; one of a time that has
 * not come is of a clock that was set right since, and must not stand until that time.
 */
export const receiptsReceived: EventHandler = {
  contract: ReceiptsPublished as unknown as EventContract,
  kind: 'process',
  handle: async (events, { transaction }) => {
    for (const event of events as readonly ReceivedEvent<typeof ReceiptsPublished>[]) {
      const { receipts, asOf } = event.data;
      await transaction.execute(
        `INSERT INTO betang.receipt (receiver, as_of, ${COLUMNS.join(', ')})
         SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bigint[], $10::bigint[], $11::text[])
         ON CONFLICT (receiver, reader, service, audience, epoch) DO UPDATE SET position = EXCLUDED.position, chain = EXCLUDED.chain,
           parked = EXCLUDED.parked, held = EXCLUDED.held, state = EXCLUDED.state, as_of = EXCLUDED.as_of
         WHERE betang.receipt.as_of <= EXCLUDED.as_of OR betang.receipt.as_of > now() + interval '5 minutes'`,
        [event.region, asOf, ...COLUMNS.map((column) => receipts.map((receipt) => receipt[column]))],
      );
    }
  },
};
