import { ApiProperty } from '../openapi/declarations.js';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsBoolean, IsEmail, IsIn, IsOptional, IsUUID, MaxLength } from 'class-validator';

import { PageQuery } from '../http/page.js';
import type { Language } from '../errors/message-catalogue.js';

export class NoticesQuery extends PageQuery {
  /** Only those not read yet. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly unread: boolean = false;
}

export class ReadNoticesInput {
  /** Without ids all are marked. */
  @IsOptional()
  @ArrayMaxSize(200)
  @IsUUID('all', { each: true })
  readonly ids?: string[];
}

export class NoticeAddressInput {
  @IsEmail()
  @MaxLength(254)
  readonly address: string;

  @IsIn(['id', 'en'])
  readonly language: Language = 'id';
}

export class NoticeItem {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;
  @ApiProperty()
  readonly code: string;
  @ApiProperty()
  readonly subject: string;
  @ApiProperty()
  readonly text: string;
  @ApiProperty({ type: String, nullable: true })
  readonly link: string | null;
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: Date;
  @ApiProperty({ type: Date, nullable: true })
  readonly readAt: Date | null;
}

export class NoticePage {
  @ApiProperty({ type: [NoticeItem] })
  readonly items: readonly NoticeItem[];
  @ApiProperty({ required: false })
  readonly nextCursor?: string;
  /** Notices not read yet, on all pages. */
  @ApiProperty()
  readonly unread: number;
}

export class NoticesMarked {
  @ApiProperty()
  readonly marked: number;
}

export class NoticeAddressView {
  @ApiProperty({ type: String, nullable: true })
  readonly address: string | null;
  @ApiProperty({ enum: ['id', 'en'] })
  readonly language: Language;
  /** False where the region has no mail server: notices are shown in the application only. */
  @ApiProperty()
  readonly mailIsSent: boolean;
}
