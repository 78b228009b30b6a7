import { MessagingModule } from '@betang/messaging';
import { PlatformModule } from '@betang/platform';
import { Module } from '@nestjs/common';
import { contingency } from './contingency.definition.js';

/** Contingency planning (rencana kontingensi). No endpoints yet: it takes its part in the delivery of its region, and no more. */
@Module({ imports: [PlatformModule.forService(contingency), MessagingModule.forService(contingency)] })
export class ContingencyModule {}
