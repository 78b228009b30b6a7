import type { ProgrammePublished } from '@betang/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ProgrammeState = 'DRAFT' | 'PUBLISHED' | 'WITHDRAWN';
export const DELIVERIES = ['CLASSICAL', 'LIVE_STREAM', 'E_LEARNING', 'BLENDED'] as const;
export type Delivery = (typeof DELIVERIES)[number];

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

  /** Development target (sasaran RPJMD) that it serves. */
  @Column('text', { name: 'development_target' })
  developmentTarget: string;

  @Column('text', { name: 'competency_codes', array: true })
  competencyCodes: string[];

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
