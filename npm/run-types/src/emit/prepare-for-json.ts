/**
 * `tj`: a value that `JSON.stringify` writes in the type's JSON form. What needs no change is passed on as it is;
 * what does is copied (declared members only), so the argument stays untouched.
 */
import type {ObjectNode, TupleNode, TypeNode, UnionNode} from '../type-node.ts';
import {memberTests} from './choose-member.ts';
import {access, type Emitter, literalKey} from './emitter.ts';
import {forKey, isKnownKey} from './is.ts';
import {isUnionOfUndefined} from './json-leaves.ts';
import {needsPrepare} from './json-needs.ts';
import {planUnion} from './union-plan.ts';

/** The whole function. */
export function emitPrepareForJson(em: Emitter): string {
  return em.code('v', `return ${prepareContent(em, em.root, 'v')}`);
}

/** An expression over `v`. */
function prepare(em: Emitter, node: TypeNode, v: string): string {
  if (!needsPrepare(node)) return v;
  const callee = em.callee('tj', node);
  return callee ? `${callee.fn}(${v}${callee.run('')})` : prepareContent(em, node, v);
}

function prepareContent(em: Emitter, node: TypeNode, v: string): string {
  if (!needsPrepare(node)) return v;
  const memory = em.memory(node);
  const local = (body: () => string) =>
    `${em.local('tj', node, () => `(v${memory}){${body()}}`)}(${v}${memory})`;
  switch (node.kind) {
    case 'bigint':
    case 'literal':
      return `${v}+'n'`;
    case 'symbol':
      return `'Symbol:'+(${v}.description??'')`;
    case 'regexp':
      return `String(${v})`;
    case 'bytes':
      return `${em.pure('toBase64')}(${v})`;
    case 'array':
      return local(() => {
        const item = prepare(em, node.item, 'v[i]');
        return `const o=new Array(v.length);for(let i=0;i<v.length;i++)o[i]=${item};return o`;
      });
    case 'set':
      return local(() => `const o=[];for(const e of v)o.push(${prepare(em, node.item, 'e')});return o`);
    case 'map':
      return local(() => {
        const [key, value] = [prepare(em, node.key, 'k'), prepare(em, node.value, 'e')];
        return `const o=[];for(const [k,e] of v)o.push([${key},${value}]);return o`;
      });
    case 'tuple':
      return local(() => prepareTuple(em, node));
    case 'object':
      return local(() => prepareObject(em, node));
    case 'union':
      return local(() => prepareUnion(em, node));
    default:
      return v;
  }
}

function prepareTuple(em: Emitter, {items, rest, tail}: TupleNode): string {
  let code = 'const o=v.slice();';
  items.forEach(({type, optional}, i) => {
    if (!needsPrepare(type)) return;
    const guard = optional && !isUnionOfUndefined(type) ? `if(v[${i}]!==undefined)` : '';
    const value = `o[${i}]=${prepare(em, type, `v[${i}]`)};`;
    code += guard || !optional ? `${guard}${value}` : `if(v.length>${i})${value}`;
  });
  if (rest && needsPrepare(rest)) {
    const end = tail.length ? `v.length-${tail.length}` : 'v.length';
    code += `for(let i=${items.length};i<${end};i++)o[i]=${prepare(em, rest, 'v[i]')};`;
  }
  tail.forEach((type, i) => {
    const index = `v.length-${tail.length - i}`;
    if (needsPrepare(type)) code += `o[${index}]=${prepare(em, type, `v[${index}]`)};`;
  });
  return `${code}return o`;
}

function prepareObject(em: Emitter, node: ObjectNode): string {
  const members = node.properties.map(({name, type, optional}) => {
    const member = access('v', name);
    const value = prepare(em, type, member);
    const guarded =
      (optional || isUnionOfUndefined(type)) && value !== member
        ? `${member}===undefined?undefined:${value}`
        : value;
    return `${literalKey(name)}:${guarded}`;
  });
  if (!node.index.length) return `return{${members}}`;
  let code = `const o={${members}};for(const k in v){if(k==='__proto__')continue;`;
  if (node.properties.length) code += `if(${isKnownKey(em, node, 'k')})continue;`;
  return `${code}${forKey(em, node.index, 'k', type => `if(v[k]!==undefined)o[k]=${prepare(em, type, 'v[k]')}`)}}return o`;
}

function prepareUnion(em: Emitter, node: UnionNode): string {
  const plan = planUnion(node);
  const tests = memberTests(em, node, 'v');
  let code = '';
  tests.forEach(({index, node: member, test}, i) => {
    const value = prepare(em, member, 'v');
    // an unchanged member has to be recognised only if a later test could take its values for another's
    const isTakenLater = tests.slice(i + 1).some(later => needsPrepare(later.node));
    if (plan.json === 'indexed' && index !== plan.bareNull) code += `if(${test})return[${index},${value}];`;
    else if (value !== 'v') code += `if(${test})return ${value};`;
    else if (plan.json === 'indexed' || isTakenLater) code += `if(${test})return v;`;
  });
  return `${code}return v`;
}
