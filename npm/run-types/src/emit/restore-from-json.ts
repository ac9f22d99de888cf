/**
 * `fj`: the value again, from what `JSON.parse` gave; changes it in place. It runs before validation: what is not
 * in the type's JSON form is left as it is, for `te` to report. It never throws.
 */
import {MAX_DEPTH, type ObjectNode, type TupleNode, type TypeNode, type UnionNode} from '../type-node.ts';
import {access, type Emitter, quote, source} from './emitter.ts';
import {forKey, isExpression, isKnownKey} from './is.ts';
import {carriesSpecial} from './json-leaves.ts';
import {needsRestore} from './json-needs.ts';
import {planUnion, runtimeKinds} from './union-plan.ts';

/** The whole function. */
export function emitRestoreFromJson(em: Emitter): string {
  if (!needsRestore(em.root)) return em.code('v', 'return v');
  const {cyclic, separate} = em.root.graph!;
  const counted = cyclic && separate;
  const value = restoreContent(em, em.root, 'v', counted ? 'd' : '');
  return em.code('v', `return ${counted ? `d>=${MAX_DEPTH}?v:` : ''}${value}`, counted);
}

/** An expression over `v`. */
function restore(em: Emitter, node: TypeNode, v: string, d: string): string {
  if (!needsRestore(node)) return v;
  const callee = em.callee('fj', node);
  if (callee) return `${callee.fn}(${v}${callee.run(d)})`;
  return restoreContent(em, node, v, d);
}

function restoreContent(em: Emitter, node: TypeNode, v: string, d: string): string {
  if (!needsRestore(node)) return v;
  const counted = d !== '' && node.graph!.cyclic;
  const local = (body: (d: string) => string) => {
    const memory = em.memory(node);
    const name = em.local('fj', node, () => {
      return counted ? `(v,d${memory}){${body('d')}}` : `(v${memory}){${body('')}}`;
    });
    return `${name}(${v}${counted ? `,${d}` : ''}${memory})`;
  };
  switch (node.kind) {
    case 'undefined':
      return `(${v}===null?undefined:${v})`;
    case 'bigint':
    case 'literal':
      return `${em.pure('toBigInt')}(${v})`;
    case 'date':
      return `${em.pure('toDate')}(${v})`;
    case 'symbol':
      return `${em.pure('toSymbol')}(${v})`;
    case 'regexp':
      return `${em.pure('toRegExp')}(${v})`;
    case 'url':
      return `${em.pure('toURL')}(${v})`;
    case 'bytes':
      return `${em.pure('fromBase64')}(${v},${node.className})`;
    case 'array':
      return local(inner => {
        const item = restore(em, node.item, 'v[i]', inner);
        return `if(Array.isArray(v))for(let i=0;i<v.length;i++)v[i]=${item};return v`;
      });
    case 'set':
      return local(inner => {
        const item = restore(em, node.item, 'e', inner);
        return `if(!Array.isArray(v))return v;const o=new Set();for(const e of v)o.add(${item});return o`;
      });
    case 'map':
      return local(inner => {
        const [key, value] = [restore(em, node.key, 'e[0]', inner), restore(em, node.value, 'e[1]', inner)];
        return (
          `if(!Array.isArray(v))return v;const o=new Map();for(const e of v){` +
          `if(!Array.isArray(e)||e.length!==2)return v;o.set(${key},${value})}return o`
        );
      });
    case 'tuple':
      return local(inner => restoreTuple(em, node, inner));
    case 'object':
      return local(inner => restoreObject(em, node, inner));
    case 'union':
      return local(inner => restoreUnion(em, node, inner));
    default:
      return v;
  }
}

