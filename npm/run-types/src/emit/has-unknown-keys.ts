/**
 * `hk`: whether a valid value has keys, at any depth, that its type does not declare. Members that are functions do
 * not count, as they are never sent.
 */
import {MAX_DEPTH, type ObjectNode, type TupleNode, type TypeNode, type UnionNode} from '../type-node.ts';
import {access, type Emitter, source} from './emitter.ts';
import {forKey, isKnownKey, isRemembered} from './is.ts';
import {countKeys, hasKeys} from './known-keys.ts';
import {memberTest} from './member-test.ts';
import {planUnion} from './union-plan.ts';

/** The whole function. */
export function emitHasUnknownKeys(em: Emitter): string {
  if (!hasKeys(em.root)) return em.code('v', 'return false');
  const {cyclic, separate} = em.root.graph!;
  const counted = cyclic && separate;
  const value = content(em, em.root, 'v', counted ? 'd' : '');
  return em.code('v', `return ${counted ? `d>=${MAX_DEPTH}||` : ''}${value}`, counted);
}

/** An expression over `v`, an identifier or member access. */
export function hasUnknownKeys(em: Emitter, node: TypeNode, v: string, d: string): string {
  if (!hasKeys(node)) return 'false';
  const callee = em.callee('hk', node);
  if (callee) return `${callee.fn}(${v}${callee.run(d)})`;
  return content(em, node, v, d);
}

function content(em: Emitter, node: TypeNode, v: string, d: string): string {
  const counted = d !== '' && node.graph!.cyclic;
  const memory = em.memory(node);
  const name = em.local(counted ? 'hk,d' : 'hk', node, () => {
    return counted ? `(v,d${memory}){${body(em, node, 'd')}}` : `(v${memory}){${body(em, node, '')}}`;
  });
  const call = (v: string, d: string) => `${name}(${v}${counted ? `,${d}` : ''}${memory})`;
  return isRemembered(em, node) ? em.remembered(node, v, d, 'hk', () => call('v', 'd')) : call(v, d);
}

function body(em: Emitter, node: TypeNode, d: string): string {
  switch (node.kind) {
    case 'array':
      return `for(let i=0;i<v.length;i++)if(${hasUnknownKeys(em, node.item, 'v[i]', d)})return true;return false`;
    case 'set':
      return `for(const e of v)if(${hasUnknownKeys(em, node.item, 'e', d)})return true;return false`;
    case 'map': {
      const [key, value] = [hasUnknownKeys(em, node.key, 'k', d), hasUnknownKeys(em, node.value, 'e', d)];
      return `for(const [k,e] of v)if(${key}||${value})return true;return false`;
    }
    case 'tuple':
      return tupleBody(em, node, d);
    case 'object':
      return objectBody(em, node, d);
    case 'union':
      return unionBody(em, node, d);
    default:
      return 'return false';
  }
}

function tupleBody(em: Emitter, {items, rest, tail}: TupleNode, d: string): string {
  const tests = items.map(({type}, i) => {
    const test = hasUnknownKeys(em, type, `v[${i}]`, d);
    return test === 'false' ? test : `v[${i}]!==undefined&&${test}`;
  });
  tail.forEach((type, i) => {
    tests.push(hasUnknownKeys(em, type, `v[v.length-${tail.length - i}]`, d));
  });
  let code = '';
  const restTest = rest && hasUnknownKeys(em, rest, 'v[i]', d);
  if (restTest && restTest !== 'false') {
    const end = tail.length ? `v.length-${tail.length}` : 'v.length';
    code = `for(let i=${items.length};i<${end};i++)if(${restTest})return true;`;
  }
  return `${code}return ${tests.filter(test => test !== 'false').join('||') || 'false'}`;
}

function objectBody(em: Emitter, node: ObjectNode, d: string): string {
  const unknown = `if(typeof v[k]!=='function')return true`;
  let keys = 'for(const k in v){';
  if (node.properties.length) keys += `if(${isKnownKey(em, node, 'k')})continue;`;
  const perKey = (type: TypeNode): string => {
    const test = hasUnknownKeys(em, type, 'v[k]', d);
    return test === 'false' ? '' : `if(v[k]!==undefined&&${test})return true`;
  };
  keys += `${node.index.length ? forKey(em, node.index, 'k', perKey, unknown) : unknown}}`;
  const counted = countKeys(node, 'v', 'n', 'k');
  let code = keys;
  if (counted) {
    // a function of its own: what is rarely run would keep the rest from being inlined
    const compare = em.local('unknown', node, () => `(v){${keys}return false}`);
    code = `${counted.statements}if(${counted.differs}&&${compare}(v))return true;`;
  }
  const tests = node.properties.flatMap(({name, type, optional}) => {
    const member = access('v', name);
    const test = hasUnknownKeys(em, type, member, d);
    if (test === 'false') return [];
    return [optional ? `${member}!==undefined&&${test}` : test];
  });
  return `${code}return ${tests.join('||') || 'false'}`;
}

/** The value has unknown keys if it has some for each member that it is of. */
function unionBody(em: Emitter, node: UnionNode, d: string): string {
  const {tag, tagged, alone, order} = planUnion(node);
  let code = '';
  if (tagged.length) {
    const cases = tagged.map(({node: member, values}) => {
      const labels = values.map(value => `case ${source(value)}:`).join('');
      return `${labels}return ${hasUnknownKeys(em, member, 'v', d)};`;
    });
    code += `if(typeof v==='object'&&v!==null)switch(${access('v', tag!)}){${cases.join('')}}`;
  }
  for (const i of order) {
    if (tagged.some(({index}) => index === i)) continue;
    const test = memberTest(em, node, i, 'v', d);
    const unknown = hasUnknownKeys(em, node.members[i]!, 'v', d);
    code += alone[i] ? `if(${test})return ${unknown};` : `if((${test})&&!${unknown})return false;`;
  }
  return `${code}return true`;
}
