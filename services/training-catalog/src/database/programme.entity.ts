import type { ProgrammePublished } from '@betang/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FundingPattern, ProgrammeModule, ProgrammeOrigin, ProgrammeTrainer } from './programme-parts.js';
import type { CompetencyAtLevel } from '../dictionary/competency-at-level.js';

/** JOINED: never published, because a similar one was joined instead. */
export const PROGRAMME_STATES = ['DRAFT', 'PUBLISHED', 'WITHDRAWN', 'JOINED'] as const;
export type ProgrammeState = (typeof PROGRAMME_STATES)[number];
export const DELIVERIES = ['CLASSICAL', 'LIVE_STREAM', 'E_LEARNING', 'BLENDED'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** The driver gives bigint as text; rupiah of one programme stay far below 2^53. */
const rupiah = { to: (value: number) => value, from: (value: string | number) => Number(value) };

/** A training programme (program pelatihan) of this region. `revision` counts every change. */
@Entity('programme')
export class ProgrammeEntity {
  @PrimaryColumn('uuid', { name: 'programme_id' })
  programmeId: string;

  @Column('text')
  state: ProgrammeState;

  @Column('integer')
  revision: number;

  /** The revision that the federation was told last; null: none yet. */
  @Column('integer', { name: 'published_revision', nullable: true })
  publishedRevision: number | null;

  /** How often it was told; 0: never. */
  @Column('integer', { name: 'published_version' })
  publishedVersion: number;

  @Column('text')
  title: string;

  @Column('text', { name: 'path_code' })
  pathCode: string;

  @Column('text')
  delivery: Delivery;

  /** Learning hours of the whole programme, hundredths of a JP. */
  @Column('integer')
  hours: number;

  @Column('integer')
  meetings: number;

  @Column('text')
  organiser: string;

  /** Wording of the development target (sasaran RPJMD) that it serves; a draft may have none yet. */
  @Column('text', { name: 'development_target', nullable: true })
  developmentTarget: string | null;

  /** The target in the register of targets. */
  @Column('uuid', { name: 'development_target_id', nullable: true })
  developmentTargetId: string | null;

  @Column('text', { name: 'competency_codes', array: true })
  competencyCodes: string[];

  @Column('jsonb')
  competencies: readonly CompetencyAtLevel[];

  @Column('text', { name: 'target_groups', array: true })
  targetGroups: readonly string[];

  @Column('jsonb')
  modules: readonly ProgrammeModule[];

  /** Names of persons: told to nobody outside the region. */
  @Column('jsonb')
  trainers: readonly ProgrammeTrainer[];

  @Column('bigint', { name: 'cost_per_participant', transformer: rupiah })
  costPerParticipant: number;

  @Column('bigint', { name: 'fixed_cost', transformer: rupiah })
  fixedCost: number;

  @Column('text', { name: 'funding_pattern' })
  fundingPattern: FundingPattern;

  /** The programme of another region that it was taken from. */
  @Column('jsonb', { nullable: true })
  origin: ProgrammeOrigin | null;

  /** Where that one came from in turn, oldest last. */
  @Column('jsonb')
  lineage: readonly ProgrammeOrigin[];

  /** What the federation was told last; the other fields may have been changed since. */
  @Column('jsonb', { nullable: true })
  published: ProgrammePublished | null;

  @Column('text', { name: 'withdrawn_reason', nullable: true })
  withdrawnReason: string | null;

  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt: Date;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt: Date;
}
