import { Assignments } from './assignments/assignments.js';
import { AssignmentsController } from './assignments/assignments.controller.js';
import { Markings } from './assignments/markings.js';
import { OwnWorkController } from './assignments/own-work.controller.js';
import { Submissions } from './assignments/submissions.js';
import { AttendanceController } from './attendance/attendance.controller.js';
import { Attendances } from './attendance/attendances.js';
import { CertificateListeners } from './certificates/certificate-listeners.js';
import { CertificateSchemes } from './certificates/certificate-scheme.js';
import { CertificateViews } from './certificates/certificate-views.js';
import { CertificateQueries } from './certificates/certificate.queries.js';
import { Certificates } from './certificates/certificates.js';
import { CertificatesController } from './certificates/certificates.controller.js';
import { ExpiryNotices } from './certificates/expiry-notices.js';
import { CertificateIssuer } from './certificates/issue-certificates.js';
import { OwnCertificatesController } from './certificates/own-certificates.controller.js';
import { VerificationController } from './certificates/verification.controller.js';
import { CertificatesElsewhereController } from './certificates-across/certificates-elsewhere.controller.js';
import { ForeignCertificates } from './certificates-across/foreign-certificates.js';
import { CertificateHandOverHandlers } from './certificates-across/hand-over.handlers.js';
import { LaterCertificates } from './certificates-across/later-certificates.js';
import { CompletionProof } from './completions/completion-proof.js';
import { CompletionController } from './completion/completion.controller.js';
import { ParticipantConclusion } from './completion/conclude-participants.js';
import { ConclusionQueue } from './completion/conclusion-queue.js';
import { Conclusions } from './completion/conclusions.js';
import { OutcomeQueries } from './completion/outcome.queries.js';
import { PassRules } from './completion/pass-rules.js';
import { EnrolmentQueries } from './enrolments/enrolment.queries.js';
import { EnrolmentReaches } from './enrolments/enrolment-reach.js';
import { EnrolmentRules } from './enrolments/enrolment-rules.js';
import { EnrolmentRulesController } from './enrolments/enrolment-rules.controller.js';
import { Enrolments } from './enrolments/enrolments.js';
import { EnrolmentsController } from './enrolments/enrolments.controller.js';
import { OwnEnrolmentsController } from './enrolments/own-enrolments.controller.js';
import { SeatListeners } from './enrolments/seat-listeners.js';
import { SeatNotices } from './enrolments/seat-notices.js';
import { Seats } from './enrolments/seats.js';
import { SeatsOfLeavers } from './enrolments/seats-of-leavers.js';
import { BehaviourReviews } from './evaluation/behaviour-reviews.js';
import { BehaviourReviewsController } from './evaluation/behaviour-reviews.controller.js';
import { EvaluationRulesController } from './evaluation/evaluation-rules.controller.js';
import { EvaluationStatements } from './evaluation/evaluation-statements.js';
import { ProgrammeEvaluationsController } from './evaluation/programme-evaluations.controller.js';
import { GuestReactionHandler } from './evaluation/guest-reaction.handler.js';
import { Reactions } from './evaluation/reactions.js';
import { ReactionsElsewhere } from './evaluation/reactions-elsewhere.js';
import { ReactionsElsewhereController } from './evaluation/reactions-elsewhere.controller.js';
import { ReactionsController } from './evaluation/reactions.controller.js';
import { Verdicts } from './evaluation/verdicts.js';
import { ForumNeedsController } from './forum/forum-needs.controller.js';
import { CalendarController } from './sessions/calendar.controller.js';
import { Meetings } from './sessions/meetings.js';
import { MeetingsController } from './sessions/meetings.controller.js';
import { SessionAccess } from './sessions/session-access.js';
import { SessionNotices } from './sessions/session-notices.js';
import { SessionQueries } from './sessions/session.queries.js';
import { Reschedulings } from './sessions/rescheduling.js';
import { Sessions } from './sessions/sessions.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { OwnTestsController } from './tests/own-tests.controller.js';
import { QuestionBank } from './tests/question-bank.js';
import { Sittings } from './tests/sittings.js';
import { TestsController } from './tests/tests.controller.js';
import './outcome.messages.js';
import './session.messages.js';

/** Sessions from scheduling to evaluation: what the module takes from the folders sessions to evaluation. */
export const SESSION_CONTROLLERS = [
  SessionsController,
  MeetingsController,
  CalendarController,
  ForumNeedsController,
  EnrolmentsController,
  EnrolmentRulesController,
  OwnEnrolmentsController,
  AttendanceController,
  AssignmentsController,
  OwnWorkController,
  TestsController,
  OwnTestsController,
  CompletionController,
  CertificatesController,
  OwnCertificatesController,
  VerificationController,
  CertificatesElsewhereController,
  CertificateHandOverHandlers,
  ReactionsController,
  ReactionsElsewhereController,
  GuestReactionHandler,
  BehaviourReviewsController,
  ProgrammeEvaluationsController,
  EvaluationRulesController,
];

export const SESSION_PROVIDERS = [
  Assignments,
  Attendances,
  BehaviourReviews,
  CertificateIssuer,
  CertificateListeners,
  CertificateQueries,
  CertificateSchemes,
  CertificateViews,
  Certificates,
  { provide: CompletionProof, useExisting: Certificates },
  ConclusionQueue,
  Conclusions,
  EnrolmentQueries,
  EnrolmentReaches,
  EnrolmentRules,
  Enrolments,
  EvaluationStatements,
  ExpiryNotices,
  ForeignCertificates,
  LaterCertificates,
  Markings,
  Meetings,
  OutcomeQueries,
  ParticipantConclusion,
  PassRules,
  QuestionBank,
  Reactions,
  ReactionsElsewhere,
  SeatListeners,
  SeatNotices,
  Seats,
  SeatsOfLeavers,
  SessionAccess,
  SessionNotices,
  SessionQueries,
  Reschedulings,
  Sessions,
  Sittings,
  Submissions,
  Verdicts,
];
