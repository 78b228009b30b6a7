import { USUAL_AMOUNT_BOUNDS, type AmountBounds } from '@betang/asn';
import { IsInt, Max, Min } from 'class-validator';
import type { RegionConfig } from './region-config.js';
import { Setting, type ConfigClass } from './setting.js';

const { mostHoursADay, mostSessionsADay, semesterDays, mostHoursARecord, mostDaysARecord, mostSemestersARecord } =
  USUAL_AMOUNT_BOUNDS;

/**
 * The settings of a service with the bounds of {@link AmountBounds} among them, under one name in every service that takes in learning. They are no rules of a
 * regulation: they say what is believed of one record, never what counts.
 */
export function withAmountSettings<T extends RegionConfig>(base: ConfigClass<T>): ConfigClass<T & AmountBounds> {
  class AmountSettings extends (base as ConfigClass<RegionConfig>) implements AmountBounds {
    @Setting({
      env: 'BETANG_MOST_HOURS_A_DAY',
      description: 'Most learning hours (JP) that a record may state for each of its days; 32 JP are 24 hours',
      type: 'integer',
      default: mostHoursADay,
    })
    @IsInt()
    @Min(1)
    @Max(mostHoursADay)
    readonly mostHoursADay: number;

    @Setting({
      env: 'BETANG_MOST_SESSIONS_A_DAY',
      description:
        'Most sessions, or activities, that a record may state for each of its days; our bound, no regulation',
      type: 'integer',
      default: mostSessionsADay,
    })
    @IsInt()
    @Min(1)
    @Max(100)
    readonly mostSessionsADay: number;

    @Setting({
      env: 'BETANG_SEMESTER_DAYS',
      description:
        'Days that each semester of a record takes at the least, where it states several; our bound, no regulation',
      type: 'integer',
      default: semesterDays,
    })
    @IsInt()
    @Min(1)
    @Max(366)
    readonly semesterDays: number;

    @Setting({
      env: 'BETANG_MOST_HOURS_A_RECORD',
      description: 'Most learning hours (JP) that one record may state, however long it took; our bound, no regulation',
      type: 'integer',
      default: mostHoursARecord,
    })
    @IsInt()
    @Min(1)
    @Max(100_000)
    readonly mostHoursARecord: number;

    @Setting({
      env: 'BETANG_MOST_DAYS_A_RECORD',
      description: 'Most days, sessions or activities that one record may state; our bound, no regulation',
      type: 'integer',
      default: mostDaysARecord,
    })
    @IsInt()
    @Min(1)
    @Max(10_000)
    readonly mostDaysARecord: number;

    @Setting({
      env: 'BETANG_MOST_SEMESTERS_A_RECORD',
      description: 'Most semesters that one record may state; our bound, no regulation',
      type: 'integer',
      default: mostSemestersARecord,
    })
    @IsInt()
    @Min(1)
    @Max(100)
    readonly mostSemestersARecord: number;
  }
  return AmountSettings as unknown as ConfigClass<T & AmountBounds>;
}
