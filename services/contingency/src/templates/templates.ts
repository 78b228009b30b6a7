import { PlanTemplatePublished, PlanTemplateWithdrawn, newId, type CodeStep } from '@betang/contracts';
import { AppError, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { loadDictionary } from '../dictionary/known-dictionary.js';
import { lostCodes, requiredInPresentCodes, succeedRequired } from '../dictionary/required-codes.decision.js';
import type { PlanTemplates, TemplateOfPlan } from '../plans/plan-template.js';
import { NEEDS } from '../resources/resource-rows.js';
import { ROLES } from '../roles/role-rows.js';
import { TEMPLATES, contentOf, publishedSections, type Template, type TemplateContent } from './template-content.js';

const SHARED = `SELECT template_id, template_version, hazard_code, title, sections, roles, needs FROM shared_template
  WHERE template_id = $1 AND title IS NOT NULL AND withdrawn_order <= published_order`;

export type TemplateDetails = TemplateContent & { readonly hazardCode: string; readonly title: string };

/** A template of any region, as it may be begun with now. */
export interface OfferedTemplate extends TemplateContent {
  readonly templateId: string;
  readonly templateVersion: number;
  readonly hazardCode: string;
}

/** The region's own templates, and those that other regions share. */
@Injectable()
export class Templates implements PlanTemplates {
  constructor(private readonly config: RegionConfig) {}

  async draft(tx: Transaction, details: TemplateDetails, by: string): Promise<Template> {
    return TEMPLATES.insert(tx, { ...details, templateId: newId(), state: 'DRAFT', revision: 1, createdBy: by });
  }

  async change(tx: Transaction, template: Template, changes: Partial<TemplateDetails>): Promise<Template> {
    refuseWithdrawn(template);
    return TEMPLATES.update(tx, template.templateId, {
      ...changes,
      reviewReason: null,
      revision: template.revision + 1,
    });
  }

  /** The next version, with what the federation is told. Throws `plan-template-withdrawn` (409). */
  async publish(tx: Transaction, template: Template): Promise<{ template: Template; events: readonly unknown[] }> {
    refuseWithdrawn(template);
    const { templateId, hazardCode, title, sections, roles, needs } = template;
    const data = {
      templateId,
      templateVersion: template.publishedVersion + 1,
      region: this.config.region,
      hazardCode,
      title,
      sections: publishedSections(sections),
      roles: roles.map((role) => ({ ...role, competencies: [...role.competencies] })),
      needs: [...needs],
    };
    const published = await TEMPLATES.update(tx, templateId, {
      state: 'PUBLISHED',
      revision: template.revision + 1,
      publishedVersion: data.templateVersion,
      reviewReason: null,
      published: data,
    });
    return { template: published, events: [PlanTemplatePublished.create({ subject: templateId, data })] };
  }

  /** Throws `plan-template-withdrawn` (409). */
  async withdraw(
    tx: Transaction,
    template: Template,
    reason: string,
  ): Promise<{ template: Template; events: readonly unknown[] }> {
    refuseWithdrawn(template);
    const { templateId } = template;
    const withdrawn = await TEMPLATES.update(tx, templateId, {
      state: 'WITHDRAWN',
      revision: template.revision + 1,
      withdrawnReason: reason,
    });
    const told = template.publishedVersion > 0;
    const event = told ? [PlanTemplateWithdrawn.create({ subject: templateId, data: { templateId, reason } })] : [];
    return { template: withdrawn, events: event };
  }

  /**
   * What own templates ask for follows the dictionary; each that changed is to be looked at and published again, for the federation still has it by the
   * old codes. Answers how many changed.
   */
  async followDictionary(tx: Transaction, steps: ReadonlyMap<string, CodeStep>, version: number): Promise<number> {
    const templates = await TEMPLATES.where(tx, `state <> 'WITHDRAWN' ORDER BY template_id FOR UPDATE`);
    let changed = 0;
    for (const { templateId, roles, revision } of templates) {
      const followed = roles.map((role) => ({ role, competencies: succeedRequired(role.competencies, steps) }));
      if (followed.every(({ competencies }) => competencies === undefined)) continue;
      const lost = [...new Set(roles.flatMap(({ competencies }) => lostCodes(competencies, steps)))];
      await TEMPLATES.update(tx, templateId, {
        roles: followed.map(({ role, competencies }) => ({ ...role, competencies: competencies ?? role.competencies })),
        reviewReason: reviewReason(version, lost),
        revision: revision + 1,
      });
      changed += 1;
    }
    return changed;
  }

  /**
   * A template to begin a plan with: own, whatever its state but withdrawn, or shared; what its roles ask for in the codes that hold in this region now.
   * Throws `plan-template-not-found` (404).
   */
  async getOffered(db: SqlClient, templateId: string): Promise<OfferedTemplate> {
    const dictionary = await loadDictionary(db);
    const offered = await this.findOffered(db, templateId);
    if (!offered) throw new AppError('plan-template-not-found', { status: 404 });
    const roles = offered.roles.map((role) => ({
      ...role,
      competencies: requiredInPresentCodes(role.competencies, dictionary),
    }));
    return { ...offered, roles };
  }

  async forPlan(db: SqlClient, templateId: string): Promise<TemplateOfPlan> {
    const offered = await this.getOffered(db, templateId);
    return { ...offered, furnish: (tx, planId) => copyPeopleAndNeeds(tx, planId, offered) };
  }

  private async findOffered(db: SqlClient, templateId: string): Promise<OfferedTemplate | undefined> {
    const own = await TEMPLATES.find(db, templateId);
    if (own)
      return own.state === 'WITHDRAWN' ? undefined : { ...own, templateVersion: Math.max(1, own.publishedVersion) };
    const [row] = await db.query(SHARED, [templateId]);
    if (!row) return undefined;
    const shared = toRow<PlanTemplatePublished>(row);
    return { ...shared, sections: contentOf(shared.sections) };
  }
}

async function copyPeopleAndNeeds(tx: Transaction, planId: string, { roles, needs }: TemplateContent): Promise<void> {
  await ROLES.insertAll(
    tx,
    roles.map((role) => ({ ...role, competencies: [...role.competencies], roleId: newId(), planId, unitId: null })),
  );
  await NEEDS.insertAll(
    tx,
    needs.map((need) => ({ ...need, needId: newId(), planId, place: '-' })),
  );
}

function reviewReason(version: number, lost: readonly string[]): string {
  const gone = lost.length === 0 ? '' : ` Tidak ada penggantinya: ${lost.join(', ')}.`;
  return `Kode kompetensi mengikuti kamus versi ${version}; periksa dan terbitkan lagi.${gone}`;
}

function refuseWithdrawn({ state }: Template): void {
  if (state === 'WITHDRAWN') throw new AppError('plan-template-withdrawn', { status: 409 });
}
