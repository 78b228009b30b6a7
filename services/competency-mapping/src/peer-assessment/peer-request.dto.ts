import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { COMPETENCY_CODE, CompetencyView } from '../dictionary/dictionary.dto.js';
import { ResultDto } from '../assessments/assessment.dto.js';
import { ANSWER_STATES, REQUEST_STATES, type AnswerState, type RequestState } from './peer-request.js';

const MOST_PEERS = 20;
const MOST_COMPETENCIES = 30;

export class FurtherPeersDto {
  @ApiProperty({ type: [String], format: 'uuid', maxItems: MOST_PEERS, description: 'Colleagues who are asked' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PEERS)
  @IsUUID(undefined, { each: true })
  readonly peerIds: readonly string[];
}

export class AskPeersDto extends FurtherPeersDto {
  @ApiProperty({ format: 'uuid', description: 'Who is to be assessed' })
  @IsUUID()
  readonly employeeId: string;

  @ApiProperty({ type: [String], maxItems: MOST_COMPETENCIES, example: ['MAN-02', 'MAN-03'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_COMPETENCIES)
  @Matches(COMPETENCY_CODE, { each: true })
  readonly competencyCodes: readonly string[];

  @ApiProperty({ format: 'date', description: 'Last day of answers, 90 days ahead at most' })
  @IsDay()
  readonly dueOn: string;
}

export class WithdrawPeersDto {
  @ApiProperty({ maxLength: 500, description: 'Why; names nobody' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class PeerAnswerDto {
  @ApiProperty({ type: [ResultDto], description: 'What one cannot judge is left out', maxItems: MOST_COMPETENCIES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_COMPETENCIES)
  @ValidateNested({ each: true })
  @Type(() => ResultDto)
  readonly results: readonly ResultDto[];

  @ApiProperty({
    maxLength: 1000,
    description: 'What was observed; who asks reads it without the name of who wrote it',
  })
  @IsString()
  @MinLength(10)
  @MaxLength(1000)
  readonly evidence: string;
}

export class DeclinePeerDto {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class PeerRequestQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @IsOptional()
  @IsIn(REQUEST_STATES)
  readonly state?: RequestState;
}

export class OwnPeerRequestQuery extends PageQuery {
  @IsOptional()
  @IsIn(ANSWER_STATES)
  readonly state?: AnswerState;

  @IsOptional()
  @IsIn(['OPEN', 'CLOSED'])
  readonly requestState?: RequestState;
}

export class PeerResultQuery extends PageQuery {
  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly code?: string;
}

export class CombinedResultView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: 'Mean of the answers, rounded down' }) readonly level: number;
  @ApiProperty({ description: 'How many spoke of this competency' }) readonly answers: number;
}

/** A request as a row of the list of who asks. */
export class PeerRequestRow {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: REQUEST_STATES }) readonly state: RequestState;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
  @ApiProperty({ description: 'Colleagues asked' }) readonly asked: number;
  @ApiProperty() readonly answered: number;
  @ApiProperty() readonly declined: number;
  @ApiProperty({ description: 'So many answers at least' }) readonly leastAnswers: number;
  @ApiProperty({ format: 'date-time' }) readonly askedAt: Date;
}

export class PeerRequestPage {
  @ApiProperty({ type: [PeerRequestRow] }) readonly items: readonly PeerRequestRow[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** ASKED, ANSWERED, DECLINED; LEFT and SUPERVISOR: nothing is waited for any more. */
const PEER_STATES = [...ANSWER_STATES, 'LEFT', 'SUPERVISOR'] as const;

export class AskedPeerView {
  @ApiProperty({ format: 'uuid' }) readonly peerId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: PEER_STATES }) readonly state: (typeof PEER_STATES)[number];
  @ApiProperty({ type: String, nullable: true, description: 'Why the colleague declined' })
  readonly reason: string | null;
}

/** A request as who asks sees it: who answered, never what. */
export class PeerRequestView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: [String] }) readonly competencyCodes: readonly string[];
  @ApiProperty({ enum: REQUEST_STATES }) readonly state: RequestState;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
  @ApiProperty() readonly leastAnswers: number;
  @ApiProperty({ description: 'Rule of profiles that the least number follows from' }) readonly ruleVersion: string;
  @ApiProperty({ type: [AskedPeerView] }) readonly peers: readonly AskedPeerView[];
  @ApiProperty({ type: [CombinedResultView], nullable: true, description: 'Null: open, or too few answers' })
  readonly result: readonly CombinedResultView[] | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Answers that counted' }) readonly answers: number | null;
  @ApiProperty({
    type: [String],
    description: 'What was observed, in an order that tells nobody; once there is a result',
  })
  readonly observations: readonly string[];
  @ApiProperty({ format: 'date-time' }) readonly askedAt: Date;
  @ApiProperty({ type: Date, nullable: true }) readonly endedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly endedReason: string | null;
}

export class OwnPeerRequestRow {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ description: 'Who is to be assessed' }) readonly name: string;
  @ApiProperty({ type: String, nullable: true }) readonly positionName: string | null;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
  @ApiProperty({ enum: ['OPEN', 'CLOSED'] }) readonly requestState: RequestState;
  @ApiProperty({ enum: ANSWER_STATES }) readonly state: AnswerState;
}

export class OwnPeerRequestPage {
  @ApiProperty({ type: [OwnPeerRequestRow] }) readonly items: readonly OwnPeerRequestRow[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** What one is asked about a colleague, and what one answered: nothing of the profile, nothing of others' answers. */
export class OwnPeerRequestView extends OwnPeerRequestRow {
  @ApiProperty({ type: [CompetencyView] }) readonly competencies: readonly CompetencyView[];
  @ApiProperty({ type: [ResultDto], nullable: true }) readonly results: readonly ResultDto[] | null;
  @ApiProperty({ type: String, nullable: true }) readonly evidence: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
}

export class AnswerTakenView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ enum: ANSWER_STATES }) readonly state: AnswerState;
}

/** What colleagues showed of oneself together. */
export class PeerResultView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ format: 'date-time' }) readonly endedAt: Date;
  @ApiProperty({ description: 'How many answered' }) readonly answers: number;
  @ApiProperty({ type: [CombinedResultView] }) readonly result: readonly CombinedResultView[];
  @ApiProperty({ description: 'It was taken back, and counts no more' }) readonly revoked: boolean;
}

export class PeerResultPage {
  @ApiProperty({ type: [PeerResultView] }) readonly items: readonly PeerResultView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class PeerRequestAnswer {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
}
