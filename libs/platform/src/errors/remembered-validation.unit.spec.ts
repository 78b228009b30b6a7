import { describe, expect, it, jest } from '@jest/globals';
import { IsInt, IsString, MaxLength, getMetadataStorage, validate } from 'class-validator';
import { rememberValidationRules } from './remembered-validation.js';

class Named {
  @IsString()
  name!: string;
}

class Short extends Named {
  @MaxLength(3)
  code!: string;
}

class Counted extends Named {
  @IsInt({ groups: ['counting'] })
  count!: number;
}

const given = <T extends object>(type: new () => T, values: object): T => Object.assign(new type(), values);
const brokenIn = async (body: object, groups: string[] = []): Promise<string[]> =>
  (await validate(body, { groups })).flatMap(({ constraints }) => Object.keys(constraints ?? {})).sort();

describe('validation rules that are remembered', () => {
  it('are the same as those that are looked for, inherited ones too', async () => {
    rememberValidationRules();
    for (const _again of [1, 2]) {
      expect(await brokenIn(given(Short, { name: 'a', code: 'long' }))).toEqual(['maxLength']);
      expect(await brokenIn(given(Short, { name: 7, code: 'long' }))).toEqual(['isString', 'maxLength']);
      expect(await brokenIn(given(Named, { name: 'long name' }))).toEqual([]);
    }
  });

  it('are looked for anew where groups are named', async () => {
    rememberValidationRules();
    const body = given(Counted, { name: 'a', count: 1.5 });
    expect(await brokenIn(body, ['counting'])).toEqual(['isInt']);
    expect(await brokenIn(given(Counted, { name: 'a', count: 1 }), ['counting'])).toEqual([]);
  });

  it('are looked for once a class', async () => {
    rememberValidationRules();
    class Once extends Named {}
    const classes = jest.spyOn(
      getMetadataStorage() as unknown as { groupByPropertyName: () => object },
      'groupByPropertyName',
    );
    const found = () => classes.mock.calls.at(-1) as unknown as [object[]];
    await validate(given(Once, { name: 'a' }));
    const [first] = found();
    await validate(given(Once, { name: 'b' }));
    expect(first).toHaveLength(1);
    expect(found()[0]).toBe(first);
    classes.mockRestore();
  });
});
