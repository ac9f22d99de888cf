/**
 * `is`: one expression that is true exactly for values of the type. Unknown keys are allowed. `ist` refuses them too,
 * where it has just been at the members of an object: cheaper than `hk` after `is`, which goes through the value again.
 */

import {asksAgain} from '../canonicalize.ts';
import {
  type ArrayNode,
  type IndexSignature,
  MAX_DEPTH,
  type ObjectNode,
  reaches,
  type TemplateNode,
  type TupleNode,
  type TypeNode,
  type UnionNode,
} from '../type-node.ts';
import {access, type Emitter, isIdentifier, quote, source} from './emitter.ts';
import {isDistinct} from './json-leaves.ts';
import {countKeys, hasKeys} from './known-keys.ts';
import {planUnion} from './union-plan.ts';

/** The whole function, of the kind that the emitter is for. */
export function emitIs(em: Emitter): string {
  const {cyclic, separate} = em.root.graph!;
  const counted = cyclic && separate;
  const body = bodyOf(em, em.root, counted ? 'd' : '', counted ? `d<${MAX_DEPTH}` : 'true');
  return em.code('v', body, counted);
}

/** An expression over `v` (an identifier or member access). `d` is the depth so far; empty: not counted here. */
export function isExpression(em: Emitter, node: TypeNode, v: string, d: string): string {
  const callee = em.callee(kindFor(em, node), node);
  if (callee) return `${callee.fn}(${v}${callee.run(d)})`;
  if (isIdentifier(v) || isSimple(node)) return isContent(em, node, v, d);
  return call(em, 'is', node, v, d, inner => bodyOf(em, node, inner));
}

/** The body of a function that answers for the node alone. `guard` is a test that goes before all others. */
function bodyOf(em: Emitter, node: TypeNode, d: string, guard = 'true'): string {
  // a loop over the keys that stands here is faster than one in a function of its own
  if (node.kind === 'object' && refusesKeys(em, node) && !isRemembered(em, node)) {
    return `if(!(${and(guard, ...objectTests(em, node, 'v', d))}))return false;${exactBody(em, node)}`;
  }
  return `return ${and(guard, isContent(em, node, 'v', d))}`;
}

/** Which of the two kinds tells what the emitter's function has to know of the node. */
const kindFor = (em: Emitter, node: TypeNode): 'is' | 'ist' =>
  em.fnID === 'ist' && hasKeys(node) ? 'ist' : 'is';

/** A call of a local function over `v`, which counts depth if `d` does. */
function call(em: Emitter, key: string, node: TypeNode, v: string, d: string, body: (d: string) => string) {
  const counted = d !== '' && node.graph!.cyclic;
  const memory = em.memory(node);
  const name = em.local(counted ? `${key},d` : key, node, () => {
    return counted ? `(v,d${memory}){${body('d')}}` : `(v${memory}){${body('')}}`;
  });
  return counted ? `${name}(${v},${d}${memory})` : `${name}(${v}${memory})`;
}

/** Whether verdicts on values of the node are remembered, as they would be asked for again. */
export const isRemembered = (em: Emitter, node: TypeNode): boolean =>
  em.memory(node) !== '' && asksAgain(node, node.graph!.component);

/** Its expression reads `v` about once. */
function isSimple(node: TypeNode): boolean {
  switch (node.kind) {
    case 'object':
    case 'tuple':
    case 'anyObject':
      return false;
    case 'union':
      return node.members.length <= 3 && node.members.every(isSimple);
    default:
      return true;
  }
}

/** The same for a node whose code stands here. */
export function isContent(em: Emitter, node: TypeNode, v: string, d: string): string {
  if (!isRemembered(em, node)) return testOf(em, node, v, d);
  return em.remembered(node, v, d, kindFor(em, node), () => testOf(em, node, 'v', d && 'd'));
}

