import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, Files, type StoredFile, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { lockProgramme, programmeEntry, saveProgramme } from '../programmes/programme-store.js';
import type { MaterialDetailView } from './material.dto.js';
import { getMaterial, wasTold } from './material.queries.js';

const INSERT = `INSERT INTO programme_material (material_id, programme_id, module_id, title, url, file_hash, file_name, media_type, file_bytes, added_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
const REMOVE = `UPDATE programme_material SET removed_at = now() WHERE material_id = $1`;
const COUNT = `SELECT count(*)::integer AS n FROM programme_material WHERE programme_id = $1 AND removed_at IS NULL`;

const MOST = 100;

export interface NewMaterial {
  readonly title: string;
  readonly moduleId: string | null;
  /** One of both. */
  readonly url: string | null;
  readonly file: (StoredFile & { readonly name: string }) | null;
}

/** Materials (bahan ajar) of programmes: a change of them is a change of the programme, told with its next version. */
@Injectable()
export class Materials {
  constructor(
    private readonly files: Files,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws `material-link-or-file`, `material-module-unknown` (422), `materials-too-many` (409), `programme-withdrawn` (409). */
  async add(tx: Transaction, programmeId: string, material: NewMaterial, actor: string): Promise<MaterialDetailView> {
    const { title, moduleId, url, file } = material;
    if ((url === null) === (file === null)) throw new AppError('material-link-or-file', { status: 422, field: 'url' });
    const programme = await this.open(tx, programmeId);
    if (moduleId !== null && !programme.modules.some((module) => module.moduleId === moduleId))
      throw new AppError('material-module-unknown', { status: 422, field: 'moduleId' });
    const [count] = await tx.query<{ n: number }>(COUNT, [programmeId]);
    if (count!.n >= MOST) throw new AppError('materials-too-many', { status: 409 });
    const materialId = newId();
    const stored = [file?.sha256 ?? null, file?.name ?? null, file?.mediaType ?? null, file?.bytes ?? null];
    await tx.execute(INSERT, [materialId, programmeId, moduleId, title, url, ...stored, actor]);
    if (file) await this.files.attach(tx, file.sha256, ownerOf(materialId));
    await this.changed(tx, programme, 'add-material', actor);
    return getMaterial(tx, programmeId, materialId);
  }

  /** What was told in a version stays with that version, its file too. Throws `material-not-found` (404). */
  async remove(tx: Transaction, programmeId: string, materialId: string, actor: string): Promise<MaterialDetailView> {
    const programme = await this.open(tx, programmeId);
    const material = await getMaterial(tx, programmeId, materialId);
    await tx.execute(REMOVE, [materialId]);
    if (!(await wasTold(tx, programmeId, materialId))) await this.files.detach(tx, ownerOf(materialId));
    await this.changed(tx, programme, 'remove-material', actor);
    return material;
  }

  private async open(tx: Transaction, programmeId: string): Promise<ProgrammeEntity> {
    const programme = await lockProgramme(tx, programmeId);
    if (programme.state === 'WITHDRAWN' || programme.state === 'JOINED')
      throw new AppError('programme-withdrawn', { status: 409 });
    return programme;
  }

  private async changed(tx: Transaction, before: ProgrammeEntity, action: string, actor: string): Promise<void> {
    const programme = { ...before, revision: before.revision + 1, changedAt: this.clock.now() };
    await saveProgramme(tx, programme);
    await this.audit.record(tx, programmeEntry(actor, action, programme));
  }
}

const ownerOf = (id: string) => ({ type: 'programme-material', id });
