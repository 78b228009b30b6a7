import { MessagingModule } from '@betang/messaging';
import { PlatformModule } from '@betang/platform';
import { Module } from '@nestjs/common';
import { competencyMapping } from './competency-mapping.definition.js';

/** Competency mapping (pemetaan kompetensi). No endpoints yet: it takes its part in the delivery of its region, and no more. */
@Module({ imports: [PlatformModule.forService(competencyMapping), MessagingModule.forService(competencyMapping)] })
export class CompetencyMappingModule {}
