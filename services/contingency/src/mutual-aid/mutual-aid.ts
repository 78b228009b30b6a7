import {
  MutualAidAcceptedV2,
  MutualAidAskedV2,
  MutualAidDeclinedV2,
  MutualAidOfferedV2,
  MutualAidReturnedV2,
  findRegion,
  newId,
  type EventContract,
  type NewEvent,
} from '@betang/contracts';
import { regionToken } from '@betang/messaging';
import { AppError, Clock, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { EMERGENCIES } from '../emergencies/emergency-rows.js';
import { AID, AID_MESSAGES, type AidCase, type AidMessage } from './aid-case.js';
import { NEXT_NUMBER, hasLeft } from './aid-words.js';
import { makeMove, type AidMove } from './aid-moves.decision.js';
import type { AskAidDto } from './mutual-aid.dto.js';

const MOVES: readonly EventContract[] = [
  MutualAidAskedV2,
  MutualAidOfferedV2,
  MutualAidAcceptedV2,
  MutualAidDeclinedV2,
  MutualAidReturnedV2,
].map((contract) => contract as unknown as EventContract);
/** By the type under which it was said: what was said before it was sealed is said again sealed. */
const SAID: Readonly<Record<string, EventContract>> = Object.fromEntries(
  MOVES.flatMap((contract) => [
    [contract.type, contract],
    [contract.definition.lifts!.contract.type, contract],
  ]),
);
const SAID_TO = `SELECT m.*, a.other_region FROM aid_message AS m JOIN aid AS a USING (aid_id) WHERE a.other_region = $1 AND m.own ORDER BY m.said_at, m.aid_id, m.number`;

/** A case, and the event that tells the other region. */
export interface Said {
  readonly aid: AidCase;
  readonly events: readonly NewEvent[];
}

interface Words {
  readonly contract: EventContract;
  readonly data: Readonly<Record<string, unknown>>;
  /** Who says it. */
  readonly by: string;
  /** False: the other region has left, and hears of it when it is back. */
  readonly told: boolean;
}

/** Mutual aid: what this region asks of others and gives to them. It needs no province on the line: what is said waits in the outbox. */
@Injectable()
export class MutualAid {
  constructor(
    private readonly config: RegionConfig,
    private readonly clock: Clock,
  ) {}

  /** One case with each region that is asked. Throws `aid-region-unknown` (422), `emergency-not-found` (404). */
  async ask(tx: Transaction, input: AskAidDto, by: string): Promise<Said[]> {
    const unknown = input.regions.filter((code) => code === this.config.region || !findRegion(code));
    if (unknown.length > 0) throw new AppError('aid-region-unknown', { status: 422, field: 'regions' });
    const emergency = input.emergencyId === undefined ? undefined : await EMERGENCIES.get(tx, input.emergencyId);
    const hazardCode = emergency?.hazardCode ?? input.hazardCode;
    if (hazardCode === undefined) throw new AppError('emergency-needs-hazard', { status: 422, field: 'hazardCode' });
    const said: Said[] = [];
    for (const otherRegion of new Set(input.regions))
      said.push(await this.askOne(tx, input, { hazardCode, otherRegion, by }));
    return said;
  }

  /**
   * Makes a move of our own in a case. A region that has left the federation is not told until it is back. Throws `aid-not-found` (404) and what
   * {@link makeMove} throws.
   */
  async move(
    tx: Transaction,
    aidId: string,
    moveOf: (aid: AidCase) => AidMove,
    { by, ...extra }: { readonly by: string; readonly [field: string]: unknown },
  ): Promise<Said> {
    const before = await AID.lock(tx, aidId);
    const move = moveOf(before);
    const otherLeft = await hasLeft(tx, before.otherRegion);
    const after = makeMove(before, move, { otherLeft });
    const { state, lines, availableFrom, availableUntil, conditions, returns, declinedBy, reason } = after;
    const aid = await AID.update(tx, aidId, {
      ...{ state, lines, availableFrom, availableUntil, conditions, returns, declinedBy, reason },
      changedAt: this.clock.now(),
    });
    const { contract, data } = this.message(aid, move, extra);
    const event = await this.say(tx, aid, { contract, data, by, told: !otherLeft });
    return { aid, events: otherLeft ? [] : [event] };
  }

  /** Everything that this region said to another one, in order: for one that lost it. */
  async saidTo(db: SqlClient, region: string): Promise<NewEvent[]> {
    const rows = (await db.query(SAID_TO, [region])).map(toRow<AidMessage & { otherRegion: string }>);
    return rows.map(({ aidId, type, data, otherRegion }) => eventOf(SAID[type]!, aidId, data, otherRegion));
  }

  private async askOne(
    tx: Transaction,
    input: AskAidDto,
    { hazardCode, otherRegion, by }: { readonly hazardCode: string; readonly otherRegion: string; readonly by: string },
  ): Promise<Said> {
    const { title, neededBy, meetingPoint, emergencyId = null } = input;
    const asked = input.lines.map((line) => ({ ...line, lineId: newId() }));
    const aid = await AID.insert(tx, {
      aidId: newId(),
      direction: 'ASKED',
      otherRegion,
      emergencyId,
      hazardCode,
      title,
      neededBy,
      meetingPoint,
      state: 'ASKED',
      lines: asked.map((line) => ({ ...line, offered: 0, accepted: 0, returned: 0 })),
      changedAt: this.clock.now(),
    });
    const what = { emergencyId, hazardCode, title, neededBy, meetingPoint, lines: asked };
    const data = { aidId: aid.aidId, askingRegion: this.config.region, ...what };
    const words = { contract: MutualAidAskedV2 as unknown as EventContract, data, by, told: true };
    return { aid, events: [await this.say(tx, aid, words)] };
  }

  private message(
    { aidId }: AidCase,
    move: AidMove,
    extra: Readonly<Record<string, unknown>>,
  ): { contract: EventContract; data: Readonly<Record<string, unknown>> } {
    const { region } = this.config;
    switch (move.kind) {
      case 'offer': {
        const { lines, availableFrom, availableUntil, conditions } = move;
        const data = { aidId, helpingRegion: region, lines, availableFrom, availableUntil, conditions };
        return { contract: SAID[MutualAidOfferedV2.type]!, data };
      }
      case 'accept':
        return { contract: SAID[MutualAidAcceptedV2.type]!, data: { aidId, askingRegion: region, lines: move.lines } };
      case 'decline':
        return { contract: SAID[MutualAidDeclinedV2.type]!, data: { aidId, region, reason: move.reason } };
      case 'return': {
        const data = {
          aidId,
          askingRegion: region,
          returnNumber: move.number,
          lines: move.lines,
          final: move.final,
          ...extra,
        };
        return { contract: SAID[MutualAidReturnedV2.type]!, data };
      }
    }
  }

  private async say(
    tx: Transaction,
    { aidId, otherRegion }: AidCase,
    { contract, data, by, told }: Words,
  ): Promise<NewEvent> {
    const [row] = await tx.query<{ number: number }>(NEXT_NUMBER, [aidId]);
    const event = eventOf(contract, aidId, data, otherRegion);
    const said = { aidId, number: row!.number, type: contract.type, data, saidAt: this.clock.now(), saidBy: by };
    await AID_MESSAGES.insert(tx, { ...said, eventId: told ? event.id : null });
    return event;
  }
}

function eventOf(contract: EventContract, aidId: string, data: object, otherRegion: string): NewEvent {
  return contract.create({
    subject: aidId,
    data: data as never,
    to: `to.${regionToken(otherRegion)}`,
  }) as unknown as NewEvent;
}
