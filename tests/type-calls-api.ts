// Calls that need the functions of types which no route uses, as a project: each kind of call, and each place for one.
import {expect} from 'vitest';
import {type SmallApi, smallApi} from './small-api.ts';

const TYPES = `
export interface AuditLog {
  action: 'sign-in' | 'sign-out';
  timestamp: Date;
  by?: Person;
}
export interface Person {
  name: string;
  friends: Person[];
}
`;

/** Calls of every kind, none of which runs before a request comes. */
const AUDIT = `
import {
  createFromBinaryFn,
  createHasUnknownKeysFn,
  createIsStrictTypeFn,
  createIsTypeFn,
  createMockTypeFn,
  createPrepareForJsonFn,
  createRestoreFromJsonFn,
  createStringifyJsonFn,
  createStripUnknownKeysFn,
  createToBinaryFn,
  createTypeErrorsFn,
  createUnknownKeyErrorsFn,
  createUnknownKeysToUndefinedFn,
  getTypeErrors,
  isType,
  reflectFunction,
  runType,
  seededRandom,
} from '@mionkit/run-types';
import * as runTypes from '@mionkit/run-types';
import {BinaryReader, BinaryWriter} from '@mionkit/core';
import type {AuditLog, Person} from './audit-types.ts';
import type {ReceiveType} from '@deepkit/type';
import {Checker, check, checker, even, Gate, Journal, odd} from './wrappers.ts';

const log: AuditLog = {action: 'sign-in', timestamp: new Date(0), by: {name: 'Ada', friends: []}};

export function greet(_ctx: unknown, name: string, times = 1): Promise<string> {
  return Promise.resolve(name.repeat(times));
}

class Door extends Gate {
  open(value: unknown): boolean {
    return this.accepts<{key: bigint}>(value);
  }
  close(value: unknown): boolean {
    return super.accepts<[Date]>(value);
  }
  protected override matches<T>(value: unknown, type?: ReceiveType<T>): boolean {
    return super.matches<T>(value, type) && runType<T>(type).getFn('isStrictType')(value);
  }
}
const door = new Door();

export async function audit() {
  interface Local {
    id: number;
    log: AuditLog;
  }
  const writer = new BinaryWriter();
  (await createToBinaryFn<AuditLog>())(log, writer);
  const reflected = reflectFunction(greet);
  const mock = await createMockTypeFn<Person>();
  const isPerson = await createIsTypeFn<Person>();
  const unknown = {name: 'Eve', friends: [], more: 1};
  return {
    runType: [
      (await runType<AuditLog>().createJitFunction('isType'))(log),
      runType<{only: 'here'}>().getFn('isType')({only: 'there'}),
    ],
    isType: [isType<AuditLog>(log), isType<AuditLog>({}), isType<Local>({id: 1, log}), isType<Local>({id: 1})],
    namespaced: [await (await runTypes.createIsTypeFn<Person[]>())([]), runTypes.isType<Person[]>([1])],
    errors: [getTypeErrors<AuditLog>({action: 'x', timestamp: log.timestamp}), (await createTypeErrorsFn<Person>())(3)],
    json: [
      (await createStringifyJsonFn<AuditLog>())(log),
      JSON.stringify((await createPrepareForJsonFn<AuditLog>())(structuredClone(log))),
      (await createRestoreFromJsonFn<AuditLog>())({action: 'sign-in', timestamp: '1970-01-01T00:00:00.000Z'}).timestamp instanceof Date,
    ],
    binary: (await createFromBinaryFn<AuditLog>())(new BinaryReader(writer.finish())),
    keys: [
      (await createIsStrictTypeFn<Person>())(unknown),
      (await createHasUnknownKeysFn<Person>())(unknown),
      (await createUnknownKeyErrorsFn<Person>())(unknown),
      (await createUnknownKeysToUndefinedFn<Person>())({...unknown}),
      (await createStripUnknownKeysFn<Person>())({...unknown}),
    ],
    mocked: Array.from({length: 20}, (_, seed) => isPerson(mock(seededRandom(seed)))).every(Boolean),
    wrapped: [
      check<Person>({name: 'Ada', friends: []}), check<Person>({name: 1}),
      (await checker<bigint>())(1n), (await checker<bigint>())(1),
      Checker.check<Date>(log.timestamp), Checker.check<Date>(0),
      new Checker<Person | null>().check(null), new Checker<Person | null>().check(undefined),
      new Journal().acceptsLinks(new Map([['a', new URL('http://a/')]])), new Journal().acceptsLinks(new Map([['a', 1]])),
    ],
    inTurns: [even<{a: URL}[]>([{a: new URL('http://a/')}], 2), odd<{b: URL}[]>([{b: new URL('http://b/')}], 1), odd<{b: URL}[]>([1], 1)],
    inherited: [
      door.open({key: 1n}), door.open({key: 1}), door.open({key: 1n, more: 1}),
      door.close([new Date(0)]), door.close([0]),
      door.accepts<URL[]>([new URL('http://a/')]), door.accepts<URL[]>(['http://a/']),
    ],
    reflected: [
      reflected.isAsync, reflected.paramNames,
      reflected.params?.getFn('isType')(['a', 2]), reflected.params?.getFn('isType')([2]),
      reflected.returns?.getFn('stringifyJson')('x'),
    ],
  };
}
`;

