import { newId } from '@betang/contracts';
import { AppError, Audit, type FieldProblem, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { AddQuestionDto } from './test.dto.js';
import type { QuestionView } from './test-view.dto.js';
import type { Question, RightAnswer } from './question.js';

const COLUMNS = `question_id AS "questionId", kind, topic, wording, options, answer, points`;
const INSERT = `INSERT INTO question (question_id, programme_id, session_id, kind, topic, wording, options, answer, points, replaces_id, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const RETIRE = 'UPDATE question SET retired_at = now() WHERE question_id = $1 AND retired_at IS NULL';
/** A session's own questions, else those of its programme. */
const FOR_SESSION = `SELECT ${COLUMNS} FROM question AS q
  WHERE retired_at IS NULL AND (cardinality($2::text[]) = 0 OR topic = ANY($2))
    AND (q.session_id = $1 OR q.programme_id = (SELECT programme_id FROM training_session WHERE session_id = $1))
  ORDER BY question_id`;
const BY_IDS = `SELECT ${COLUMNS} FROM question WHERE question_id = ANY($1::uuid[])`;

/** The question bank. Questions are retired, never edited: a sitting must stay what it was. */
@Injectable()
export class QuestionBank {
  constructor(private readonly audit: Audit) {}

  /** Throws `question-refused` (422) with the fields. */
  async add(tx: Transaction, input: AddQuestionDto, actor: string): Promise<QuestionView> {
    const problems = problemsOf(input);
    if (problems.length > 0) throw new AppError('question-refused', { status: 422, errors: problems });
    const questionId = newId();
    const answer = answerOf(input);
    const options = input.options ?? [];
    const { programmeId, sessionId, kind, topic, wording, points, replacesId } = input;
    if (replacesId !== undefined) await tx.execute(RETIRE, [replacesId]);
    await tx.execute(INSERT, [
      questionId,
      programmeId ?? null,
      sessionId ?? null,
      kind,
      topic ?? null,
      wording,
      JSON.stringify(options),
      JSON.stringify(answer),
      points ?? 1,
      replacesId ?? null,
      actor,
    ]);
    await this.audit.record(tx, { actor, action: 'add-question', object: { type: 'question', id: questionId } });
    return { questionId, kind, topic: topic ?? null, wording, options, answer: { ...answer }, points: points ?? 1 };
  }

  /** Throws `question-not-found` (404). */
  async retire(tx: Transaction, questionId: string, actor: string): Promise<void> {
    if ((await tx.execute(RETIRE, [questionId])) === 0) throw new AppError('question-not-found', { status: 404 });
    await this.audit.record(tx, { actor, action: 'retire-question', object: { type: 'question', id: questionId } });
  }

  forSession(db: SqlClient, sessionId: string, topics: readonly string[]): Promise<Question[]> {
    return db.query<Question>(FOR_SESSION, [sessionId, topics]);
  }

  byIds(db: SqlClient, questionIds: readonly string[]): Promise<Question[]> {
    return db.query<Question>(BY_IDS, [questionIds]);
  }
}

function answerOf({ kind, rightOptions, rightNumber, tolerance }: AddQuestionDto): RightAnswer {
  if (kind === 'NUMBER') return { number: rightNumber ?? 0, tolerance: tolerance ?? 0 };
  return { options: rightOptions ?? [] };
}

function problemsOf({
  programmeId,
  sessionId,
  kind,
  options,
  rightOptions,
  rightNumber,
}: AddQuestionDto): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if ((programmeId === undefined) === (sessionId === undefined))
    problems.push({ field: 'programmeId', code: 'question.one-owner' });
  if (kind === 'NUMBER') {
    if (rightNumber === undefined) problems.push({ field: 'rightNumber', code: 'question.answer-needed' });
    return problems;
  }
  const ids = new Set((options ?? []).map(({ id }) => id));
  if (ids.size < 2) problems.push({ field: 'options', code: 'question.options-needed' });
  const right = rightOptions ?? [];
  if (right.length === 0 || right.some((id) => !ids.has(id)) || (kind === 'SINGLE' && right.length !== 1))
    problems.push({ field: 'rightOptions', code: 'question.answer-needed' });
  return problems;
}
