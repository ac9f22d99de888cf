import type {Case} from '../programs.ts';

/** What JSDoc adds. */
export const documentation: Case[] = [
  {name: 'an interface', main: '/** @description a thing */\ninterface A { a: string }', of: ['A']},
  {name: 'an alias', main: '/** @description a thing */\ntype A = {a: string}', of: ['A']},
  {
    name: 'an exported interface',
    main: '/** @description a thing */\nexport interface A { a: string }',
    of: ['A'],
  },
  {name: 'a class', main: '/** @description a thing */\nexport class A { a!: string }'},
  {name: 'an enum', main: '/** @description a thing */\nenum A { a }', of: ['A']},
  {name: 'a function', main: '/** @description does it */\nexport function f(a: string): void {}'},
  {
    name: 'a member',
    main: 'interface A {\n  /** @description its name */\n  a: string;\n  b: number;\n}',
    of: ['A'],
  },
  {
    name: 'an optional member',
    main: 'interface A {\n  /** @description its name */\n  a?: string;\n}',
    of: ['A'],
  },
  {name: 'a method', main: 'interface A {\n  /** @description does it */\n  m(): void;\n}', of: ['A']},
  {name: 'a property of a class', main: 'export class A {\n  /** @description its name */\n  a!: string;\n}'},
  {name: 'a method of a class', main: 'export class A {\n  /** @description does it */\n  m(): void {}\n}'},
  {
    name: 'a property with a modifier',
    main: 'export class A {\n  /** @description its name */\n  private readonly a!: string;\n}',
  },
  {
    name: 'a member of a literal',
    main: 'type A = {\n  /** @description its name */\n  a: string;\n}',
    of: ['A'],
  },
  {
    name: 'several lines',
    main: 'interface A {\n  /**\n   * @description one\n   * two\n   */\n  a: string;\n}',
    of: ['A'],
  },
  {
    name: 'another tag behind',
    main: 'interface A {\n  /**\n   * @description one\n   * @deprecated\n   */\n  a: string;\n}',
    of: ['A'],
    peerIsWrong: 'it keeps the line break before the next tag',
    shows: {A: '{a: string}'},
  },
  {
    name: 'another tag before',
    main: 'interface A {\n  /**\n   * @deprecated\n   * @description one\n   */\n  a: string;\n}',
    of: ['A'],
  },
  {name: 'text without a tag', main: 'interface A {\n  /** its name */\n  a: string;\n}', of: ['A']},
  {
    name: 'a line comment',
    main: 'interface A {\n  // @description its name\n  a: string;\n}',
    of: ['A'],
    peerIsWrong: 'it takes the tag itself for the text',
    shows: {A: '{a: string}'},
  },
  {name: 'quotes', main: `interface A {\n  /** @description it's "quoted" */\n  a: string;\n}`, of: ['A']},
  {
    name: 'signs beyond ASCII',
    main: 'interface A {\n  /** @description größe 名前 */\n  a: string;\n}',
    of: ['A'],
  },
];
