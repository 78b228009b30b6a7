import { Clock, Notices, RegionConfig, Sweeps, UnitOfWork, type NewNotice } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** Who sees to a programme, as long as they serve here; when they do not, everybody who sees to one: somebody has to hear of it. */
const HEARING = `officer AS (SELECT DISTINCT k.keeper_id AS id FROM programme AS k JOIN employee AS e ON e.employee_id = k.keeper_id
    WHERE e.left_on IS NULL OR e.left_on > $1::date),
  hearing AS (SELECT p.programme_id, o.id AS recipient_id FROM programme AS p JOIN officer AS o
      ON o.id = p.keeper_id OR NOT EXISTS (SELECT 1 FROM officer AS k WHERE k.id = p.keeper_id)
    WHERE p.state IN ('DRAFT', 'PUBLISHED'))`;

/** One row an officer and target, however many programmes serve it. */
const TARGETS = `WITH ${HEARING}
  SELECT h.recipient_id AS "recipientId", t.target_id AS id, t.title AS target, t.withdrawn, t.valid_to AS "validTo", count(*)::integer AS programmes
    FROM programme AS p JOIN hearing AS h USING (programme_id) JOIN development_target AS t ON t.target_id = p.development_target_id
   WHERE p.state = 'PUBLISHED' AND (t.withdrawn OR t.valid_to < $1::date)
   GROUP BY 1, 2, 3, 4, 5`;

const ORIGINS = `WITH ${HEARING}
  SELECT h.recipient_id AS "recipientId", p.programme_id AS "programmeId", p.title, s.organiser_region AS region, s.programme_version AS version,
         s.withdrawn_at IS NOT NULL AS withdrawn
    FROM programme AS p JOIN hearing AS h USING (programme_id)
    JOIN shared_programme AS s ON s.programme_id = (p.origin->>'programmeId')::uuid AND s.organiser_region = p.origin->>'region'
   WHERE s.withdrawn_at IS NOT NULL OR s.programme_version > (p.origin->>'programmeVersion')::integer`;

interface EndedTarget {
  readonly recipientId: string;
  readonly id: string;
  readonly target: string;
  readonly withdrawn: boolean;
  readonly validTo: string;
  readonly programmes: number;
}

interface MovedOrigin {
  readonly recipientId: string;
  readonly programmeId: string;
  readonly title: string;
  readonly region: string;
  readonly version: number;
  readonly withdrawn: boolean;
}

/** Tells officers what the register and other regions did to their programmes; each piece of news goes out once however often the sweep runs. */
@Injectable()
export class ProgrammeNews implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: Notices,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('programme-news', { dailyAt: '06:15' }, () => this.tellAll());
  }

  tellAll(): Promise<number> {
    const today = this.clock.today();
    return this.unitOfWork.run(async (tx) => {
      const targets = await tx.query<EndedTarget>(TARGETS, [today]);
      const origins = await tx.query<MovedOrigin>(ORIGINS, [today]);
      const abroad = origins.filter(({ region }) => region !== this.config.region);
      return this.notices.tell(tx, [...targets.map(targetNews), ...abroad.map(originNews)]);
    });
  }
}

/** A target whose period was made longer ends anew, on another day. */
function targetNews({ recipientId, id, target, withdrawn, validTo, programmes }: EndedTarget): NewNotice {
  const code = withdrawn ? 'training.target-withdrawn' : 'training.target-ended';
  const key = withdrawn ? `${code}:${id}` : `${code}:${id}:${validTo}`;
  const link = `/training/programmes?developmentTargetId=${id}`;
  return { recipientId, key, code, params: { target, programmes, validTo }, link };
}

function originNews({ recipientId, programmeId, title, region, version, withdrawn }: MovedOrigin): NewNotice {
  const code = withdrawn ? 'training.origin-withdrawn' : 'training.origin-newer';
  const key = withdrawn ? `${code}:${programmeId}` : `${code}:${programmeId}:${version}`;
  return { recipientId, key, code, params: { title, region, version }, link: `/training/programmes/${programmeId}` };
}
