import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

export class LedgerQuery extends PageQuery {
  @ApiPropertyOptional({ minimum: 1950, maximum: 2200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ enum: ['recordedAt', '-recordedAt'], default: '-recordedAt' })
  @IsOptional()
  @IsIn(['recordedAt', '-recordedAt'])
  override readonly sort?: 'recordedAt' | '-recordedAt';
}

export class EvidenceRefView {
  @ApiProperty({ description: 'SHA-256 of the file, hexadecimal' }) readonly sha256: string;
  @ApiProperty({ example: 'application/pdf' }) readonly mediaType: string;
  @ApiProperty() readonly bytes: number;
}

/** The record on which an entry stands that did not come from the training catalogue. */
export class EntryOriginView {
  @ApiProperty({ enum: ['CLAIM', 'SIASN', 'DRILL', 'TRANSFER'] }) readonly kind: string;
  @ApiProperty({ description: 'Id of the claim, the SIASN record, the drill or the transfer' })
  readonly reference: string;
  @ApiProperty({ type: String, nullable: true, description: 'Region that first booked it' })
  readonly formerRegion: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The completion as that region names it' })
  readonly originCompletionId: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The event by which that region learned of it' })
  readonly originEventId: string | null;
  @ApiProperty({ type: [EvidenceRefView] }) readonly evidence: readonly EvidenceRefView[];
  @ApiProperty({ type: String, nullable: true, description: 'Account that verified it' }) readonly verifiedBy:
    string | null;
  @ApiProperty({ type: String, nullable: true }) readonly verifiedByName: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly verifiedAt: Date | null;
}

/** A certificate that was issued anew: the entry stands, what proves it has another number. */
export class CertificateCorrectionView {
  @ApiProperty() readonly number: string;
  @ApiProperty() readonly replacedNumber: string;
  @ApiProperty({
    enum: ['REPLACED', 'RESTORED'],
    description: 'The old one held until then, or was revoked by mistake',
  })
  readonly cause: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The completion revoked by mistake' })
  readonly formerCompletionId: string | null;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ format: 'date' }) readonly issuedOn: string;
  @ApiProperty({ type: String, nullable: true, description: 'Region that issued it, when it was another one' })
  readonly issuedByRegion: string | null;
  @ApiProperty({ description: 'The event that told of it' }) readonly eventId: string;
  @ApiProperty({ format: 'date-time' }) readonly recordedAt: Date;
}

/** Who took a line back or had it counted anew, and why. */
export class LineCauseView {
  @ApiProperty({ type: String, nullable: true, description: 'Account' }) readonly actor: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly actorName: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'A code, or the words of whoever told of it' })
  readonly reason: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
}

/** One line of the ledger. All hours are hundredths of a JP; those of a reversal are negative. */
export class LedgerEntryView {
  @ApiProperty({ format: 'uuid' }) readonly entryId: string;
  @ApiProperty({ format: 'uuid' }) readonly completionId: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly reversesEntryId: string | null;
  @ApiProperty({ enum: ['COMPLETED', 'REVOKED', 'RECOUNTED', 'RULE_CHANGED', 'DOUBLE', 'MERGED'] })
  readonly reason: string;
  @ApiProperty({ enum: ['TRAINING', 'CLAIM', 'SIASN', 'DRILL', 'TRANSFER'] }) readonly source: string;
  @ApiProperty({ type: String, nullable: true, description: 'As it is now' }) readonly certificateNumber: string | null;
  @ApiProperty({ type: [CertificateCorrectionView], description: 'The first one first' })
  readonly certificateCorrections: readonly CertificateCorrectionView[];
  @ApiProperty({ type: LineCauseView, nullable: true, description: 'Null for the first entry of a completion' })
  readonly causedBy: LineCauseView | null;
  @ApiProperty({ type: EntryOriginView, nullable: true, description: 'Null for completions of the catalogue' })
  readonly origin: EntryOriginView | null;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty({ example: 'KL03' }) readonly pathCode: string;
  @ApiProperty({ enum: ['NATIONAL', 'INTERNATIONAL'] }) readonly scope: string;
  @ApiProperty({ enum: ['PROGRAM_JP', 'DAY', 'SESSION', 'ACTIVITY', 'SEMESTER'] }) readonly unit: string;
  @ApiProperty({ description: 'Hundredths of the unit' }) readonly quantityHundredths: number;
  @ApiProperty({ format: 'date' }) readonly startedOn: string;
  @ApiProperty({ format: 'date' }) readonly completedOn: string;
  @ApiProperty() readonly year: number;
  @ApiProperty() readonly month: number;
  @ApiProperty() readonly earned: number;
  @ApiProperty() readonly counted: number;
  @ApiProperty({ description: 'Path, first day and revision of the conversion rule' }) readonly ruleVersion: string;
  @ApiProperty({ type: Object, nullable: true, description: 'Cap that was applied, and the room that the entry took' })
  readonly cap: object | null;
  @ApiProperty({ description: 'Why these hours, in the language asked for' }) readonly explanation: string;
  @ApiProperty({ format: 'date-time' }) readonly recordedAt: Date;
}

export class LedgerPage {
  @ApiProperty({ type: [LedgerEntryView] }) readonly items: readonly LedgerEntryView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
