import { ApprovalController } from './publication/approval.controller.js';
import { ApprovalDelegations } from './publication/approval-delegations.js';
import { ApprovalDelegationsController } from './publication/approval-delegations.controller.js';
import { PublicationNotices } from './publication/publication-notices.js';
import { PublicationHandlers } from './publication/publication.handlers.js';
import { PublicationRequests } from './publication/publication-requests.js';
import { CodesSucceededHandler } from './dictionary-succession/codes-succeeded.handler.js';
import { DictionaryController } from './dictionary/dictionary.controller.js';
import { DictionaryHandlers } from './dictionary/dictionary.handlers.js';
import { HeldSeats } from './enrolments/held-seats.js';
import { EnrolmentSweeps } from './enrolments-across/enrolment-sweeps.js';
import { HeldSeatsSweep } from './enrolments-across/held-seats-sweep.js';
import { HeldSeatsHandlers } from './enrolments-across/held-seats.handlers.js';
import { EnrolmentsElsewhereController } from './enrolments-across/enrolments-elsewhere.controller.js';
import { GuestAnswers } from './enrolments-across/guest-answers.js';
import { GuestCertificates } from './enrolments-across/guest-certificates.js';
import { GuestCompletions } from './enrolments-across/guest-completions.js';
import { GuestSeats } from './enrolments-across/guest-seats.js';
import { GuestHandlers } from './enrolments-across/guest.handlers.js';
import { GuestsController } from './enrolments-across/guests.controller.js';
import { OwnEnrolmentsElsewhereController } from './enrolments-across/own-enrolments-elsewhere.controller.js';
import { OwnRequests } from './enrolments-across/own-requests.js';
import { OutgoingEnrolments } from './enrolments-across/outgoing-enrolments.js';
import { OutgoingHandlers } from './enrolments-across/outgoing.handlers.js';
import { ProgrammeDecisionsController } from './evaluation/programme-decisions.controller.js';
import { Adoptions } from './federation/adoptions.js';
import { AdoptionsController } from './federation/adoptions.controller.js';
import { EquivalenceHandlers } from './federation/equivalence.handlers.js';
import { Equivalences } from './federation/equivalences.js';
import { EquivalencesController } from './federation/equivalences.controller.js';
import { JointSessionHandlers } from './federation/joint-session.handlers.js';
import { JointSessions } from './federation/joint-sessions.js';
import { JointSessionsController } from './federation/joint-sessions.controller.js';
import { GuestQueue } from './federation/guest-queue.js';
import { findHeldSeats } from './federation/held-seats.queries.js';
import { HeldSeatsController } from './federation/held-seats.controller.js';
import { SeatReturns } from './federation/seat-returns.js';
import { SeatOffers } from './federation/seat-offers.js';
import { SeatOffersController } from './federation/seat-offers.controller.js';
import { SharedSessionHandlers } from './federation/shared-session.handlers.js';
import { Materials } from './materials/materials.js';
import { MaterialsController } from './materials/materials.controller.js';
import { Joining } from './overlap-decisions/joining.js';
import { OverlapDecisions } from './overlap-decisions/overlap-decisions.js';
import { OverlapDecisionsController } from './overlap-decisions/overlap-decisions.controller.js';
import { OverlapChecks } from './overlap/overlap-checks.js';
import { OverlapController } from './overlap/overlap.controller.js';
import { SimilarTrainings } from './overlap/similar-trainings.js';
import { ProgrammeUseStatements } from './programme-use/programme-use.js';
import { ProgrammeUsePublisher } from './programme-use/programme-use.publisher.js';
import { CatalogueController } from './programmes/catalogue.controller.js';
import { ProgrammeNews } from './programmes/programme-news.js';
import { ProgrammeQueries } from './programmes/programme.queries.js';
import { Programmes } from './programmes/programmes.js';
import { ProgrammesController } from './programmes/programmes.controller.js';
import { Publication } from './publication/publication.js';
import { PublicationController } from './publication/publication.controller.js';
import { SharedProgrammeHandlers } from './programmes/shared-programme.handlers.js';
import { CatalogueRulesController } from './rules/catalogue-rules.controller.js';
import { CatalogueRulesStore } from './rules/catalogue-rules-store.js';
import { DevelopmentTargetHandlers } from './targets/development-target.handlers.js';
import { ServedTargets } from './targets/served-targets.js';
import { TargetsController } from './targets/targets.controller.js';
import './catalogue.messages.js';
import './dictionary/dictionary.messages.js';

/** Programmes and their federation: what the module takes from the folders programmes to programme-use. */
export const CATALOGUE_CONTROLLERS = [
  ProgrammesController,
  PublicationController,
  MaterialsController,
  CatalogueController,
  OverlapController,
  OverlapDecisionsController,
  ApprovalController,
  ApprovalDelegationsController,
  CatalogueRulesController,
  TargetsController,
  DictionaryController,
  AdoptionsController,
  EquivalencesController,
  SeatOffersController,
  HeldSeatsController,
  JointSessionsController,
  ProgrammeDecisionsController,
  EnrolmentsElsewhereController,
  OwnEnrolmentsElsewhereController,
  GuestsController,
  SharedProgrammeHandlers,
  SharedSessionHandlers,
  DevelopmentTargetHandlers,
  DictionaryHandlers,
  CodesSucceededHandler,
  PublicationHandlers,
  EquivalenceHandlers,
  JointSessionHandlers,
  GuestHandlers,
  HeldSeatsHandlers,
  OutgoingHandlers,
];

export const CATALOGUE_PROVIDERS = [
  Adoptions,
  ApprovalDelegations,
  CatalogueRulesStore,
  EnrolmentSweeps,
  Equivalences,
  GuestAnswers,
  GuestCertificates,
  GuestCompletions,
  GuestSeats,
  { provide: GuestQueue, useExisting: GuestSeats },
  { provide: HeldSeats, useValue: { heldIn: findHeldSeats } satisfies HeldSeats },
  HeldSeatsSweep,
  Joining,
  JointSessions,
  Materials,
  OutgoingEnrolments,
  OverlapChecks,
  OverlapDecisions,
  OwnRequests,
  ProgrammeNews,
  ProgrammeQueries,
  ProgrammeUsePublisher,
  ProgrammeUseStatements,
  Programmes,
  Publication,
  PublicationNotices,
  PublicationRequests,
  SeatOffers,
  SeatReturns,
  ServedTargets,
  SimilarTrainings,
];
