/** Values for the types of `fixtures/type-cases.ts`: what each accepts, and what it refuses with the path to it. */

export interface Values {
  valid: unknown[];
  /** A wrong value, and the path of the one error it has (of the first, if several). */
  invalid: [value: unknown, path: unknown[]][];
}

import {RpcError} from '@mionkit/core';

const at = new Date('2024-02-29T12:34:56.789Z');
const product = {
  id: 'p1',
  name: 'Lamp "Luna"',
  price: 1999n,
  tags: new Set(['a', 'b']),
  stock: new Map([['here', 3]]),
  created: at,
  color: 'g',
  details: {weight: 1.5, size: [1, 2, 3], notes: null},
};
const chicken = {name: 'Berta', eggs: [{laidBy: null, at: 1n}]};

const notFound = {type: 'not-found', publicMessage: 'no "p1"'} as const;
/** A typed array, its other form, and what is none of it. */
const bytes = (value: unknown): Values => ({
  valid: [value],
  invalid: [
    [[1, 2], []],
    [new DataView(new ArrayBuffer(8)), []],
    ['AQI=', []],
  ],
});

export const values: Record<string, Values> = {
  enumText: {
    valid: ['color-0', 'color-g', 'color-7'],
    invalid: [
      ['color-1', []],
      ['color-', []],
    ],
  },
  int16: {
    valid: [-32768, 0, 32767],
    invalid: [
      [32768, []],
      [0.5, []],
    ],
  },
  uint32: {
    valid: [0, 2 ** 32 - 1],
    invalid: [
      [-1, []],
      [2 ** 32, []],
    ],
  },
  int8s: bytes(new Int8Array([-1, 2])),
  clamped: bytes(new Uint8ClampedArray([1, 255])),
  int16s: bytes(new Int16Array([-1, 2])),
  uint16s: bytes(new Uint16Array([1, 65535])),
  int32s: bytes(new Int32Array([-1])),
  uint32s: bytes(new Uint32Array([2 ** 32 - 1])),
  float32s: bytes(new Float32Array([0.5, -0])),
  bigints: bytes(new BigInt64Array([-1n])),
  biguints: bytes(new BigUint64Array([2n ** 64n - 1n])),
  error: {
    valid: [new Error('no')],
    invalid: [
      ['no', []],
      [{name: 'Error'}, ['message']],
    ],
  },
  errorMember: {
    valid: [{cause: new Error('no')}, {cause: new Error(''), retryAt: at}],
    invalid: [[{cause: {name: 'a', message: 1}}, ['cause', 'message']]],
  },
  rpcError: {
    valid: [
      new RpcError({...notFound, errorData: {id: 5n}, statusCode: 404, id: 'e1'}),
      new RpcError(notFound),
    ],
    invalid: [
      [new RpcError({...notFound, type: 'other'}), ['type']],
      [new RpcError({...notFound, errorData: {id: 5}}), ['errorData', 'id']],
      [notFound, ['mion@isΣrrθr']],
    ],
  },
  rpcErrorAny: {
    valid: [new RpcError({...notFound, errorData: [1]})],
    invalid: [[new Error('no'), ['mion@isΣrrθr']]],
  },
  errorClass: {
    valid: [{message: 'no p1', name: 'OutOfStock', product: 'p1'}],
    invalid: [[{message: 'no p1', name: 'OutOfStock'}, ['product']]],
  },
  errorOrValue: {valid: [at, new Error('no')], invalid: [[5, []]]},
  symbolIndex: {valid: [{a: at}], invalid: [[{}, ['a']]]},
  severalIndexes: {
    valid: [{}, {'n-1': 1, 'd-': at, 5: 5n}],
    invalid: [
      [{'n-1': at}, ['n-1']],
      [{'d-x': 1}, ['d-x']],
      [{5: 5}, ['5']],
    ],
  },
  any: {valid: [1, 'a', null, {a: [1]}], invalid: []},
  unknown: {valid: [1, 'a', null, {a: [1]}], invalid: []},
  undefined: {valid: [undefined], invalid: [[0, []]]},
  null: {valid: [null], invalid: [[0, []]]},
  string: {
    valid: ['', 'a', 'say "hi"\\', '\u0000\u001f\u2028', 'é😀', 'x'.repeat(100), '"'.repeat(100)],
    invalid: [
      [1, []],
      [null, []],
      [undefined, []],
      [['a'], []],
    ],
  },
  number: {
    valid: [0, -1.5, 1e300],
    invalid: [
      ['1', []],
      [Number.NaN, []],
      [Infinity, []],
      [1n, []],
    ],
  },
  integer: {
    valid: [0, -5, Number.MAX_SAFE_INTEGER],
    invalid: [
      [1.5, []],
      ['1', []],
    ],
  },
  uint8: {
    valid: [0, 255],
    invalid: [
      [-1, []],
      [256, []],
      [1.5, []],
    ],
  },
  boolean: {
    valid: [true, false],
    invalid: [
      [0, []],
      ['true', []],
    ],
  },
  bigint: {
    valid: [0n, -5n, 2n ** 100n],
    invalid: [
      [1, []],
      ['1n', []],
    ],
  },
  symbol: {valid: [], invalid: [['Symbol:a', []]]},
  object: {
    valid: [{a: 1}, [1]],
    invalid: [
      [null, []],
      ['a', []],
    ],
  },
  date: {
    valid: [at, new Date(0)],
    invalid: [
      [new Date(Number.NaN), []],
      ['2024-01-01', []],
      [0, []],
    ],
  },
  regexp: {valid: [/a\/"b/gi], invalid: [['/a/', []]]},
  url: {valid: [new URL('https://mion.io/a?b#c')], invalid: [['https://mion.io', []]]},
  bytes: {valid: [new Uint8Array([0, 1, 255]), new Uint8Array()], invalid: [[[1], []]]},
  floats: {valid: [new Float64Array([0.5, -1])], invalid: [[new Uint8Array(8), []]]},
  buffer: {valid: [new Uint8Array([1, 2]).buffer], invalid: [[new Uint8Array(2), []]]},
  literalString: {valid: ["it's \"a\" \n'+'"], invalid: [['its', []]]},
  literalNumber: {
    valid: [-1.5],
    invalid: [
      [1.5, []],
      ['-1.5', []],
    ],
  },
  literalBigint: {
    valid: [10n],
    invalid: [
      [10, []],
      [11n, []],
    ],
  },
  literalTrue: {
    valid: [true],
    invalid: [
      [false, []],
      [1, []],
    ],
  },
  template: {
    valid: ['id-1-', 'id--2.5-a-b'],
    invalid: [
      ['id-x-a', []],
      ['id-1', []],
      ['xid-1-a', []],
      [1, []],
    ],
  },
  templatePrefix: {
    valid: ['user:', 'user:a'],
    invalid: [
      ['user', []],
      ['auser:', []],
    ],
  },
  enum: {
    valid: [0, 'g', 7],
    invalid: [
      ['red', []],
      [1, []],
      ['7', []],
    ],
  },
  enumMember: {valid: ['g'], invalid: [[0, []]]},
  array: {
    valid: [[], ['a', 'b']],
    invalid: [
      [['a', 1], [1]],
      [{length: 0}, []],
      [[undefined], [0]],
    ],
  },
  dates: {valid: [[], [at]], invalid: [[[at, 'x'], [1]]]},
  nestedArrays: {
    valid: [[[1n], []]],
    invalid: [
      [
        [[1n], [2]],
        [1, 0],
      ],
    ],
  },
  readonlyArray: {valid: [[at]], invalid: [[{0: at, length: 1}, []]]},
  nulls: {valid: [[], [null, null]], invalid: [[[null, undefined], [1]]]},
  maybe: {valid: [['a', undefined]], invalid: [[['a', null], [1]]]},
  nullish: {valid: [['a', null, undefined]], invalid: [[[0], [0]]]},
  tuple: {
    valid: [['a', 1]],
    invalid: [
      [['a'], []],
      [['a', 1, 2], []],
      [[1, 1], [0]],
      [{}, []],
    ],
  },
  tupleNamed: {valid: [['a', at]], invalid: [[['a', 'b'], [1]]]},
  tupleOptional: {
    valid: [['a'], ['a', at], ['a', at, 1], ['a', undefined, 1]],
    invalid: [
      [[], []],
      [['a', null], [1]],
      [['a', at, 1, 2], []],
    ],
  },
  tupleNullable: {
    valid: [
      ['a'],
      ['a', null],
      ['a', undefined],
      ['a', undefined, 'b'],
      ['a', null, undefined],
      ['a', new Date(0), null],
    ],
    invalid: [[['a', 1], [1]]],
  },
  tupleRest: {
    valid: [['a'], ['a', at, at]],
    invalid: [
      [[], []],
      [['a', at, 1], [2]],
    ],
  },
  tupleMiddle: {
    valid: [
      ['a', true],
      ['a', 1n, 2n, false],
    ],
    invalid: [
      [['a'], []],
      [['a', 1, true], [1]],
      [['a', 1n, 1n], [2]],
    ],
  },
  tupleAll: {valid: [['a'], ['a', 1n], ['a', 1n, at, at]], invalid: [[['a', 1n, 1], [2]]]},
  object1: {
    valid: [{a: 'x', b: 1, c: false}],
    invalid: [
      [{a: 'x', b: 1}, ['c']],
      [{a: 1, b: 1, c: true}, ['a']],
      [null, []],
      ['x', []],
      [[], ['a']],
    ],
  },
  optional: {
    valid: [{b: at}, {a: 'x', b: at, c: null, d: 0}, {b: at, c: 5n}],
    invalid: [
      [{}, ['b']],
      [{b: at, a: null}, ['a']],
      [{b: at, c: 5}, ['c']],
    ],
  },
  allOptional: {
    valid: [{}, {a: 'x'}, {b: at}, {a: '', b: at}],
    invalid: [
      [{a: 1}, ['a']],
      [[], []],
    ],
  },
  leading: {
    valid: [{c: 1}, {a: 'x', c: 1}, {b: [1], c: 1}, {a: '', b: 0, c: 1}],
    invalid: [[{a: 1, c: 1}, ['a']]],
  },
  anyMember: {
    valid: [
      {a: 1, b: 2, c: 3},
      {a: {x: 1}, b: null},
    ],
    invalid: [[null, []]],
  },
  keys: {
    valid: [{"it's": 'x', 'a-b': at, 1: 5, "'+'": 'y', constructor: 'z'}],
    invalid: [[{"it's": 'x', 'a-b': 1, 1: 5, "'+'": 'y', constructor: 'z'}, ['a-b']]],
  },
  methods: {valid: [{a: 'x'}], invalid: [[{}, ['a']]]},
  nullable: {
    valid: [
      {a: null, b: null},
      {a: 'x', b: at},
    ],
    invalid: [[{a: undefined, b: null}, ['a']]],
  },
  nested: {
    valid: [{a: {b: {c: at, d: 'x'}}, e: [{f: 1}]}],
    invalid: [
      [{a: {b: {c: at}}, e: []}, ['a', 'b', 'd']],
      [{a: {b: {c: at, d: ''}}, e: [{f: 1}, {f: 'x'}]}, ['e', 1, 'f']],
    ],
  },
  record: {
    valid: [{}, {a: 1, constructor: 2, prototype: 3}],
    invalid: [
      [{a: 'x'}, ['a']],
      [[], []],
    ],
  },
  recordDates: {valid: [{a: at, b: at}], invalid: [[{a: at, b: 1}, ['b']]]},
  recordKeys: {valid: [{a: 1n, b: 2n}], invalid: [[{a: 1n}, ['b']]]},
  recordNumber: {valid: [{}, {1: at, 2: at}], invalid: [[{1: at, 2: 'x'}, ['2']]]},
  indexAndMembers: {
    valid: [{id: 'a'}, {id: 'a', b: at, c: 'x'}],
    invalid: [
      [{id: at}, ['id']],
      [{id: 'a', b: 1}, ['b']],
    ],
  },
  templateIndex: {valid: [{}, {'x-a': 1n}], invalid: [[{'x-a': 1}, ['x-a']]]},
  map: {
    valid: [new Map(), new Map([['a', at]])],
    invalid: [
      [{}, []],
      [new Map([['a', 1]]), [{key: 'a', index: 0, failed: 'mapVal'}]],
      [new Map([[1, at]]), [{key: 1, index: 0, failed: 'mapKey'}]],
    ],
  },
  mapOfObjects: {
    valid: [new Map([[{id: 1n}, [{at}]]])],
    invalid: [[new Map([['a', []]]), [{key: 'a', index: 0, failed: 'mapKey'}]]],
  },
  readonlyMap: {valid: [new Map([['a', 1]])], invalid: [[{size: 0}, []]]},
  set: {
    valid: [new Set(), new Set([1n, 2n])],
    invalid: [
      [[1n], []],
      [new Set([1n, 2]), [{key: 2, index: 1}]],
    ],
  },
  readonlySet: {valid: [new Set(['a'])], invalid: [[['a'], []]]},
  class: {
    valid: [
      {x: 1, y: 2, z: 0, label: 'a'},
      {x: 1, y: 2, z: 3},
    ],
    invalid: [[{x: 1, y: 2}, ['z']]],
  },
  unionPrimitives: {
    valid: ['a', 1, true, null],
    invalid: [
      [undefined, []],
      [1n, []],
    ],
  },
  unionLiterals: {
    valid: ['a', 'b', '+', 3],
    invalid: [
      ['c', []],
      ['3', []],
    ],
  },
  unionManyLiterals: {
    valid: [1, 14],
    invalid: [
      [15, []],
      ['1', []],
    ],
  },
  unionDateString: {valid: [at, 'a', at.toISOString()], invalid: [[1, []]]},
  unionBigintNumber: {valid: [1n, 1, null], invalid: [['1n', []]]},
  unionArrays: {valid: [[], ['a'], [at]], invalid: [[['a', at], [1]]]},
  unionShape: {
    valid: [
      {kind: 'circle', radius: 1, at},
      {kind: 'square', width: 1n},
      {kind: 'box', width: 2n},
      {kind: 'none'},
    ],
    invalid: [
      [{kind: 'circle', radius: 1}, ['at']],
      [{kind: 'box', width: 1}, ['width']],
      [{kind: 'other'}, ['kind']],
      [[], []],
    ],
  },
  unionOverlap: {valid: [{a: 'x'}, {a: 'x', b: at}, {a: 'x', c: 1}], invalid: [[{b: at}, ['a']]]},
  unionMapSet: {
    valid: [new Map([['a', 1]]), new Set(['a']), ['a']],
    invalid: [[new Set([1]), [{key: 1, index: 0}]]],
  },
  unionMixed: {
    valid: [{a: at}, 5n, undefined],
    invalid: [
      [{a: 1}, ['a']],
      [null, []],
    ],
  },
  intersection: {valid: [{a: 'x', b: at}], invalid: [[{a: 'x'}, ['b']]]},
  intersectionUnion: {
    valid: [
      {kind: 'none', id: 1n},
      {kind: 'circle', radius: 1, at, id: 2n},
    ],
    invalid: [[{kind: 'none'}, ['id']]],
  },
  partial: {valid: [{}, product], invalid: [[{price: 1}, ['price']]]},
  pick: {valid: [{id: 'a', price: 1n}], invalid: [[{id: 'a'}, ['price']]]},
  omit: {
    valid: [{id: 'a', name: 'b', price: 1n, created: at, details: product.details}],
    invalid: [[{id: 'a', name: 'b', price: 1n, created: at, details: {}}, ['details', 'weight']]],
  },
  required: {valid: [{a: at, b: ''}], invalid: [[{a: at}, ['b']]]},
  readonly: {valid: [{a: at}], invalid: [[{}, ['a']]]},
  exclude: {valid: ['b', 'c'], invalid: [['a', []]]},
  nonNullable: {valid: ['a'], invalid: [[null, []]]},
  promise: {valid: [at], invalid: [[Promise.resolve(at), []]]},
  page: {
    valid: [
      {items: [product], total: 1},
      {items: [], total: 0, next: 'x'},
    ],
    invalid: [[{items: [product, {...product, tags: 1}], total: 1}, ['items', 1, 'tags']]],
  },
  product: {
    valid: [product],
    invalid: [
      [{...product, details: {...product.details, size: [1, 2]}}, ['details', 'size']],
      [{...product, stock: new Map([['a', 'b']])}, ['stock', {key: 'a', index: 0, failed: 'mapVal'}]],
    ],
  },
  tree: {
    valid: [
      {value: at, children: []},
      {value: at, left: {value: at, children: []}, children: [{value: at, children: []}]},
    ],
    invalid: [
      [
        {value: at, children: [{value: at, children: [{value: 1, children: []}]}]},
        ['children', 0, 'children', 0, 'value'],
      ],
    ],
  },
  trees: {valid: [[{value: at, children: []}]], invalid: [[[{value: at}], [0, 'children']]]},
  chicken: {
    valid: [chicken, {name: '', eggs: [{laidBy: chicken, at: 2n}]}],
    invalid: [[{name: '', eggs: [{laidBy: {}, at: 2n}]}, ['eggs', 0, 'laidBy', 'name']]],
  },
  egg: {valid: [{laidBy: chicken, at: 1n}], invalid: [[{laidBy: null, at: 1}, ['at']]]},
  json: {
    valid: [1, [1, ['a', null]], {a: {b: [true]}}],
    invalid: [
      [{a: [1, undefined]}, ['a', 1]],
      [{a: 1n}, ['a']],
    ],
  },
  nestedUnion: {
    valid: [1n, [1n, [2n, []]]],
    invalid: [
      [
        [1n, [1]],
        [1, 0],
      ],
    ],
  },
  emptyObject: {valid: [{}], invalid: [[null, []]]},
  never: {valid: [[]], invalid: [[[1], [0]]]},
};