function testOf(em: Emitter, node: TypeNode, v: string, d: string): string {
  switch (node.kind) {
    case 'any':
    case 'unknown':
      return 'true';
    case 'never':
      return 'false';
    case 'undefined':
    case 'null':
      return `${v}===${node.kind}`;
    case 'string':
    case 'boolean':
    case 'bigint':
    case 'symbol':
      return `typeof ${v}==='${node.kind}'`;
    case 'number':
      if (!node.range) return `Number.isFinite(${v})`;
      return `(Number.isInteger(${v})&&${v}>=${node.range.min}&&${v}<=${node.range.max})`;
    case 'anyObject':
      return `(typeof ${v}==='object'&&${v}!==null)`;
    case 'date':
      return `(${v} instanceof Date&&!isNaN(${v}))`;
    case 'regexp':
      return `${v} instanceof RegExp`;
    case 'url':
      return `${v} instanceof URL`;
    case 'bytes':
      return `${v} instanceof ${node.className}`;
    case 'literal':
      return `${v}===${source(node.value)}`;
    case 'enum':
      return oneOf(em, node.values.map(source), v);
    case 'template':
      return isTemplate(em, node, v);
    case 'array':
      return isArray(em, node, v, d);
    case 'tuple':
      return isTuple(em, node, v, d);
    case 'object':
      return isObject(em, node, v, d);
    case 'map': {
      const key = isExpression(em, node.key, 'k', d);
      const value = isExpression(em, node.value, 'e', d);
      if (key === 'true' && value === 'true') return `${v} instanceof Map`;
      const all = call(em, 'isAll', node, v, d, () => {
        return `for(const [k,e] of v)if(!(${and(key, value)}))return false;return true`;
      });
      return `(${v} instanceof Map&&${all})`;
    }
    case 'set': {
      const item = isExpression(em, node.item, 'e', d);
      if (item === 'true') return `${v} instanceof Set`;
      const all = call(
        em,
        'isAll',
        node,
        v,
        d,
        () => `for(const e of v)if(!(${item}))return false;return true`,
      );
      return `(${v} instanceof Set&&${all})`;
    }
    case 'union':
      return isUnion(em, node, v, d);
  }
}

/** `a&&b`, without what is always true. */
function and(...tests: string[]): string {
  return tests.filter(test => test !== 'true').join('&&') || 'true';
}

function oneOf(em: Emitter, values: string[], v: string): string {
  if (values.length > 12) return `${em.constant('s', `new Set([${values}])`)}.has(${v})`;
  return values.length ? `(${values.map(value => `${v}===${value}`).join('||')})` : 'false';
}

/** Whether a string is of the template type. */
export function isTemplate(em: Emitter, {parts}: TemplateNode, v: string): string {
  const texts = parts.map(part => ('text' in part ? part.text : undefined));
  const holes = parts.filter(part => 'hole' in part);
  if (holes.length === 1 && holes[0]!.hole === 'string') {
    const at = texts.indexOf(undefined);
    const start = texts.slice(0, at).join('');
    const end = texts.slice(at + 1).join('');
    const tests = [`typeof ${v}==='string'`];
    if (start && end) tests.push(`${v}.length>=${start.length + end.length}`);
    if (start) tests.push(`${v}.startsWith(${quote(start)})`);
    if (end) tests.push(`${v}.endsWith(${quote(end)})`);
    return `(${tests.join('&&')})`;
  }
  const codes = {string: 0, number: 1, bigint: 2, boolean: 3};
  const list = parts.map(part => ('text' in part ? quote(part.text) : codes[part.hole]));
  return `${em.pure('matchTemplate')}(${v},${em.constant('t', `[${list}]`)})`;
}

function isArray(em: Emitter, node: ArrayNode, v: string, d: string): string {
  const item = isExpression(em, node.item, 'e', d);
  if (item === 'true') return `Array.isArray(${v})`;
  const all = call(em, 'isAll', node, v, d, () => {
    return `for(let i=0;i<v.length;i++){const e=v[i];if(!(${item}))return false}return true`;
  });
  return `(Array.isArray(${v})&&${all})`;
}

