// The types that come out as something else than TypeScript's, and why.

const overloads = 'the machine keeps one signature for a name of an object or a class, and for a function';

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
};
