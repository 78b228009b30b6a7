import type { Static, TObject, TProperties } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { isDirected, type Audience } from '../envelope/audience.js';
import { ContractError } from '../envelope/contract-error.js';
import { newId } from '../envelope/new-id.js';
import type { ServiceName } from '../envelope/service-name.js';
import type { RetentionClass, SharingRule } from '../sharing/sharing-rule.js';

export interface EventDefinition<P extends TProperties> {
  /** The owning service; `delivery` for what every service may publish about the delivery itself. */
  readonly service: ServiceName | 'delivery';
  /** Past tense, kebab case: `training-completed`. */
  readonly name: string;
  readonly version: number;
  /** One sentence: when it is published. Feeds the event catalogue. */
  readonly description: string;
  /** What the CloudEvents subject names: `employee`, `unit`, … Later events of one subject wait behind a parked one. */
  readonly subject: string;
  readonly data: TObject<P>;
  readonly retention: RetentionClass;
  /** Absent: the event never leaves its region. */
  readonly sharing?: SharingRule;
  /** Signed with the region's Ed25519 key by the relay; receivers park an unsigned or wrongly signed one. */
  readonly signed?: boolean;
  /** From version 2 on: how data of the version before becomes data of this one, so that receivers know the latest only. */
  readonly lifts?: Lift<never, P>;
}

/** Makes the data of one version into the data of the next; pure, and defined for all data the old version allows. */
export interface Lift<Old extends TProperties, New extends TProperties> {
  readonly contract: EventContract<Old>;
  lift(old: Static<TObject<Old>>): Static<TObject<New>>;
}

/** Why an event happened, kept at home only: it is stripped from what is shared. */
export interface Cause {
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly actor?: string;
  readonly traceparent?: string;
}

/** A fact that has happened and is not yet written: what decisions return and the outbox takes. */
export interface NewEvent<P extends TProperties = TProperties> {
  readonly contract: EventContract<P>;
  readonly id: string;
  readonly subject: string;
  readonly time: Date;
  readonly audience: Audience;
  readonly data: Static<TObject<P>>;
  readonly cause: Cause;
}

export interface EventInput<P extends TProperties> {
  readonly subject: string;
  readonly data: Static<TObject<P>>;
  readonly time?: Date;
  readonly id?: string;
  readonly cause?: Cause;
  /** For contracts shared as `directed` (the one region that may read it, `to.r6203`) or `each` (any audience). */
  readonly to?: Audience;
}

/** One version of one event: its name, its terms and the run-time check of its data. Made by {@link defineEvent}. */
export class EventContract<P extends TProperties = TProperties> {
  readonly type: string;
  readonly dataschema: string;
  private compiled: Validator | undefined;

  constructor(readonly definition: EventDefinition<P>) {
    const { service, name, version } = definition;
    if (!/^[a-z]+(-[a-z]+)*$/.test(name))
      throw new ContractError('contract-invalid', `event name ${name} is not kebab case`, 'name');
    if (!Number.isInteger(version) || version < 1 || version > 9999)
      throw new ContractError('contract-invalid', `${name}: a version is a whole number from 1 to 9999`, 'version');
    this.checkLift();
    this.checkSealing();
    this.type = `betang.${service}.${name}.v${version}`;
    this.dataschema = `urn:betang:schema:${service}.${name}:${version}`;
  }

  /** Made for the first event: a process knows all contracts and handles few. */
  private get validator(): Validator {
    return (this.compiled ??= Compile(this.definition.data) as unknown as Validator);
  }

  /** @throws ContractError `event-data-invalid` naming the field, `audience-invalid` */
  create(input: EventInput<P>): NewEvent<P> {
    this.check(input.data);
    return {
      contract: this,
      id: input.id ?? newId(),
      subject: input.subject,
      time: input.time ?? new Date(),
      audience: this.audienceOf(input.to),
      data: input.data,
      cause: input.cause ?? {},
    };
  }

  /** Unknown fields pass: receivers are tolerant, HTTP is strict. @throws ContractError `event-data-invalid` */
  check(data: unknown): asserts data is Static<TObject<P>> {
    if (this.validator.Check(data)) return;
    const [first] = this.validator.Errors(data);
    const missing = (first?.params as { requiredProperties?: string[] } | undefined)?.requiredProperties?.[0];
    const field = `${first?.instancePath ?? ''}${missing ? `/${missing}` : ''}` || '/';
    throw new ContractError('event-data-invalid', `${this.type}: ${field} ${first?.message ?? 'is invalid'}`, field);
  }

  private checkLift(): void {
    const { service, name, version, lifts } = this.definition;
    const old = lifts?.contract.definition;
    if (!old || (old.service === service && old.name === name && old.version === version - 1)) return;
    throw new ContractError('contract-invalid', `${name} v${version} lifts the version before it only`, 'lifts');
  }

  /** Whether events of this contract may carry this audience: whoever sends one on another breaks its terms. */
  admits(audience: Audience): boolean {
    const shared = this.definition.sharing?.audience;
    if (shared === 'each') return true;
    if (shared === 'directed') return isDirected(audience);
    return audience === (shared ?? 'local');
  }

  /** Identity travels to one region only, and nobody keeps it longer than 90 days on the way. */
  private checkSealing(): void {
    const { name, sharing, retention } = this.definition;
    if (sharing?.personalData !== 'encrypted') return;
    if (sharing.audience !== 'directed')
      throw new ContractError(
        'contract-invalid',
        `${name} is encrypted for one region: its audience is directed`,
        'sharing',
      );
    if (retention !== 'days-90')
      throw new ContractError('contract-invalid', `${name} is encrypted: it is kept for 90 days at most`, 'retention');
  }

  private audienceOf(to: Audience | undefined): Audience {
    const shared = this.definition.sharing?.audience;
    if (shared === 'directed' || shared === 'each') {
      if (to && (shared === 'each' || isDirected(to))) return to;
      throw new ContractError('audience-invalid', `${this.type} needs the audience it is for`, 'to');
    }
    if (to) throw new ContractError('audience-invalid', `${this.type} has one audience of its own`, 'to');
    return shared ?? 'local';
  }
}

/** The parts of a CloudEvents type, `betang.learning-hours.hours-recorded.v1`; undefined for any other text. */
export function parseEventType(type: string): { service: string; name: string; version: number } | undefined {
  const match = /^betang\.([a-z-]+)\.([a-z-]+)\.v([1-9]\d{0,3})$/.exec(type);
  return match ? { service: match[1]!, name: match[2]!, version: Number(match[3]) } : undefined;
}

/** The CloudEvents dataschema of a type. */
export function dataschemaOf(type: string): string {
  const parts = parseEventType(type);
  if (!parts) throw new ContractError('contract-invalid', `${type} is no event type`, 'type');
  return `urn:betang:schema:${parts.service}.${parts.name}:${parts.version}`;
}

/** @throws ContractError `contract-invalid` naming the part of the definition */
export function defineEvent<P extends TProperties, Old extends TProperties = TProperties>(
  definition: Omit<EventDefinition<P>, 'lifts'> & { readonly lifts?: Lift<Old, P> },
): EventContract<P> {
  return new EventContract(definition as unknown as EventDefinition<P>);
}

/** The TypeScript type of a contract's data: `EventData<typeof TrainingCompleted>`. */
export type EventData<C> = C extends EventContract<infer P> ? Static<TObject<P>> : never;
