import { Outbox } from '@betang/messaging';
import { AppError, RegionConfig, assertMayActOn, type Principal, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { EmployeeEdits, type EditAct } from '../employees/employee-edits.js';
import { findHolders } from '../employees/employee-store.js';
import { nameKey } from '../organisation/name-key.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import { refuseDouble } from '../organisation/refuse-double.js';
import { pathText } from '../organisation/unit-access.js';
import { UnitDirectory } from '../organisation/unit-directory.js';
import {
  insertUnits,
  loadAliases,
  loadUnits,
  loadUnitsById,
  lockRegistry,
  newUnit,
  unitEvents,
  writeAliases,
} from '../organisation/unit-store.js';
import { UnitTree } from '../organisation/unit-tree.js';
import type { RowPerson } from '../roster-file/roster-entry.js';
import { RecordMerges } from './record-merges.js';
import { NUMBER_OF_ANOTHER } from './correction-store.js';
import { checkResolution, profileFromNumber, type Resolution } from './resolution.js';

/** An open disagreement with what is needed to do something about it. */
export interface OpenCorrection {
  readonly correctionId: string;
  readonly kind: string;
  readonly employeeId: string | null;
  readonly agencyId: string | null;
  readonly detail: Readonly<Record<string, string>>;
  readonly rowEntry: RowPerson | null;
}

/** Does what an officer says about a disagreement: corrects the record, places a person, gives a number, joins two records. */
@Injectable()
export class CorrectionResolver {
  constructor(
    private readonly config: RegionConfig,
    private readonly edits: EmployeeEdits,
    private readonly outbox: Outbox,
    private readonly merges: RecordMerges,
  ) {}

  /** The employee it came to. @throws AppError with the code of what does not fit */
  async resolve(
    tx: Transaction,
    open: OpenCorrection,
    resolution: Resolution,
    principal: Principal,
  ): Promise<string | null> {
    checkResolution(open.kind, resolution);
    const act: EditAct = { principal, on: this.edits.today(), action: 'resolve-correction', source: 'CORRECTION' };
    const { employeeId } = open;
    switch (resolution.action) {
      case 'SOURCE_WRONG':
      case 'CORRECTED':
        return employeeId;
      case 'GIVE_NUMBER':
        return this.registerRow(tx, open, resolution, act);
      case 'OTHER_PERSON':
        return resolution.employeeNumber === undefined ? employeeId : this.registerRow(tx, open, resolution, act);
      case 'REPLACE_NUMBER':
        return this.replaceNumber(tx, open, employeeId!, resolution.employeeNumber!, act);
      case 'MERGE_INTO':
        return this.merge(tx, employeeId!, resolution, act);
      default:
        await this.change(tx, open, employeeId!, resolution, act);
        return employeeId;
    }
  }

  private async change(
    tx: Transaction,
    open: OpenCorrection,
    employeeId: string,
    said: Resolution,
    act: EditAct,
  ): Promise<void> {
    if (said.action === 'TAKE_FROM_NUMBER') {
      const employee = await this.edits.lock(tx, employeeId, act.principal);
      await this.edits.edit(tx, employeeId, profileFromNumber(open.kind, employee), act);
    } else if (said.action === 'CORRECT_PROFILE') {
      const { birthDate, sex, employmentStatus } = said;
      await this.edits.edit(tx, employeeId, { birthDate, sex, employmentStatus }, act);
    } else if (said.action === 'SAME_PERSON') {
      await this.edits.edit(tx, employeeId, { name: open.detail['otherName'] }, act);
    } else {
      const unit = said.action === 'CREATE_UNIT' ? await this.createUnit(tx, open, employeeId, said, act) : undefined;
      await this.place(tx, open, employeeId, unit?.unitId ?? said.unitId!, act);
    }
  }

  /** Gives the person the right number. Where another one claimed the former it is theirs now: their row is taken with it. */
  private async replaceNumber(
    tx: Transaction,
    open: OpenCorrection,
    employeeId: string,
    value: string,
    act: EditAct,
  ): Promise<string> {
    const before = await this.edits.lock(tx, employeeId, act.principal);
    const [row] = await tx.query<{ kind: 'NIP' | 'NI_PPPK' }>(
      'SELECT kind FROM employee_identifier WHERE employee_id = $1 AND value = $2',
      [employeeId, before.employeeNumber],
    );
    await this.edits.addNumber(tx, employeeId, { kind: row!.kind, value, insteadOf: before.employeeNumber }, act);
    if (open.kind === NUMBER_OF_ANOTHER)
      await this.registerRow(tx, open, { action: 'OTHER_PERSON', employeeNumber: before.employeeNumber }, act);
    return employeeId;
  }

  /** Puts the person where the officer says, and remembers that the agency's files mean this unit by that name. */
  private async place(
    tx: Transaction,
    open: OpenCorrection,
    employeeId: string,
    unitId: string,
    act: EditAct,
  ): Promise<void> {
    await this.edits.edit(tx, employeeId, { unitId }, act);
    const name = open.detail['unitName'];
    // Of several units of one name each has its people: the name means none of them by itself.
    if (name === undefined || open.kind === 'roster.unit-ambiguous') return;
    const unit = new UnitTree(await loadUnitsById(tx, [unitId])).get(unitId);
    await writeAliases(tx, [{ agencyId: unit.agencyId, name, unitId }], act.principal.subject);
  }

  private async createUnit(
    tx: Transaction,
    open: OpenCorrection,
    employeeId: string,
    said: Resolution,
    { principal }: EditAct,
  ): Promise<OrgUnit> {
    const employee = await this.edits.lock(tx, employeeId, principal);
    const parentId = said.parentUnitId ?? employee.agencyId;
    const parent = new UnitTree(await loadUnitsById(tx, [parentId])).get(parentId, 'parentUnitId');
    assertMayActOn(principal, 'units:write', { region: this.config.region, unitPath: pathText(parent.path) });
    const name = open.detail['unitName'];
    if (name === undefined) throw new AppError('correction-input-missing', { status: 409, field: 'unitId' });
    const unit = newUnit('UNIT', name, parent);
    await refuseDouble(() => insertUnits(tx, [unit], { recordedBy: principal.subject }));
    await this.outbox.append(tx, unitEvents([unit], { actor: principal.subject }));
    return unit;
  }

  /** Takes the row with the number it should have had: a new person, or one on record by that number. */
  private async registerRow(tx: Transaction, open: OpenCorrection, said: Resolution, act: EditAct): Promise<string> {
    const { rowEntry } = open;
    if (!rowEntry) throw new AppError('correction-row-gone', { status: 409 });
    await lockRegistry(tx);
    const number = said.employeeNumber!.replace(/ /g, '');
    const holder = (await findHolders(tx, [number])).get(number);
    if (holder && nameKey(holder.name) !== nameKey(rowEntry.name))
      throw new AppError('employee-number-taken', { status: 409, field: 'employeeNumber' });
    if (holder) return holder.employeeId;
    const unitId = said.unitId ?? (await this.unitOf(tx, rowEntry));
    const { grade, positionType, positionName, birthDate, sex } = rowEntry;
    const employmentStatus = rowEntry.employmentStatus ?? (Number(number.slice(12, 14)) > 12 ? 'PPPK' : 'PNS');
    return this.edits.register(
      tx,
      {
        ...{ grade, positionType, positionName, birthDate, sex },
        employeeNumber: number,
        name: rowEntry.name,
        employmentStatus,
        unitId,
      },
      act,
    );
  }

  private async unitOf(tx: Transaction, { agency, unit }: RowPerson): Promise<string> {
    const units = new UnitDirectory(await loadUnits(tx), await loadAliases(tx));
    const known = units.findAgency(agency);
    if (!known) throw new AppError('unit-not-found', { status: 409, field: 'unitId' });
    const match = unit === undefined ? undefined : units.findUnit(known, unit);
    return match?.kind === 'found' ? match.unit.unitId : known.unitId;
  }

  /** The person of the entry goes into the other record, unless the officer says that it stays. */
  private async merge(tx: Transaction, employeeId: string, said: Resolution, act: EditAct): Promise<string> {
    const other = said.employeeId!;
    const pair = said.survivor === 'THIS' ? { stays: employeeId, goes: other } : { stays: other, goes: employeeId };
    await this.merges.merge(tx, pair, act.principal, said.note ?? null);
    return pair.stays;
  }
}
