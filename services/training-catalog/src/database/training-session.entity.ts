import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Delivery } from './programme.entity.js';

export const SESSION_KIND_VALUES = ['TRAINING', 'NEEDS_FORUM', 'PUBLIC_LECTURE'] as const;
export type SessionKind = (typeof SESSION_KIND_VALUES)[number];
export const SESSION_STATES = ['OPEN', 'CONCLUDING', 'HELD', 'CANCELLED'] as const;
export type SessionState = (typeof SESSION_STATES)[number];
/** Whose consent an enrolment by oneself needs, in this order. A nomination by the agency counts as the supervisor's. */
export const APPROVAL_STEPS = ['SUPERVISOR', 'OFFICER'] as const;
export type ApprovalStep = (typeof APPROVAL_STEPS)[number];

/** A competency that the session develops, and the level it leads to. */
export interface DevelopedCompetency {
  readonly code: string;
  readonly level: number | null;
}

/**
 * A session (angkatan) of a programme, this region's own or one that another region shares; or a forum or lecture that stands by itself.
 * What it is worth (path and quantity) is fixed when it is scheduled.
 */
@Entity('training_session')
export class TrainingSessionEntity {
  @PrimaryColumn('uuid', { name: 'session_id' })
  sessionId: string;

  @Column('uuid', { name: 'programme_id', nullable: true })
  programmeId: string | null;

  @Column('text')
  kind: SessionKind;

  @Column('text')
  state: SessionState;

  /** Counts every change. */
  @Column('integer')
  revision: number;

  @Column('text')
  title: string;

  @Column('text')
  organiser: string;

  @Column('integer', { name: 'cohort_year' })
  cohortYear: number;

  /** Angkatan ke-, within programme and year. */
  @Column('integer')
  cohort: number;

  @Column('integer', { name: 'programme_version', nullable: true })
  programmeVersion: number | null;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  @Column('date', { name: 'ends_on' })
  endsOn: string;

  @Column('text')
  delivery: Delivery;

  /** Where, for everyone to read. */
  @Column('text')
  place: string;

  /** Address of the virtual meeting: for participants and those who hold it only. */
  @Column('text', { nullable: true })
  link: string | null;

  @Column('integer')
  capacity: number;

  /** Path of development (jalur); null where nothing is recorded as learning. */
  @Column('text', { name: 'path_code', nullable: true })
  pathCode: string | null;

  @Column('text')
  scope: 'NATIONAL' | 'INTERNATIONAL';

  /** Hundredths of the unit that the path counts in. */
  @Column('integer', { name: 'quantity_hundredths', nullable: true })
  quantityHundredths: number | null;

  @Column('jsonb')
  competencies: DevelopedCompetency[];

  @Column('uuid', { name: 'development_target_id', nullable: true })
  developmentTargetId: string | null;

  @Column('text', { name: 'development_target', nullable: true })
  developmentTarget: string | null;

  @Column('text', { name: 'target_group', nullable: true })
  targetGroup: string | null;

  @Column('date', { name: 'enrol_from', nullable: true })
  enrolFrom: string | null;

  @Column('date', { name: 'enrol_until', nullable: true })
  enrolUntil: string | null;

  @Column('boolean', { name: 'self_enrolment' })
  selfEnrolment: boolean;

  @Column('text', { array: true })
  approvals: ApprovalStep[];

  /** Employees who teach it. */
  @Column('uuid', { name: 'trainer_ids', array: true })
  trainerIds: string[];

  /** The proposal of a joint session that it answers. */
  @Column('uuid', { name: 'proposal_id', nullable: true })
  proposalId: string | null;

  @Column('text', { name: 'cancelled_reason', nullable: true })
  cancelledReason: string | null;

  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt: Date;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt: Date;
}
