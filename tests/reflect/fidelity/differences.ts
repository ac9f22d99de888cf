// The types that come out as something else than TypeScript's, and why.

const overloads = 'the machine keeps one signature for a name of an object or a class, and for a function';
const readonlyList = 'a `readonly T[]` beside a `T[]` is the same member of a union to the machine';
const overItsResult = "options that are put together out of `type-fest`'s options are left to the machine";

export const differences: Record<string, string> = {
  'functions: OfOverloadedMethods': overloads,
  'functions: OfOverloadsClass': overloads,
  'functions, overloads: f': overloads,
  'members, overloaded methods: A': overloads,
  'functions: ThisOf': 'what `this` is in a function is no part of its metadata',
  'functions: InstanceOfInstantiated': '`typeof Box<string>` counts as `typeof Box`',
  'functions: ReturnOfNumbers': 'the methods of generators are declared with simpler parameters',
  'enums, computed members: Flag':
    'a member that is computed has its value at run time; to the checker it is a number',
  'enumKeys, Exclude, Extract, Pick and Omit: Omit<All, C>':
    "an enum's member is its value: the string of the same text is the same to it",
  'values, typeof a class: typeof A': 'the machine has no type for a class as a value: it gives the instance',
  'values, typeof what only the run tells: typeof made': 'the value itself tells more than the checker knows',
  'values: KeysOfMixin': 'what a mixin adds is known at run time alone, where `keyof` counts static members',
  'declarations: DeclaredClass':
    'of a class that is only declared, no program has the value: its members are embedded',
  'everyday: Branded': 'the symbol of the key is declared only: no program has it',
  'packageTypeFest: AJsonValue': readonlyList,
  'packageTypeFest: AJsonObject': readonlyList,
  'packageTypeFest: AReadonlyDeep': 'whether a function has several signatures is left to the machine',
  'packageTypeFest: ACamelCased': overItsResult,
  'packageTypeFest: AKebabCase': overItsResult,
  'packageTypeFest: ASnakeCase': overItsResult,
  'packageTypeFest: APascalCase': overItsResult,
  'packageTypeFest: ALiteralUnion': 'a `string & Record<never, never>` is a string at run time',
  'packageTypeFest: AnEmptyObject': 'the symbol of the key is declared only: no program has it',
  'packageUtilityTypes: ADeepReadonly': '`infer` through a mapped type is not turned around',
};
