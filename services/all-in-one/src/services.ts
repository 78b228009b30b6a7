import type { RunnableService } from '@betang/platform';
import { CompetencyMappingModule, competencyMapping } from '@betang/competency-mapping';
import { ContingencyModule, contingency } from '@betang/contingency';
import { IdentityModule, identity } from '@betang/identity';
import { LearningHoursModule, learningHours } from '@betang/learning-hours';
import { ReportingModule, reporting } from '@betang/reporting';
import { TrainingCatalogModule, trainingCatalog } from '@betang/training-catalog';

/** The services of a region, in the order in which they start. */
export const SERVICES: readonly RunnableService[] = [
  { definition: identity, module: IdentityModule },
  { definition: competencyMapping, module: CompetencyMappingModule },
  { definition: trainingCatalog, module: TrainingCatalogModule },
  { definition: learningHours, module: LearningHoursModule },
  { definition: contingency, module: ContingencyModule },
  { definition: reporting, module: ReportingModule },
];
