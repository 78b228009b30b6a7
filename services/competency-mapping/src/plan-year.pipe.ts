import { YearPipe } from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** A year in a path, as the bodies of plans take it: none was made before. */
@Injectable()
export class PlanYearPipe extends YearPipe {
  override readonly least = 2000;
}