function restoreTuple(em: Emitter, {items, rest, tail}: TupleNode, d: string): string {
  let code = 'if(!Array.isArray(v))return v;';
  items.forEach(({type, optional}, i) => {
    const item = `v[${i}]`;
    if (optional && !acceptsNull(type)) code += `if(${item}===null)${item}=undefined;`;
    const value = restore(em, type, item, d);
    const isThere = restoresFalsy(type) ? `v.length>${i}&&${item}!==undefined` : item;
    if (value !== item) code += `if(${isThere})${item}=${value};`;
  });
  if (rest && needsRestore(rest)) {
    const end = tail.length ? `v.length-${tail.length}` : 'v.length';
    code += `for(let i=${items.length};i<${end};i++)v[i]=${restore(em, rest, 'v[i]', d)};`;
  }
  tail.forEach((type, i) => {
    const index = `v.length-${tail.length - i}`;
    const value = restore(em, type, `v[${index}]`, d);
    if (needsRestore(type)) code += `if(v.length>=${tail.length})v[${index}]=${value};`;
  });
  return `${code}return v`;
}

/** A falsy JSON form is of another value: `null` of undefined, the empty string of no bytes. */
function restoresFalsy(node: TypeNode): boolean {
  return node.kind === 'union'
    ? node.members.some(restoresFalsy)
    : ['undefined', 'bytes'].includes(node.kind);
}

/** `null` is a JSON form of the type. */
function acceptsNull(node: TypeNode): boolean {
  if (node.kind === 'union') return planUnion(node).bareNull !== undefined;
  return ['null', 'any', 'unknown', 'undefined'].includes(node.kind);
}

function restoreObject(em: Emitter, node: ObjectNode, d: string): string {
  let code = `if(typeof v!=='object'||v===null||Array.isArray(v))return v;`;
  for (const {name, type} of node.properties) {
    const member = access('v', name);
    const value = restore(em, type, member, d);
    const isThere = restoresFalsy(type) ? `${member}!==undefined` : member;
    if (value !== member) code += `if(${isThere})${member}=${value};`;
  }
  if (node.index.some(({type}) => needsRestore(type))) {
    code += `for(const k in v){if(k==='__proto__')continue;`;
    if (node.properties.length) code += `if(${isKnownKey(em, node, 'k')})continue;`;
    const assign = (type: TypeNode) => (needsRestore(type) ? `v[k]=${restore(em, type, 'v[k]', d)}` : '');
    code += `${forKey(em, node.index, 'k', assign)}}`;
  }
  if (node.className === undefined) return `${code}return v`;
  return `${code}return ${instance(em, node, 'v')}`;
}

/** An instance of the node's class, made of the data `v` if that is valid. */
export function instance(em: Emitter, node: ObjectNode, v: string): string {
  return `${em.pure('toInstance')}(${v},${quote(node.className!)},()=>${isExpression(em, node, v, '')})`;
}

function restoreUnion(em: Emitter, node: UnionNode, d: string): string {
  const plan = planUnion(node);
  let code = '';
  if (plan.bareNull !== undefined) {
    code += `if(v===null)return ${node.members[plan.bareNull]!.kind};`;
  }
  if (plan.json === 'indexed') {
    const cases = node.members.map((member, i) => {
      return i === plan.bareNull ? '' : `case ${i}:return ${restore(em, member, 'v[1]', d)};`;
    });
    return `${code}if(Array.isArray(v)&&v.length===2)switch(v[0]){${cases.join('')}}return v`;
  }
  const restored = plan.tagged.filter(({node: member}) => needsRestore(member));
  if (restored.length) {
    const cases = restored.map(({node: member, values}) => {
      return `${values.map(value => `case ${source(value)}:`).join('')}return ${restore(em, member, 'v', d)};`;
    });
    code += `if(typeof v==='object'&&v!==null&&!Array.isArray(v))switch(${access('v', plan.tag!)}){${cases.join('')}}`;
  }
  node.members.forEach((member, i) => {
    if (i === plan.bareNull || !carriesSpecial(member) || plan.tagged.some(({index}) => index === i)) return;
    if (!needsRestore(member)) return;
    code += `if(${shapeTest(member)})return ${restore(em, member, 'v', d)};`;
  });
  return `${code}return v`;
}

/** In this mode no other member has the JSON shape of the node. */
function shapeTest(node: TypeNode): string {
  switch (runtimeKinds(node)[0]) {
    case 'object':
      return `typeof v==='object'&&v!==null&&!Array.isArray(v)`;
    case 'array':
    case 'map':
    case 'set':
      return 'Array.isArray(v)';
    default:
      return `typeof v==='string'`;
  }
}
