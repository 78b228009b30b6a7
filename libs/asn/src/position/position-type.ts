import { AsnError } from '../errors/asn-error.js';
import { lookupKey } from '../field-text.js';
import { findFunctionalLevel, functionalLevelNames, isFunctionalLevel } from './functional-level.js';
import type { FunctionalLevel } from './functional-level.js';
import { findPositionCode, isAmbiguousPosition, isPositionTypeCode, positionTypeNames } from './position-names.js';
import type { PositionTypeCode } from './position-names.js';

/** Managerial and non-managerial positions (jabatan manajerial, nonmanajerial): UU 20/2023. */
export type PositionGroup = 'managerial' | 'nonManagerial';

/**
 * Type of a position (jenis jabatan): JPT utama, madya and pratama, administrator and pengawas are managerial; functional positions, with their
 * level where it is known, and executors (pelaksana) are not. Written `JPT_PRATAMA`, `FUNCTIONAL`, `FUNCTIONAL:AHLI_MUDA`.
 */
export class PositionType {
  private constructor(
    readonly code: PositionTypeCode,
    /** Level of a functional position (jenjang jabatan fungsional). */
    readonly level: FunctionalLevel | undefined,
  ) {
    Object.freeze(this);
  }

  static of(code: Exclude<PositionTypeCode, 'FUNCTIONAL'>): PositionType {
    return new PositionType(code, undefined);
  }

  static functional(level?: FunctionalLevel): PositionType {
    return new PositionType('FUNCTIONAL', level);
  }

  /** Reads `value` back. Throws `position-type.unknown` or `functional-level.unknown`. */
  static fromValue(value: string): PositionType {
    const [code, level, ...rest] = value.split(':');
    if (!isPositionTypeCode(code) || rest.length > 0 || (level !== undefined && code !== 'FUNCTIONAL')) {
      throw new AsnError('position-type.unknown', 'No such position type.');
    }
    if (level !== undefined && !isFunctionalLevel(level)) {
      throw new AsnError('functional-level.unknown', 'No such level of functional positions.');
    }
    return new PositionType(code, level);
  }

  /**
   * Reads a type as files write it: `JPT Pratama`, `Administrator`, `Eselon III.a`, `Fungsional Ahli Muda`, `JFU`, `Pelaksana`. Echelon I and a
   * bare `Struktural` do not name one type and throw `position-type.ambiguous`; anything else unknown throws `position-type.unknown`.
   */
  static parse(text: string): PositionType {
    const key = lookupKey(text);
    const level = findFunctionalLevel(key);
    if (level) return PositionType.functional(level);
    const code = findPositionCode(key);
    if (code) return new PositionType(code, undefined);
    if (isAmbiguousPosition(key)) {
      throw new AsnError('position-type.ambiguous', 'The text fits several position types.');
    }
    throw new AsnError('position-type.unknown', 'No such position type.');
  }

  get group(): PositionGroup {
    return this.code === 'FUNCTIONAL' || this.code === 'EXECUTOR' ? 'nonManagerial' : 'managerial';
  }

  /** The Indonesian term, such as Fungsional Ahli Muda. */
  get name(): string {
    const base = positionTypeNames[this.code];
    return this.level ? `${base} ${functionalLevelNames[this.level]}` : base;
  }

  /** The form that is stored and sent. */
  get value(): string {
    return this.level ? `${this.code}:${this.level}` : this.code;
  }

  equals(other: PositionType): boolean {
    return this.value === other.value;
  }

  toString(): string {
    return this.value;
  }

  toJSON(): string {
    return this.value;
  }
}
