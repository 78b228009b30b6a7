import { ValidateIf } from 'class-validator';

/**
 * A field that may be left out, but is not null when it is given. Trap: `IsOptional` lets null through to columns that hold none, and a subclass
 * that asks for the field does not undo it.
 */
export const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);
