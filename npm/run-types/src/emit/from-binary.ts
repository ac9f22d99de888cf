/**
 * `fBi`: the value again, from core's `BinaryReader`. The input is not trusted: what `to-binary.ts` would not have
 * written throws core's `BinaryError`, lists are bounded by the bytes that follow, recursion by `MAX_DEPTH`. The
 * result has the type's shape; validation of ranges and templates is left to `is`.
 */
import {
  choices,
  type LiteralValue,
  MAX_DEPTH,
  type ObjectNode,
  type TupleNode,
  type TypeNode,
} from '../type-node.ts';
import {minBytes, numberBytes} from './binary-size.ts';
import {access, type Emitter, literalKey, source} from './emitter.ts';
import {forKey} from './is.ts';
import {instance} from './restore-from-json.ts';

/** The whole function. */
export function emitFromBinary(em: Emitter): string {
  const {cyclic, separate} = em.root.graph!;
  const counted = cyclic && separate;
  const value = readContent(em, em.root, counted ? 'd' : '');
  const guard = counted ? `if(d>=${MAX_DEPTH})des.fail('nested too deep');` : '';
  return em.code('des', `${guard}return ${value}`, counted);
}

/** An expression that reads one value. */
function read(em: Emitter, node: TypeNode, d: string): string {
  const callee = em.callee('fBi', node);
  if (callee) return `${callee.fn}(des${callee.run(d)})`;
  return readContent(em, node, d);
}

function readElement(em: Emitter, node: TypeNode, d: string): string {
  return minBytes(node) ? read(em, node, d) : `(des.u8(),${read(em, node, d)})`;
}

function readContent(em: Emitter, node: TypeNode, d: string): string {
  const counted = d !== '' && node.graph!.cyclic;
  const local = (body: (d: string) => string) => {
    const memory = em.memory(node);
    const name = em.local('fBi', node, () => {
      return counted ? `(des,d${memory}){${body('d')}}` : `(des${memory}){${body('')}}`;
    });
    return `${name}(des${counted ? `,${d}` : ''}${memory})`;
  };
  switch (node.kind) {
    case 'any':
    case 'unknown':
    case 'anyObject':
      return local(
        () => `const s=des.string();if(s==='')return;try{return JSON.parse(s)}catch{des.fail('not JSON')}`,
      );
    case 'never':
      return `des.fail('no value of type never')`;
    case 'undefined':
    case 'null':
      return node.kind;
    case 'literal':
      return source(node.value);
    case 'string':
    case 'template':
      return 'des.string()';
    case 'number':
      return `des.${{1: 'u8', 2: 'u16', 4: 'u32', 8: 'f64'}[numberBytes(node.range)]}()`;
    case 'boolean':
      return 'des.bool()';
    case 'bigint':
      return 'des.bigint()';
    case 'date':
      return 'new Date(des.f64())';
    case 'symbol':
      return 'Symbol(des.string())';
    case 'regexp':
      return checked(em, 'toRegExp', 'RegExp', local);
    case 'url':
      return checked(em, 'toURL', 'URL', local);
    case 'bytes':
      return local(() => readBytes(node.className));
    case 'enum':
      return oneOf(em, node.values);
    case 'array':
      return local(inner => {
        const item = readElement(em, node.item, inner);
        return `const n=des.count(${minBytes(node.item) || 1}),o=[];for(let i=0;i<n;i++)o.push(${item});return o`;
      });
    case 'set':
      return local(inner => {
        const item = readElement(em, node.item, inner);
        return `const o=new Set();for(let n=des.count(${minBytes(node.item) || 1});n>0;n--)o.add(${item});return o`;
      });
    case 'map':
      return local(inner => {
        const key = read(em, node.key, inner);
        const value = minBytes(node.key) ? read(em, node.value, inner) : readElement(em, node.value, inner);
        const size = minBytes(node.key) + minBytes(node.value) || 1;
        return `const o=new Map();for(let n=des.count(${size});n>0;n--)o.set(${key},${value});return o`;
      });
    case 'tuple':
      return local(inner => readTuple(em, node, inner));
    case 'object':
      return local(inner => readObject(em, node, inner));
    case 'union':
      if (choices(node)) return oneOf(em, choices(node)!);
      return local(inner => {
        const cases = node.members.map((member, i) => `case ${i}:return ${read(em, member, inner)};`);
        return `switch(des.index(${cases.length})){${cases.join('')}}`;
      });
  }
}

const oneOf = (em: Emitter, values: LiteralValue[]): string =>
  `${em.constant('s', `[${values.map(source)}]`)}[des.index(${values.length})]`;

function checked(
  em: Emitter,
  parse: 'toRegExp' | 'toURL',
  className: string,
  local: (body: () => string) => string,
): string {
  return local(() => {
    const value = `${em.pure(parse)}(des.string())`;
    return `const o=${value};if(!(o instanceof ${className}))des.fail('not a ${className}');return o`;
  });
}

function readBytes(className: string): string {
  if (className === 'ArrayBuffer') return 'return des.bytes().buffer';
  return (
    `const b=des.bytes();if(b.length%${className}.BYTES_PER_ELEMENT)des.fail('not whole elements');` +
    `return new ${className}(b.buffer)`
  );
}

function readTuple(em: Emitter, {items, rest, tail}: TupleNode, d: string): string {
  const required = items.filter(item => !item.optional).length;
  const optional = items.length - required;
  const lead = `[${items.slice(0, required).map(({type}) => read(em, type, d))}]`;
  if (!optional && !rest) return `return ${lead}`;
  let code = `const o=${lead};`;
  if (optional) {
    code += `const n=des.index(${optional + 1});`;
    items.slice(required).forEach(({type}, i) => {
      code += `if(n>${i})o.push(des.bool()?${read(em, type, d)}:undefined);`;
    });
  }
  if (rest) {
    code += `for(let c=des.count(${minBytes(rest) || 1});c>0;c--)o.push(${readElement(em, rest, d)});`;
  }
  for (const type of tail) code += `o.push(${read(em, type, d)});`;
  return `${code}return o`;
}

function readObject(em: Emitter, node: ObjectNode, d: string): string {
  const {properties, index, className} = node;
  const optional = properties.filter(property => property.optional);
  let code = optional.length ? `const b=des.bits(${Math.ceil(optional.length / 8)});` : '';
  // the members before the first optional one make the literal: source order is reading order
  const first = properties.findIndex(property => property.optional);
  const lead = first < 0 ? properties : properties.slice(0, first);
  const literal = `{${lead.map(({name, type}) => `${literalKey(name)}:${read(em, type, d)}`)}}`;
  if (lead.length === properties.length && !index.length && className === undefined)
    return `return ${literal}`;
  code += `const o=${literal};`;
  for (const property of properties.slice(lead.length)) {
    const assign = `${access('o', property.name)}=${read(em, property.type, d)};`;
    code += property.optional ? `if(des.bit(b,${optional.indexOf(property)}))${assign}` : assign;
  }
  if (index.length) {
    const size = 1 + Math.min(...index.map(({type}) => minBytes(type)));
    const value = forKey(em, index, 'k', type => `o[k]=${read(em, type, d)}`, `des.fail('unknown key')`);
    code += `for(let n=des.count(${size});n>0;n--){const k=des.string();`;
    code += `if(k==='__proto__')des.fail('reserved key');${value}}`;
  }
  if (className === undefined) return `${code}return o`;
  return `${code}return ${instance(em, node, 'o')}`;
}
