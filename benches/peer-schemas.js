// The two types of data-types.ts in the words of each peer.
// @ts-check
import {Ajv} from 'ajv';
import {type as ark} from 'arktype';
import {Type} from 'typebox';
import {Compile} from 'typebox/compile';
import * as v from 'valibot';
import * as z from 'zod';
import {generatedPeers} from './peers/inputs.js';

const {typia} = await generatedPeers();

/** @typedef {(value: unknown) => boolean} Check */
/** @typedef {'sample' | 'order'} Name */
/** @typedef {'loose' | 'strict' | 'dropped'} Keys what becomes of unknown keys: they stay, are refused, or go */

/**
 * @param {'loose' | 'strict'} keys
 * @returns {Record<string, Record<Name, Check>>} by peer
 */
export function peerChecks(keys) {
  const ajv = new Ajv();
  const json = jsonSchemas(keys);
  const typebox = typeboxSchemas(keys);
  const compiled = {sample: Compile(typebox.sample), order: Compile(typebox.order)};
  const zod = zodSchemas(keys);
  const valibot = valibotSchemas(keys);
  const arktype = arkSchemas(keys);
  return {
    typia: keys === 'strict' ? typia.equals : typia.is,
    'ajv, compiled': {sample: ajv.compile(json.sample), order: ajv.compile(json.order)},
    'typebox, compiled': {
      sample: value => compiled.sample.Check(value),
      order: value => compiled.order.Check(value),
    },
    'zod 4': {
      sample: value => zod.sample.safeParse(value).success,
      order: value => zod.order.safeParse(value).success,
    },
    valibot: {
      sample: value => v.is(valibot.sample, value),
      order: value => v.is(valibot.order, value),
    },
    arktype: {
      sample: value => arktype.sample.allows(value),
      order: value => arktype.order.allows(value),
    },
  };
}

/**
 * Each gives the value without unknown keys, or throws.
 * @returns {Record<string, Record<Name, (value: any) => unknown>>} by peer
 */
export function peerParsers() {
  const ajv = new Ajv({removeAdditional: true});
  const json = jsonSchemas('dropped');
  const zod = zodSchemas('dropped');
  const valibot = valibotSchemas('dropped');
  const arktype = arkSchemas('dropped');
  /** @param {(name: Name) => (value: any) => unknown} parser */
  const both = parser => ({sample: parser('sample'), order: parser('order')});
  return {
    typia: both(name => value => {
      if (!typia.is[name](value)) throw new TypeError('invalid');
      typia.prune[name](value);
      return value;
    }),
    'ajv, compiled': both(name => {
      const check = ajv.compile(json[name]);
      return value => {
        if (!check(value)) throw new TypeError('invalid');
        return value;
      };
    }),
    'zod 4': both(name => value => zod[name].parse(value)),
    valibot: both(name => value => v.parse(valibot[name], value)),
    arktype: both(name => value => arktype[name].assert(value)),
  };
}

/** @param {Keys} keys */
export function jsonSchemas(keys) {
  const [text, number, boolean] = ['string', 'number', 'boolean'].map(type => ({type}));
  /** @param {...string} values */
  const oneOf = (...values) => ({type: 'string', enum: values});
  /**
   * @param {Record<string, unknown>} properties
   * @param {string[]} [optional]
   */
  const object = (properties, optional = []) => ({
    type: 'object',
    properties,
    required: Object.keys(properties).filter(name => !optional.includes(name)),
    ...(keys !== 'loose' && {additionalProperties: false}),
  });
  const money = object({currency: oneOf('EUR', 'USD'), cents: number});
  return {
    sample: object({
      number,
      negNumber: number,
      maxNumber: number,
      string: text,
      longString: text,
      boolean,
      deeplyNested: object({foo: text, num: number, bool: boolean}),
    }),
    order: object(
      {
        id: text,
        customer: text,
        lines: {type: 'array', items: object({product: text, quantity: number, unitPrice: money})},
        shipTo: object({street: text, city: text, zip: text, country: oneOf('DE', 'ES', 'US')}, ['zip']),
        payment: {
          anyOf: [
            object({method: {const: 'card'}, network: oneOf('visa', 'mastercard'), last4: text}),
            object({method: {const: 'transfer'}, iban: text, dueAt: text}),
            object({method: {const: 'gift'}, code: text, balance: money}),
          ],
        },
        total: money,
        placedAt: text,
        note: text,
      },
      ['note'],
    ),
  };
}

