import { PlanTemplatePublished, PlanTemplateWithdrawn, newId } from '@betang/contracts';
import { AppError, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import type { TemplateOfPlan } from '../plans/plans.js';
import { TEMPLATES, contentOf, publishedSections, type Template, type TemplateContent } from './template-content.js';

const SHARED = `SELECT template_id, template_version, hazard_code, title, sections, roles, needs FROM shared_template
  WHERE template_id = $1 AND title IS NOT NULL AND withdrawn_order <= published_order`;

export type TemplateDetails = TemplateContent & { readonly hazardCode: string; readonly title: string };

/** The region's own templates, and those that other regions share. */
@Injectable()
export class Templates {
  constructor(private readonly config: RegionConfig) {}

  async draft(tx: Transaction, details: TemplateDetails, by: string): Promise<Template> {
    return TEMPLATES.insert(tx, { ...details, templateId: newId(), state: 'DRAFT', revision: 1, createdBy: by });
  }

  async change(tx: Transaction, template: Template, changes: Partial<TemplateDetails>): Promise<Template> {
    refuseWithdrawn(template);
    return TEMPLATES.update(tx, template.templateId, { ...changes, revision: template.revision + 1 });
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

  /** A template to begin a plan with: own, whatever its state but withdrawn, or shared. Throws `plan-template-not-found` (404). */
  async getOffered(db: SqlClient, templateId: string): Promise<TemplateOfPlan> {
    const own = await TEMPLATES.find(db, templateId);
    if (own && own.state !== 'WITHDRAWN') return { ...own, templateVersion: Math.max(1, own.publishedVersion) };
    const [row] = await db.query(SHARED, [templateId]);
    if (own || !row) throw new AppError('plan-template-not-found', { status: 404 });
    const shared = toRow<PlanTemplatePublished>(row);
    return { ...shared, sections: contentOf(shared.sections) };
  }
}

function refuseWithdrawn({ state }: Template): void {
  if (state === 'WITHDRAWN') throw new AppError('plan-template-withdrawn', { status: 409 });
}
