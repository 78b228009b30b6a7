import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode, text, uuid } from '../definition/fields.js';
import { RESOURCE_CATEGORIES, hazardCode, toFederation } from './terms.js';

const row = Type.Object({
  cells: Type.Array(
    Type.Object({
      column: Type.String({ pattern: '^[a-z][a-zA-Z]{0,39}$', description: 'Column of the section' }),
      value: Type.String({ maxLength: 4_000, description: 'What it holds; numbers as digits' }),
    }),
    { maxItems: 20, description: 'Cells that are filled' },
  ),
});

export const PlanTemplatePublished = defineEvent({
  service: 'contingency',
  name: 'plan-template-published',
  version: 1,
  description:
    'A template of a contingency plan was published for all regions, or a new version of it; regions adapt it to their own risks.',
  subject: 'plan template',
  retention: 'years-10',
  sharing: { ...toFederation, purpose: 'plan-templates', consent: 'default' },
  data: Type.Object({
    templateId: uuid('The template, the same in every region'),
    templateVersion: Type.Integer({ minimum: 1, description: 'Counts up; the highest one holds' }),
    region: regionCode('Region that offers it'),
    hazardCode: hazardCode(),
    title: text('Title', 300),
    sections: Type.Array(
      Type.Object({
        section: Type.String({
          pattern: '^[a-z]+(\\.[a-zA-Z]+)?$',
          description: 'Section of the national guide: situation.scenario',
        }),
        text: Type.Optional(Type.String({ maxLength: 20_000, description: 'Running text' })),
        items: Type.Optional(
          Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 200, description: 'List of items' }),
        ),
        rows: Type.Optional(Type.Array(row, { maxItems: 300, description: 'Rows of a table' })),
      }),
      { maxItems: 60, description: 'Chapters, section by section' },
    ),
    roles: Type.Array(
      Type.Object({
        field: text('Field (bidang)', 120),
        name: text('Role', 200),
        people: Type.Integer({ minimum: 1, maximum: 1_000, description: 'People needed' }),
        alternates: Type.Integer({ minimum: 0, maximum: 1_000, description: 'Alternates needed' }),
        competencies: Type.Array(
          Type.Object({
            competencyCode: text('Competency', 40),
            level: Type.Integer({ minimum: 1, maximum: 5, description: 'Level' }),
          }),
          { maxItems: 30, description: 'Competencies required' },
        ),
      }),
      { maxItems: 100, description: 'Roles of the plan' },
    ),
    needs: Type.Array(
      Type.Object({
        field: text('Field (bidang)', 120),
        category: Type.Enum([...RESOURCE_CATEGORIES], { description: 'Category' }),
        item: text('What', 200),
        unit: text('Unit', 40),
        quantity: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000, description: 'How many' }),
      }),
      { maxItems: 300, description: 'Resources that such a plan needs' },
    ),
  }),
});
export type PlanTemplatePublished = EventData<typeof PlanTemplatePublished>;