const WRAPPERS = `
import type {ReceiveType} from '@deepkit/type';
import {createIsTypeFn, isType, runType} from '@mionkit/run-types';

export function check<T>(value: unknown, type?: ReceiveType<T>): boolean {
  return isType<T>(value, type);
}
export const checker = async <T>(type?: ReceiveType<T>) => createIsTypeFn<T>(type);
export function even<T>(value: unknown, count: number, type?: ReceiveType<T>): boolean {
  return count ? odd<T>(value, count - 1, type) : isType<T>(value, type);
}
export function odd<T>(value: unknown, count: number, type?: ReceiveType<T>): boolean {
  return even<T>(value, count - 1, type);
}
export class Checker<T> {
  readonly run;
  constructor(type?: ReceiveType<T>) {
    this.run = runType<T>(type);
  }
  check(value: unknown): boolean {
    return this.run.getFn('isType')(value);
  }
  static check<T>(value: unknown, type?: ReceiveType<T>): boolean {
    return runType<T>(type).getFn('isType')(value);
  }
}
class Guard {
  accepts<T>(value: unknown, type?: ReceiveType<T>): boolean {
    return this.matches<T>(value, type);
  }
  protected matches<T>(value: unknown, type?: ReceiveType<T>): boolean {
    return isType<T>(value, type);
  }
}
export class Gate extends Guard {}
export class Journal {
  acceptsLinks(value: unknown): boolean {
    return this.accepts<Map<string, URL>>(value);
  }
  accepts<T>(value: unknown, type?: ReceiveType<T>): boolean {
    return this.matches<T>(value, type);
  }
  private matches<T>(value: unknown, type?: ReceiveType<T>): boolean {
    return isType<T>(value, type);
  }
}
`;

/** What `node dist/main.js` prints. */
export const auditAnswers = {
  runType: [true, false],
  isType: [true, false, true, false],
  namespaced: [true, false],
  errors: [[{path: ['action'], expected: expect.any(String)}], [{path: [], expected: expect.any(String)}]],
  json: [
    '{"action":"sign-in","timestamp":"1970-01-01T00:00:00.000Z","by":{"name":"Ada","friends":[]}}',
    '{"action":"sign-in","timestamp":"1970-01-01T00:00:00.000Z","by":{"name":"Ada","friends":[]}}',
    true,
  ],
  binary: {action: 'sign-in', timestamp: '1970-01-01T00:00:00.000Z', by: {name: 'Ada', friends: []}},
  keys: [
    false,
    true,
    [{path: ['more'], expected: 'never'}],
    {name: 'Eve', friends: []},
    {name: 'Eve', friends: []},
  ],
  mocked: true,
  wrapped: [true, false, true, false, true, false, true, false, true, false],
  inTurns: [true, true, false],
  inherited: [true, false, false, true, false, true, false],
  reflected: [true, ['name', 'times'], true, false, '"x"'],
};

/** The small API with those calls beside its routes; its program makes them. */
export function auditApi(options: SmallApi = {}): Record<string, string> {
  const files = smallApi(options);
  return {
    ...files,
    'server/audit-types.ts': TYPES,
    'server/wrappers.ts': WRAPPERS,
    'server/audit.ts': AUDIT,
    'server/routes.ts': `import './audit.ts';\n${files['server/routes.ts']}`,
    'server/main.ts': `
import './api.ts';
import {audit} from './audit.ts';
console.log(JSON.stringify(await audit()));
`,
  };
}