/** The bounds of a tuple's length. Also true for `undefined` at the end of optional members. */
export function lengthTest({items, rest, tail}: TupleNode, v: string): string {
  const required = items.filter(item => !item.optional).length + tail.length;
  if (rest) return required ? `${v}.length>=${required}` : 'true';
  if (required === items.length) return `${v}.length===${required}`;
  return and(required ? `${v}.length>=${required}` : 'true', `${v}.length<=${items.length}`);
}

function isTuple(em: Emitter, node: TupleNode, v: string, d: string): string {
  const {items, rest, tail} = node;
  const tests = [`Array.isArray(${v})`, lengthTest(node, v)];
  items.forEach(({type, optional}, i) => {
    const test = isExpression(em, type, `${v}[${i}]`, d);
    if (test === 'true') return;
    tests.push(optional ? `(${v}[${i}]===undefined||${test})` : test);
  });
  if (rest) {
    const item = isExpression(em, rest, 'e', d);
    if (item !== 'true') {
      tests.push(
        call(em, 'isRest', node, v, d, () => {
          const end = tail.length ? `v.length-${tail.length}` : 'v.length';
          return `for(let i=${items.length};i<${end};i++){const e=v[i];if(!(${item}))return false}return true`;
        }),
      );
    }
    tail.forEach((type, i) => {
      tests.push(isExpression(em, type, `${v}[${v}.length-${tail.length - i}]`, d));
    });
  }
  return `(${and(...tests)})`;
}

function isObject(em: Emitter, node: ObjectNode, v: string, d: string): string {
  return `(${and(...objectTests(em, node, v, d), exactTest(em, node, v))})`;
}

const objectTests = (em: Emitter, node: ObjectNode, v: string, d: string): string[] => {
  return [`typeof ${v}==='object'`, `${v}!==null`, ...membersTests(em, node, v, d)];
};

/** What is left to test once `v` is known to be an object. */
function membersTests(em: Emitter, node: ObjectNode, v: string, d: string, tag?: string): string[] {
  const tests: string[] = [];
  // stable: members of one rank keep their order
  const inOrder = [...node.properties].sort((a, b) => testRank(a.type) - testRank(b.type));
  for (const {name, type, optional} of inOrder) {
    if (name === tag) continue;
    const member = access(v, name);
    const test = isExpression(em, type, member, d);
    if (test === 'true') continue;
    tests.push(optional ? `(${member}===undefined||${test})` : test);
  }
  if (!node.properties.some(isDistinct)) tests.unshift(isNoOtherObject(v));
  if (node.index.length) {
    const body = (inner: string) => {
      return `for(const k in v){${isIndexBody(em, node, inner)}}return true`;
    };
    tests.push(call(em, 'isIndex', node, v, d, body));
  }
  return tests;
}

/** An index signature, where there is one, has looked at all keys. */
const refusesKeys = (em: Emitter, node: ObjectNode): boolean => em.fnID === 'ist' && !node.index.length;

/** Whether an object whose members are right has no other keys, if that matters. */
function exactTest(em: Emitter, node: ObjectNode, v: string): string {
  if (!refusesKeys(em, node)) return 'true';
  return `${em.local('isExact', node, () => `(v){${exactBody(em, node)}}`)}(${v})`;
}

/** The body of a function that answers the same. */
function exactBody(em: Emitter, node: ObjectNode): string {
  const compare = `for(const k in v){if(${isKnownKey(em, node, 'k')})continue;${REFUSE_DATA}}return true`;
  const counted = countKeys(node, 'v', 'n', 'k');
  if (!counted) return compare;
  const exact = em.local('comparesKeys', node, () => `(v){${compare}}`);
  return `${counted.statements}return !${counted.differs}||${exact}(v)`;
}

/** For a key `k` that is unknown. Functions do not count: they are never sent. */
const REFUSE_DATA = `if(typeof v[k]!=='function')return false`;

