import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  preferredLanguage,
  renderPdf,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiOkResponse,
  ApiProduces,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, type StreamableFile } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { toRow } from '../database/table.js';
import { unitNames } from '../people/units.js';
import { PLANS } from '../plans/plan-rows.js';
import { regionName } from '../region-name.js';
import { drillDocument, type DrillDocumentInput } from './drill-document.js';
import { ACTIONS, DRILLS, FINDINGS } from './drill-rows.js';
import { DrillScriptDto, DrillScriptView } from './drill-script.dto.js';
import { loadScript, writeScript, type DrillScript } from './drill-script.js';
import { stepDrill } from './drill-states.decision.js';
import { DrillWork } from './drill-work.js';

const PLAYERS = `SELECT r.name AS role, count(*)::integer AS invited, count(p.minutes)::integer AS attended
  FROM participation AS p LEFT JOIN plan_role AS r USING (role_id) WHERE p.drill_id = $1 AND p.withdrawn_reason IS NULL GROUP BY r.name ORDER BY r.name NULLS LAST`;
const DONE = 200;

/** What a drill is to show, and what its players are told when: objectives and injects. */
@ServiceController('contingency', 'drills/:drillId')
export class DrillScriptController {
  constructor(
    private readonly work: DrillWork,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  @Get('script')
  @Requires('contingency:read')
  @ApiOkResponse({ type: DrillScriptView })
  async get(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<DrillScriptView> {
    this.access.assertReads(principal);
    await DRILLS.get(this.database, drillId);
    return viewOf(drillId, await loadScript(this.database, drillId));
  }

  /** Replaces the script; until the drill is held. */
  @Post('script')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillScriptView })
  write(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() input: DrillScriptDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillScriptView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const drill = await this.work.lock(tx, principal, drillId);
        stepDrill(drill.state, 'change');
        await writeScript(tx, drillId, input);
        const after = { objectives: input.objectives.length, injects: input.injects.length };
        await this.work.settle(tx, principal, drill, { action: 'write-drill-script', after });
        return viewOf(drillId, await loadScript(tx, drillId));
      },
      DONE,
    );
  }

  /** The book of the drill before it is held, its report after. */
  @Get('document')
  @Requires('contingency:read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async document(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.access.assertReads(principal);
    const drill = await DRILLS.get(this.database, drillId);
    const findings = await FINDINGS.where(this.database, 'source_id = $1 ORDER BY finding_id', [drillId]);
    const ids = findings.map(({ findingId }) => findingId);
    const actions = await ACTIONS.where(this.database, 'finding_id = ANY($1::uuid[]) ORDER BY due_on, action_id', [
      ids,
    ]);
    const players = await this.database.query(PLAYERS, [drillId]);
    const model = drillDocument({
      ...{ drill, findings, actions, language: preferredLanguage(accepted) },
      ...{ now: this.clock.now(), today: this.clock.today() },
      planTitle: (await PLANS.get(this.database, drill.planId)).title,
      script: await loadScript(this.database, drillId),
      players: players.map(toRow<DrillDocumentInput['players'][number]>),
      units: await unitNames(
        this.database,
        actions.map(({ ownerUnitId }) => ownerUnitId),
      ),
      region: regionName(this.access.region),
    });
    return downloadOf(await renderPdf(model), `gladi-${drillId.slice(-6)}`, 'pdf');
  }
}

function viewOf(drillId: string, { objectives, injects }: DrillScript): DrillScriptView {
  return {
    drillId,
    objectives: objectives.map(({ number, text, result, note }) => ({ number, text, result, note })),
    injects: injects.map(({ number, atMinute, toWhom, content, expected, outcome, note }) => ({
      ...{ number, atMinute, toWhom, content, expected, outcome, note },
    })),
  };
}
