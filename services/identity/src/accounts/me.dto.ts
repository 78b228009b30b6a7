import { ApiProperty, ApiPropertyOptional, SCOPES } from '@betang/platform';
import { EmployeeView } from '../employees/employee.dto.js';
import { AccountView, GrantView } from './account.dto.js';

/** What the caller is. A program has neither account nor roles. */
export class MeView {
  @ApiProperty() readonly subject: string;
  @ApiProperty({ enum: ['person', 'service'] }) readonly kind: string;
  @ApiProperty() readonly region: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) readonly scopes: readonly string[];
  @ApiPropertyOptional() readonly account?: AccountView;
  @ApiPropertyOptional({ type: 'integer' }) readonly recoveryCodesLeft?: number;
  @ApiPropertyOptional({ type: [GrantView] }) readonly roles?: readonly GrantView[];
  @ApiPropertyOptional({ nullable: true, type: EmployeeView, description: 'Null: the account is no employee’s' })
  readonly employee?: EmployeeView | null;
}
