import { SessionChanged, SessionClosed, SessionOpened, SessionPublished } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements, type StatementPlace } from './save-statements.js';

type Session = SessionPublished | SessionOpened | SessionChanged;
type SessionEvent = Omit<ReceivedEvent, 'data'> & { readonly data: Session };

/** Sessions of all regions, and the own ones also where nothing is shared: the supply that needs are laid beside. */
@Controller()
export class SessionStatementsHandler {
  @EventPattern(SessionPublished, 'projection')
  async published(
    events: readonly ReceivedEvent<typeof SessionPublished>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveSessions(transaction, events);
  }

  @EventPattern(SessionOpened, 'projection')
  async opened(events: readonly ReceivedEvent<typeof SessionOpened>[], { transaction }: EventBatch): Promise<void> {
    await saveSessions(transaction, events);
  }

  @EventPattern(SessionChanged, 'projection')
  async changed(events: readonly ReceivedEvent<typeof SessionChanged>[], { transaction }: EventBatch): Promise<void> {
    await saveSessions(transaction, events);
  }

  /** At home a session ends by an event of its own; elsewhere its last statement says so. */
  @EventPattern(SessionClosed, 'projection')
  async closed(events: readonly ReceivedEvent<typeof SessionClosed>[], { transaction }: EventBatch): Promise<void> {
    const dated = events.map((event) => ({ ...event, data: { ...event.data, asOf: event.time } }));
    await saveStatements(transaction, 'session-end', dated, ({ sessionId, asOf }) => ({
      subject: sessionId,
      year: null,
      statement: 1,
      asOf,
    }));
  }
}

async function saveSessions(transaction: Transaction, events: readonly SessionEvent[]): Promise<void> {
  const dated = events.map((event) => ({ ...event, data: { ...event.data, asOf: event.time } }));
  await saveStatements(transaction, 'session', dated, sessionPlace);
}

function sessionPlace({ sessionId, revision, startsOn, asOf }: Session & { readonly asOf: string }): StatementPlace {
  return { subject: sessionId, year: Number(startsOn.slice(0, 4)), statement: revision, asOf };
}
