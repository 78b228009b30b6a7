import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  SERVICE_NAMES,
  ServiceController,
  ServiceDatabase,
  apiPrefixOf,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
} from '@betang/platform';
import { Body, Get, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { findAccount, listGrants } from '../accounts/account-store.js';
import { findEmployee } from '../employees/employee.queries.js';
import { loadPeriods } from '../employees/period-store.js';
import { askForCorrection, listRequests } from './correction-requests.js';
import { CorrectionRequestDto, CorrectionRequestList, DataCopy } from './personal-data.dto.js';

/** Where each service tells a person what it keeps of them, beside who read it. */
const OWN_RECORDS = [
  `${apiPrefixOf('learning-hours')}/me/entries`,
  `${apiPrefixOf('training-catalog')}/me/enrolments`,
  `${apiPrefixOf('training-catalog')}/me/certificates`,
  `${apiPrefixOf('competency-mapping')}/me/profile`,
  `${apiPrefixOf('contingency')}/me/assignments`,
];

/** What a person may ask about their own data (UU 27/2022: access, copy, correction). Who read it, each service tells by itself. */
@ServiceController('identity', 'me')
export class PersonalDataController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Get('data-copy')
  @Requires('self:read')
  @ApiOperation({ summary: 'A copy of all that identity keeps of me' })
  @ApiOkResponse({ type: DataCopy })
  async copy(@CurrentPrincipal() who: Principal): Promise<DataCopy> {
    const account = who.kind === 'person' ? ((await findAccount(this.database, who.subject)) ?? null) : null;
    const own = who.employeeId;
    const found = own === undefined ? undefined : await findEmployee(this.database, own, null);
    return {
      madeAt: new Date().toISOString(),
      account,
      roles: account === null ? [] : await listGrants(this.database, who.subject),
      employee: found?.view ?? null,
      history: own === undefined ? [] : await loadPeriods(this.database, own),
      correctionRequests: own === undefined ? [] : await listRequests(this.database, own),
      elsewhere: [...OWN_RECORDS, ...SERVICE_NAMES.map((service) => `${apiPrefixOf(service)}/me/data-accesses`)],
    };
  }

  @Get('correction-requests')
  @Requires('self:read')
  @ApiOperation({ summary: 'What I asked to have put right, and what became of it' })
  @ApiOkResponse({ type: CorrectionRequestList })
  async requests(@CurrentPrincipal() who: Principal): Promise<CorrectionRequestList> {
    return { items: who.employeeId === undefined ? [] : await listRequests(this.database, who.employeeId) };
  }

  @Post('correction-requests')
  @Requires('self:write')
  @ApiOperation({ summary: 'Asks the personnel office to put my record right' })
  @ApiOkResponse({ description: 'The entry of the correction queue' })
  ask(
    @Body() request: CorrectionRequestDto,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() once: IdempotentRequest,
  ): Promise<OnceAnswer<{ correctionId: string }>> {
    const own = who.employeeId;
    if (own === undefined) throw new AppError('own-record-missing', { status: 409 });
    return this.idempotency.run(once, async (tx) => {
      const correctionId = await askForCorrection(tx, own, request);
      await this.audit.record(tx, {
        actor: who.subject,
        action: 'ask-for-correction',
        object: { type: 'correction', id: correctionId },
      });
      return { correctionId };
    });
  }
}
