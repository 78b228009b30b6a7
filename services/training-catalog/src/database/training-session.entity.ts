import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Delivery } from './programme.entity.js';

/** A session (angkatan) of a programme, this region's own or one that another region shares. */
@Entity('training_session')
export class TrainingSessionEntity {
  @PrimaryColumn('uuid', { name: 'session_id' })
  sessionId: string;

  @Column('uuid', { name: 'programme_id' })
  programmeId: string;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  @Column('date', { name: 'ends_on' })
  endsOn: string;

  @Column('text')
  delivery: Delivery;

  /** Where, or the address of the meeting. */
  @Column('text')
  place: string;

  @Column('integer')
  capacity: number;

  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt: Date;
}