/** @param {Keys} keys */
function typeboxSchemas(keys) {
  const options = keys === 'strict' ? {additionalProperties: false} : {};
  const [text, number, boolean] = [Type.String(), Type.Number(), Type.Boolean()];
  /** @param {...string} values */
  const oneOf = (...values) => Type.Union(values.map(value => Type.Literal(value)));
  const money = Type.Object({currency: oneOf('EUR', 'USD'), cents: number}, options);
  return {
    sample: Type.Object(
      {
        number,
        negNumber: number,
        maxNumber: number,
        string: text,
        longString: text,
        boolean,
        deeplyNested: Type.Object({foo: text, num: number, bool: boolean}, options),
      },
      options,
    ),
    order: Type.Object(
      {
        id: text,
        customer: text,
        lines: Type.Array(Type.Object({product: text, quantity: number, unitPrice: money}, options)),
        shipTo: Type.Object(
          {street: text, city: text, zip: Type.Optional(text), country: oneOf('DE', 'ES', 'US')},
          options,
        ),
        payment: Type.Union([
          Type.Object(
            {method: Type.Literal('card'), network: oneOf('visa', 'mastercard'), last4: text},
            options,
          ),
          Type.Object({method: Type.Literal('transfer'), iban: text, dueAt: text}, options),
          Type.Object({method: Type.Literal('gift'), code: text, balance: money}, options),
        ]),
        total: money,
        placedAt: text,
        note: Type.Optional(text),
      },
      options,
    ),
  };
}

/** @param {Keys} keys */
function zodSchemas(keys) {
  const object = {loose: z.looseObject, strict: z.strictObject, dropped: z.object}[keys];
  const money = object({currency: z.enum(['EUR', 'USD']), cents: z.number()});
  return {
    sample: object({
      number: z.number(),
      negNumber: z.number(),
      maxNumber: z.number(),
      string: z.string(),
      longString: z.string(),
      boolean: z.boolean(),
      deeplyNested: object({foo: z.string(), num: z.number(), bool: z.boolean()}),
    }),
    order: object({
      id: z.string(),
      customer: z.string(),
      lines: z.array(object({product: z.string(), quantity: z.number(), unitPrice: money})),
      shipTo: object({
        street: z.string(),
        city: z.string(),
        zip: z.string().optional(),
        country: z.enum(['DE', 'ES', 'US']),
      }),
      payment: z.discriminatedUnion('method', [
        object({method: z.literal('card'), network: z.enum(['visa', 'mastercard']), last4: z.string()}),
        object({method: z.literal('transfer'), iban: z.string(), dueAt: z.string()}),
        object({method: z.literal('gift'), code: z.string(), balance: money}),
      ]),
      total: money,
      placedAt: z.string(),
      note: z.string().optional(),
    }),
  };
}

/** @param {Keys} keys */
function valibotSchemas(keys) {
  const objects = {loose: v.looseObject, strict: v.strictObject, dropped: v.object};
  const object = /** @type {typeof v.looseObject} */ (objects[keys]);
  const money = object({currency: v.picklist(['EUR', 'USD']), cents: v.number()});
  return {
    sample: object({
      number: v.number(),
      negNumber: v.number(),
      maxNumber: v.number(),
      string: v.string(),
      longString: v.string(),
      boolean: v.boolean(),
      deeplyNested: object({foo: v.string(), num: v.number(), bool: v.boolean()}),
    }),
    order: object({
      id: v.string(),
      customer: v.string(),
      lines: v.array(object({product: v.string(), quantity: v.number(), unitPrice: money})),
      shipTo: object({
        street: v.string(),
        city: v.string(),
        zip: v.optional(v.string()),
        country: v.picklist(['DE', 'ES', 'US']),
      }),
      payment: v.variant('method', [
        object({method: v.literal('card'), network: v.picklist(['visa', 'mastercard']), last4: v.string()}),
        object({method: v.literal('transfer'), iban: v.string(), dueAt: v.string()}),
        object({method: v.literal('gift'), code: v.string(), balance: money}),
      ]),
      total: money,
      placedAt: v.string(),
      note: v.optional(v.string()),
    }),
  };
}

/** @param {Keys} keys */
function arkSchemas(keys) {
  const words = /** @type {const} */ ({loose: 'ignore', strict: 'reject', dropped: 'delete'});
  const others = {'+': words[keys]};
  const money = ark({currency: "'EUR' | 'USD'", cents: 'number', ...others});
  return {
    sample: ark({
      number: 'number',
      negNumber: 'number',
      maxNumber: 'number',
      string: 'string',
      longString: 'string',
      boolean: 'boolean',
      deeplyNested: {foo: 'string', num: 'number', bool: 'boolean', ...others},
      ...others,
    }),
    order: ark({
      id: 'string',
      customer: 'string',
      lines: ark({product: 'string', quantity: 'number', unitPrice: money, ...others}).array(),
      shipTo: {street: 'string', city: 'string', 'zip?': 'string', country: "'DE' | 'ES' | 'US'", ...others},
      payment: ark({method: "'card'", network: "'visa' | 'mastercard'", last4: 'string', ...others})
        .or({method: "'transfer'", iban: 'string', dueAt: 'string', ...others})
        .or({method: "'gift'", code: 'string', balance: money, ...others}),
      total: money,
      placedAt: 'string',
      'note?': 'string',
      ...others,
    }),
  };
}
