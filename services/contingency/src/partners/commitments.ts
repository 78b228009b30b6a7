import { newId } from '@betang/contracts';
import { AppError, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { CommitmentSupply, LineSupply } from '../resources/commitment-supply.js';
import { SUPPLIES, type Need, type SupplyRow } from '../resources/resource-rows.js';
import { allotLine, assertDays, lineFor, lineState } from './commitment-lines.decision.js';
import type { CommitmentLineDto, CommitmentView, LineDaysDto, NewCommitmentDto } from './partner.dto.js';
import {
  COMMITMENTS,
  LINES,
  PARTNERS,
  loadLines,
  type Commitment,
  type CommitmentLine,
  type PromisedLine,
} from './partner-rows.js';

/** Commitment sheets (lembar komitmen): what partners promise, and what plans count on of it. */
@Injectable()
export class Commitments implements CommitmentSupply {
  constructor(private readonly clock: Clock) {}

  /** Throws `commitment-signed-already` (409) for a sheet that is on record already, else it would count twice; `contingency-date-ahead`, `contingency-ends-before-start`, `commitment-line-refused` (422), `contingency-partner-not-found` (404). */
  async sign(tx: Transaction, { lines = [], ...input }: NewCommitmentDto): Promise<Commitment> {
    const partner = await PARTNERS.lock(tx, input.partnerId);
    if (partner.ended) throw new AppError('contingency-partner-not-found', { status: 404 });
    if (input.signedOn > this.clock.today())
      throw new AppError('contingency-date-ahead', { status: 422, field: 'signedOn' });
    if (input.validUntil < input.signedOn)
      throw new AppError('contingency-ends-before-start', { status: 422, field: 'validUntil' });
    const twins = await COMMITMENTS.where(tx, 'partner_id = $1 AND plan_id = $2 AND sheet_number = $3 AND NOT ended', [
      ...[input.partnerId, input.planId, input.sheetNumber],
    ]);
    if (twins.length > 0) throw new AppError('commitment-signed-already', { status: 409, field: 'sheetNumber' });
    const dated = lines.map((line) => withDays(line, input.signedOn));
    assertDays(dated, input.validUntil, (index) => `lines[${index}].`);
    const commitment = await COMMITMENTS.insert(tx, { ...input, commitmentId: newId(), renewals: 0 });
    await LINES.insertAll(
      tx,
      dated.map((line) => ({ ...line, lineId: newId(), commitmentId: commitment.commitmentId })),
    );
    return commitment;
  }

  async addLine(tx: Transaction, commitment: Commitment, input: CommitmentLineDto): Promise<CommitmentLine> {
    const line = withDays(input, commitment.signedOn);
    assertDays([line], commitment.validUntil, () => '');
    return LINES.insert(tx, { ...line, lineId: newId(), commitmentId: commitment.commitmentId });
  }

  /** What the partner can give after all; promises that it no longer reaches for count less, the latest first. */
  async changeLine(
    tx: Transaction,
    commitment: Commitment,
    lineId: string,
    { quantity, availableFrom, availableUntil }: LineDaysDto,
  ): Promise<CommitmentLine> {
    const before = await this.lockLine(tx, commitment, lineId);
    const days = { availableFrom: availableFrom ?? before.availableFrom, availableUntil: availableUntil ?? null };
    assertDays([days], commitment.validUntil, () => '');
    const line = await LINES.update(tx, lineId, { quantity, ...days });
    const promises = await SUPPLIES.where(tx, 'line_id = $1 AND NOT ended', [lineId]);
    for (const [supplyId, counted] of allotLine(quantity, promises)) await SUPPLIES.update(tx, supplyId, { counted });
    return line;
  }

  /** The partner gives it no longer; what counted on it is uncovered. */
  async removeLine(tx: Transaction, commitment: Commitment, lineId: string): Promise<CommitmentLine> {
    await this.lockLine(tx, commitment, lineId);
    await tx.execute('UPDATE supply SET ended = true WHERE line_id = $1', [lineId]);
    return LINES.update(tx, lineId, { removed: true });
  }

  /**
   * Covers a part of a need out of a line, which is held: two officers cannot both promise the last of it. Throws `supply-of-other-kind`,
   * `supply-needs-line` (422), `commitment-over-promised` (409) for more than is left.
   */
  async supply(
    tx: Transaction,
    need: Need,
    { commitmentId, commitmentLineId, quantity }: LineSupply,
  ): Promise<SupplyRow> {
    const commitment = await COMMITMENTS.lock(tx, commitmentId);
    if (commitment.ended) throw new AppError('commitment-not-found', { status: 404 });
    if (commitment.planId !== need.planId)
      throw new AppError('supply-of-other-kind', { status: 422, field: 'commitmentId' });
    const line = lineFor(await loadLines(tx, [commitmentId]), need, commitmentLineId);
    const left = line.quantity - line.promised;
    if (quantity > left)
      throw new AppError('commitment-over-promised', {
        status: 409,
        field: 'quantity',
        params: { item: line.item, there: line.quantity, left: Math.max(0, left), unit: line.unit },
      });
    return SUPPLIES.insert(tx, {
      supplyId: newId(),
      needId: need.needId,
      stockId: null,
      commitmentId,
      lineId: line.lineId,
      quantity,
      months: null,
      counted: quantity,
    });
  }

  /** Sheets as people read them, with their partners' names and their lines. */
  async views(db: SqlClient, commitments: readonly Commitment[]): Promise<CommitmentView[]> {
    const ids = commitments.map(({ commitmentId }) => commitmentId);
    const lines = await loadLines(db, ids);
    const partnerIds = [...new Set(commitments.map(({ partnerId }) => partnerId))];
    const partners = await PARTNERS.where(db, 'partner_id = ANY($1::uuid[])', [partnerIds]);
    const names = new Map(partners.map(({ partnerId, name }) => [partnerId, name]));
    return commitments.map((commitment) => ({
      ...this.stateOf(commitment),
      partnerName: names.get(commitment.partnerId) ?? '',
      lines: lines
        .filter(({ commitmentId }) => commitmentId === commitment.commitmentId)
        .map((line) => this.lineView(line, commitment)),
    }));
  }

  async view(db: SqlClient, commitment: Commitment): Promise<CommitmentView> {
    return (await this.views(db, [commitment]))[0]!;
  }

  private stateOf(commitment: Commitment) {
    const { commitmentId, partnerId, planId, sheetNumber, signedOn, signedBy, validUntil, renewals, ended } =
      commitment;
    const state = ended ? 'ENDED' : validUntil < this.clock.today() ? 'EXPIRED' : 'IN_FORCE';
    return { commitmentId, partnerId, planId, sheetNumber, signedOn, signedBy, validUntil, state, renewals };
  }

  private lineView(line: PromisedLine, commitment: Commitment) {
    const { lineId, category, item, unit, quantity, place, availableFrom, availableUntil, promised } = line;
    const left = Math.max(0, quantity - promised);
    const state = lineState(line, commitment, this.clock.today());
    return { lineId, category, item, unit, quantity, place, availableFrom, availableUntil, promised, left, state };
  }

  private async lockLine(tx: Transaction, { commitmentId }: Commitment, lineId: string): Promise<CommitmentLine> {
    const line = await LINES.lock(tx, lineId);
    if (line.commitmentId !== commitmentId || line.removed)
      throw new AppError('commitment-line-not-found', { status: 404 });
    return line;
  }
}

function withDays({ availableFrom, availableUntil, place, ...what }: CommitmentLineDto, signedOn: string) {
  return {
    ...what,
    place: place ?? null,
    availableFrom: availableFrom ?? signedOn,
    availableUntil: availableUntil ?? null,
  };
}
