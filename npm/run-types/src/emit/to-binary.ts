/**
 * `tBi`: writes a value to core's `BinaryWriter`. The layout, in short (`from-binary.ts` reads it):
 * numbers as f64 (branded unsigned ones as u8, u16, u32), dates as f64 milliseconds, text as string, literals as
 * nothing, enums as u8 index; arrays, sets, maps and records as a count and elements; objects as one bit for each
 * optional member that is there, then the members; unions as u8 index and member; `any` as JSON text, empty for
 * undefined.
 */
import {
  choices,
  type LiteralValue,
  type ObjectNode,
  type TupleNode,
  type TypeNode,
  type UnionNode,
} from '../type-node.ts';
import {minBytes, numberBytes} from './binary-size.ts';
import {memberTests} from './choose-member.ts';
import {access, type Emitter, source} from './emitter.ts';
import {forKey, isKnownKey} from './is.ts';

/** The whole function. */
export function emitToBinary(em: Emitter): string {
  return em.code('v,ser', writeContent(em, em.root, 'v'));
}

/** Statements that write `v`, an identifier or member access. */
function write(em: Emitter, node: TypeNode, v: string): string {
  const callee = em.callee('tBi', node);
  return callee ? `${callee.fn}(${v},ser${callee.run('')});` : writeContent(em, node, v);
}

/** As an element of a list, where each takes at least one byte. */
function writeElement(em: Emitter, node: TypeNode, v: string): string {
  return minBytes(node) ? write(em, node, v) : `ser.u8(0);${write(em, node, v)}`;
}

function writeContent(em: Emitter, node: TypeNode, v: string): string {
  const memory = em.memory(node);
  const local = (body: () => string) =>
    `${em.local('tBi', node, () => `(v,ser${memory}){${body()}}`)}(${v},ser${memory});`;
  switch (node.kind) {
    case 'any':
    case 'unknown':
    case 'anyObject':
      return `ser.string(JSON.stringify(${v})??'');`;
    case 'never':
    case 'undefined':
    case 'null':
    case 'literal':
      return '';
    case 'string':
    case 'template':
      return `ser.string(${v});`;
    case 'number':
      return `ser.${{1: 'u8', 2: 'u16', 4: 'u32', 8: 'f64'}[numberBytes(node.range)]}(${v});`;
    case 'boolean':
      return `ser.bool(${v});`;
    case 'bigint':
      return `ser.bigint(${v});`;
    case 'date':
      return `ser.f64(${v}.getTime());`;
    case 'symbol':
      return `ser.string(${v}.description??'');`;
    case 'regexp':
      return `ser.string(String(${v}));`;
    case 'url':
      return `ser.string(${v}.href);`;
    case 'bytes':
      return `ser.bytes(${em.pure('bytesOf')}(${v}));`;
    case 'enum':
      return writeChoice(em, node.values, v);
    case 'array':
      return local(() => {
        const item = writeElement(em, node.item, 'v[i]');
        return `ser.varint(v.length);for(let i=0;i<v.length;i++){${item}}`;
      });
    case 'set':
      return local(() => `ser.varint(v.size);for(const e of v){${writeElement(em, node.item, 'e')}}`);
    case 'map':
      return local(() => {
        const value = minBytes(node.key) ? write(em, node.value, 'e') : writeElement(em, node.value, 'e');
        return `ser.varint(v.size);for(const [k,e] of v){${write(em, node.key, 'k')}${value}}`;
      });
    case 'tuple':
      return local(() => writeTuple(em, node));
    case 'object':
      return local(() => writeObject(em, node));
    case 'union':
      if (choices(node)) return writeChoice(em, choices(node)!, v);
      return local(() => writeUnion(em, node));
  }
}

function writeTuple(em: Emitter, {items, rest, tail}: TupleNode): string {
  const required = items.filter(item => !item.optional).length;
  let code = items
    .slice(0, required)
    .map(({type}, i) => write(em, type, `v[${i}]`))
    .join('');
  if (required < items.length) {
    // how many of the optional ones are there, undefined ones included
    code += `const n=Math.min(v.length,${items.length});ser.index(n-${required},${items.length - required + 1});`;
    items.slice(required).forEach(({type}, j) => {
      const item = `v[${required + j}]`;
      code += `if(n>${required + j}){ser.bool(${item}!==undefined);if(${item}!==undefined){${write(em, type, item)}}}`;
    });
  }
  if (rest) {
    const count = items.length + tail.length;
    code += `const c=Math.max(0,v.length-${count});ser.varint(c);`;
    code += `for(let i=0;i<c;i++){${writeElement(em, rest, `v[i+${items.length}]`)}}`;
    tail.forEach((type, i) => {
      code += write(em, type, `v[v.length-${tail.length - i}]`);
    });
  }
  return code;
}

function writeObject(em: Emitter, node: ObjectNode): string {
  const optional = node.properties.filter(property => property.optional);
  let code = optional.length ? `const b=ser.reserveBits(${Math.ceil(optional.length / 8)});` : '';
  for (const property of node.properties) {
    const member = access('v', property.name);
    const value = write(em, property.type, member);
    if (!property.optional) code += value;
    else code += `if(${member}!==undefined){ser.setBit(b,${optional.indexOf(property)});${value}}`;
  }
  if (!node.index.length) return code;
  code += "const ks=[];for(const k in v){if(k==='__proto__'||v[k]===undefined)continue;";
  if (node.properties.length) code += `if(${isKnownKey(em, node, 'k')})continue;`;
  code += `${forKey(em, node.index, 'k', () => 'ks.push(k)')}}ser.varint(ks.length);`;
  return `${code}for(const k of ks){ser.string(k);${forKey(em, node.index, 'k', type => write(em, type, 'v[k]'))}}`;
}

const writeChoice = (em: Emitter, values: LiteralValue[], v: string): string =>
  `ser.index(${em.constant('s', `[${values.map(source)}]`)}.indexOf(${v}),${values.length});`;

function writeUnion(em: Emitter, node: UnionNode): string {
  const count = node.members.length;
  const tests = memberTests(em, node, 'v');
  const branches = tests.map(({index, node: member, test}, i) => {
    const content = `ser.index(${index},${count});${write(em, member, 'v')}`;
    return i === tests.length - 1 ? `{${content}}` : `if(${test}){${content}}`;
  });
  return branches.join('else ');
}
