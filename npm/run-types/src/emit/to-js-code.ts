/**
 * `tc`: the source of a JavaScript expression that gives the value again, for builds that write values into modules.
 * Declared members only, as in the other forms; an instance of a class is its data, an `Error` is an `Error`.
 */
import type {ObjectNode, TupleNode, TypeNode, UnionNode} from '../type-node.ts';
import {memberTests} from './choose-member.ts';
import {access, type Emitter, quote, source} from './emitter.ts';
import {forKey, isKnownKey} from './is.ts';

/** The whole function. */
export function emitToJSCode(em: Emitter): string {
  return em.code('v', `return ${codeContent(em, em.root, 'v')}`);
}

/** A string expression over `v`, an identifier or member access. */
function code(em: Emitter, node: TypeNode, v: string): string {
  const callee = em.callee('tc', node);
  return callee ? `${callee.fn}(${v}${callee.run('')})` : codeContent(em, node, v);
}

function codeContent(em: Emitter, node: TypeNode, v: string): string {
  const memory = em.memory(node);
  const local = (body: () => string) =>
    `${em.local('tc', node, () => `(v${memory}){${body()}}`)}(${v}${memory})`;
  switch (node.kind) {
    case 'literal':
      return quote(typeof node.value === 'string' ? JSON.stringify(node.value) : source(node.value));
    case 'array':
      return local(() => `return'['+Array.from(v,e=>${code(em, node.item, 'e')})+']'`);
    case 'set':
      return local(() => `return'new Set(['+Array.from(v,e=>${code(em, node.item, 'e')})+'])'`);
    case 'map':
      return local(() => {
        const entry = `'['+${code(em, node.key, 'k')}+','+${code(em, node.value, 'e')}+']'`;
        return `return'new Map(['+Array.from(v,([k,e])=>${entry})+'])'`;
      });
    case 'tuple':
      return local(() => tupleCode(em, node));
    case 'object':
      return node.className === 'Error' ? `${em.pure('jsCode')}(${v})` : local(() => objectCode(em, node));
    case 'union':
      return local(() => unionCode(em, node));
    default:
      return `${em.pure('jsCode')}(${v})`;
  }
}

function tupleCode(em: Emitter, {items, rest, tail}: TupleNode): string {
  let body = 'const o=[];';
  items.forEach(({type, optional}, i) => {
    const item = `v[${i}]`;
    const value = code(em, type, item);
    body += optional
      ? `if(v.length>${i})o.push(${item}===undefined?'undefined':${value});`
      : `o.push(${value});`;
  });
  if (rest) {
    const end = `v.length-${tail.length}`;
    body += `for(let i=${items.length};i<${end};i++)o.push(${code(em, rest, 'v[i]')});`;
    tail.forEach((type, i) => {
      body += `o.push(${code(em, type, `v[v.length-${tail.length - i}]`)});`;
    });
  }
  return `${body}return'['+o+']'`;
}

function objectCode(em: Emitter, node: ObjectNode): string {
  let body = 'const o=[];';
  for (const {name, type} of node.properties) {
    const member = access('v', name);
    const key = quote(`${JSON.stringify(name)}:`);
    body += `if(${member}!==undefined)o.push(${key}+${code(em, type, member)});`;
  }
  if (node.index.length) {
    body += `for(const k in v){if(k==='__proto__'||v[k]===undefined)continue;`;
    if (node.properties.length) body += `if(${isKnownKey(em, node, 'k')})continue;`;
    body += forKey(em, node.index, 'k', type => {
      return `o.push(${em.pure('jsCode')}(k)+':'+${code(em, type, 'v[k]')})`;
    });
    body += '}';
  }
  return `${body}return'{'+o+'}'`;
}

function unionCode(em: Emitter, node: UnionNode): string {
  const tests = memberTests(em, node, 'v');
  return tests.map(({node: member, test}) => `if(${test})return ${code(em, member, 'v')};`).join('');
}
