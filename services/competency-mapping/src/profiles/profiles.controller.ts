import {
  Audit,
  CurrentPrincipal,
  Requires,
  Search,
  ServiceController,
  ServiceDatabase,
  preferredLanguage,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { PeopleAccess } from '../people/people-access.js';
import {
  PeopleQuery,
  PeopleSearchDto,
  PersonMatchPage,
  ProfileQuery,
  ProfileView,
  type PersonMatchView,
} from './profile.dto.js';
import { ProfileQueries } from './profile.queries.js';

const PURPOSE = 'competency-mapping';

/** Profiles and gaps of people, as far as the caller's units reach, and one's own. Every look at someone else is on record. */
@ServiceController('competency-mapping', 'people')
export class ProfilesController {
  constructor(
    private readonly queries: ProfileQueries,
    private readonly access: PeopleAccess,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
  ) {}

  @Get()
  @Requires('competency:read')
  @ApiOkResponse({ type: PersonMatchPage })
  list(@Query() query: PeopleQuery, @CurrentPrincipal() principal: Principal): Promise<Page<PersonMatchView>> {
    return this.page(query, principal);
  }

  @Search('search')
  @Requires('competency:read')
  @ApiOkResponse({ type: PersonMatchPage })
  search(@Body() search: PeopleSearchDto, @CurrentPrincipal() principal: Principal): Promise<Page<PersonMatchView>> {
    return this.page(search, principal);
  }

  private async page(query: PeopleQuery | PeopleSearchDto, principal: Principal): Promise<Page<PersonMatchView>> {
    const page = await this.queries.people(query, this.access.visibleUnits(principal, 'competency:read'));
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: PURPOSE });
    return page;
  }

  @Get('me/profile')
  @Requires('self:read')
  @ApiOkResponse({ type: ProfileView })
  async own(
    @Query() { standardId }: ProfileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<ProfileView> {
    const { employeeId } = await this.access.getOwn(principal);
    return this.queries.explain(employeeId, standardId, preferredLanguage(accepted));
  }

  @Get(':employeeId/profile')
  @Requires('competency:read')
  @ApiOkResponse({ type: ProfileView })
  async profile(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Query() { standardId }: ProfileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<ProfileView> {
    await this.access.getPerson(principal, 'competency:read', employeeId);
    const read = { actor: principal.subject, subjects: [employeeId], purpose: PURPOSE };
    await this.audit.recordRead(this.database, read);
    return this.queries.explain(employeeId, standardId, preferredLanguage(accepted));
  }
}
