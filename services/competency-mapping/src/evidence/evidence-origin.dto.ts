import { ApiProperty } from '@betang/platform';

export const EVIDENCE_SOURCES = ['ENTRY', 'IMPORT', 'TRAINING', 'TRANSFER'];

/** Where evidence comes from that came with a person who moved here (mutasi). */
export class EvidenceOriginView {
  @ApiProperty({ type: String, nullable: true, description: 'Code of the region that recorded it' })
  readonly region: string | null;
  @ApiProperty({ format: 'uuid', description: 'The evidence there, the same in every region' })
  readonly evidenceId: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The assessment or completion there' })
  readonly recordId: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Region that handed it over, where the person came from' })
  readonly handedOverBy: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When that region did' })
  readonly handedOverAt: string | null;
  @ApiProperty({ format: 'uuid' }) readonly transferId: string;
}