/** Which member to test first: one that few values fit; last, one whose test is long. */
function testRank(node: TypeNode): number {
  switch (node.kind) {
    case 'literal':
    case 'enum':
    case 'boolean':
      return 0;
    case 'object':
      return node.graph!.cyclic || reaches(node, inner => LOOPS.includes(inner.kind)) ? 3 : 1;
    default:
      return LOOPS.includes(node.kind) ? 3 : 2;
  }
}

/** Kinds whose test goes through the value. */
const LOOPS: TypeNode['kind'][] = ['array', 'tuple', 'set', 'map', 'template'];

/** For objects that no member tells from an array, Map, Date, RegExp and the like. */
export const isNoOtherObject = (v: string): string =>
  `Object.prototype.toString.call(${v})==='[object Object]'`;

function isIndexBody(em: Emitter, node: ObjectNode, d: string): string {
  let code = `if(k==='__proto__')return false;`;
  if (node.properties.length) code += `if(${isKnownKey(em, node, 'k')})continue;`;
  return (
    code +
    forKey(
      em,
      node.index,
      'k',
      type => {
        const test = isExpression(em, type, 'e', d);
        return test === 'true' ? '' : `{const e=v[k];if(!(${test}))return false}`;
      },
      em.fnID === 'ist' ? REFUSE_DATA : '',
    )
  );
}

/** Whether the key `k` is a declared member. */
export function isKnownKey(em: Emitter, {properties}: ObjectNode, k: string): string {
  return oneOf(
    em,
    properties.map(property => quote(property.name)),
    k,
  );
}

/** The index signatures in the order in which to ask. `test` is over the key `k`; missing where every key is right. */
export function keyTests(
  em: Emitter,
  index: IndexSignature[],
  k: string,
): {test: string | undefined; type: TypeNode}[] {
  const rank = ({key}: IndexSignature) => (key === 'string' ? 2 : key === 'number' ? 1 : 0);
  return [...index]
    .sort((a, b) => rank(a) - rank(b))
    .map(({key, type}) => {
      const test = key === 'number' ? `String(+${k})===${k}` : undefined;
      return {test: typeof key === 'string' ? test : isTemplate(em, key, k), type};
    });
}

/** Statements for the first index signature that the key `k` belongs to. `otherwise`: if it belongs to none. */
export function forKey(
  em: Emitter,
  index: IndexSignature[],
  k: string,
  statements: (type: TypeNode) => string,
  otherwise = '',
): string {
  let code = '';
  for (const {test, type} of keyTests(em, index, k)) {
    if (!test) return `${code}{${statements(type)}}`;
    code += `if(${test}){${statements(type)}}else `;
  }
  return `${code}{${otherwise}}`;
}

function isUnion(em: Emitter, node: UnionNode, v: string, d: string): string {
  const {members} = node;
  const plan = planUnion(node);
  const literals = members.filter(member => member.kind === 'literal');
  const tests: string[] = [];
  if (literals.length)
    tests.push(
      oneOf(
        em,
        literals.map(literal => source(literal.value)),
        v,
      ),
    );
  for (const i of plan.order) {
    const member = members[i]!;
    if (member.kind === 'literal' || plan.tagged.some(({index}) => index === i)) continue;
    tests.push(isExpression(em, member, v, d));
  }
  if (plan.tagged.length) {
    const byTag = call(em, 'isTagged', node, v, d, inner => {
      const cases = plan.tagged.map(({node: member, values}) => {
        const test = member.graph!.separate
          ? isExpression(em, member, 'v', inner)
          : and(...membersTests(em, member, 'v', inner, plan.tag), exactTest(em, member, 'v'));
        return `${values.map(value => `case ${source(value)}:`).join('')}return ${test};`;
      });
      return `switch(${access('v', plan.tag!)}){${cases.join('')}}return false`;
    });
    tests.push(`(typeof ${v}==='object'&&${v}!==null&&${byTag})`);
  }
  return `(${tests.join('||')})`;
}
