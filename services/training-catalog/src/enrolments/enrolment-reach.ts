import { RegionConfig, mayActOn, type Principal } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { visibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import type { EnrolmentReach } from './enrolments.js';

/** Whose enrolments a caller may see and touch: planners and supervisors in their units, officers in the region, everyone their own. */
@Injectable()
export class EnrolmentReaches {
  constructor(private readonly config: RegionConfig) {}

  officer(principal: Principal): boolean {
    return mayActOn(principal, 'training:write', { region: this.config.region });
  }

  /** Units whose people the caller may name. */
  nominating(principal: Principal): VisibleUnits {
    return visibleUnits(principal, 'enrolments:write', this.config.region);
  }

  approving(principal: Principal): EnrolmentReach {
    const visible = visibleUnits(principal, 'enrolments:approve', this.config.region);
    const own = principal.employeeId ?? null;
    return { visible, officer: this.officer(principal), own, supervises: own };
  }

  withdrawing(principal: Principal): EnrolmentReach {
    const officer = this.officer(principal);
    const visible = visibleUnits(principal, 'enrolments:write', this.config.region);
    return { visible, officer, own: null };
  }

  /** One's own and nobody else's. */
  own(employeeId: string): EnrolmentReach {
    return { visible: [], officer: false, own: employeeId };
  }

  /** Whose supervisor the caller may be: nobody's without the right to approve. */
  supervising(principal: Principal): string | null {
    const visible = visibleUnits(principal, 'enrolments:approve', this.config.region);
    return visible === null || visible.length > 0 ? (principal.employeeId ?? null) : null;
  }

  /** People whose enrolments the caller may read: those of whom one may name or approve. */
  reading(principal: Principal): VisibleUnits {
    if (this.officer(principal)) return null;
    const naming = this.nominating(principal);
    const approving = visibleUnits(principal, 'enrolments:approve', this.config.region);
    return naming === null || approving === null ? null : [...naming, ...approving];
  }
}
