import { Notices, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { KEPT_REVIEWS, reviewNotice, type KeptReview } from './keeper-notices.js';

/** Who answers a review is told the moment that it is asked for, or that the person is named. */
@Injectable()
export class ReviewReminders {
  constructor(private readonly notices: Notices) {}

  async asked(tx: Transaction, reviewIds: readonly string[]): Promise<void> {
    if (reviewIds.length === 0) return;
    const reviews = (await tx.query(`${KEPT_REVIEWS} AND r.review_id = ANY($1::uuid[])`, [reviewIds])).map(
      toRow<KeptReview>,
    );
    await this.notices.tell(
      tx,
      reviews.map((review) => reviewNotice(review, 'asked')),
    );
  }
}
