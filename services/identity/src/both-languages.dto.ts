import { ApiProperty } from '@betang/platform';

/** A text as people read it, Indonesian and English. */
export class BothLanguages {
  @ApiProperty() readonly id: string;
  @ApiProperty() readonly en: string;
}
