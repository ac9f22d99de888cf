/**
 * `sj`: the JSON text of a value, in one pass, without unknown keys; the argument stays untouched. It writes what
 * `JSON.stringify(prepareForJson(v))` would write, declared members in the order of declaration: NaN and infinities
 * as null, `undefined` as null in arrays (and at the top) and left out as a member.
 */
import {
  choices,
  type LiteralValue,
  type ObjectNode,
  type TupleNode,
  type TypeNode,
  type UnionNode,
} from '../type-node.ts';
import {memberTests} from './choose-member.ts';
import {access, type Emitter, quote} from './emitter.ts';
import {forKey, isKnownKey} from './is.ts';
import {isUnionOfUndefined} from './json-leaves.ts';
import {planUnion} from './union-plan.ts';

/** The whole function. */
export function emitStringifyJson(em: Emitter): string {
  return em.code('v', `return ${textContent(em, em.root, 'v')}`);
}

/** A string expression over `v`, an identifier or member access. */
function text(em: Emitter, node: TypeNode, v: string): string {
  const callee = em.callee('sj', node);
  return callee ? `${callee.fn}(${v}${callee.run('')})` : textContent(em, node, v);
}

function textContent(em: Emitter, node: TypeNode, v: string): string {
  const memory = em.memory(node);
  const local = (body: () => string) =>
    `${em.local('sj', node, () => `(v${memory}){${body()}}`)}(${v}${memory})`;
  switch (node.kind) {
    case 'any':
    case 'unknown':
    case 'anyObject':
    case 'date':
    case 'url':
      return `${em.pure('jsonAny')}(${v})`;
    case 'never':
    case 'undefined':
    case 'null':
      return `'null'`;
    case 'string':
    case 'template':
      return `${em.pure('jsonString')}(${v})`;
    case 'number':
      return `(Number.isFinite(${v})?''+${v}:'null')`;
    case 'boolean':
      return `(${v}?'true':'false')`;
    case 'bigint':
      return `('"'+${v}+'n"')`;
    case 'symbol':
      return `${em.pure('jsonString')}('Symbol:'+(${v}.description??''))`;
    case 'regexp':
      return `${em.pure('jsonString')}(String(${v}))`;
    case 'bytes':
      return `('"'+${em.pure('toBase64')}(${v})+'"')`;
    case 'literal':
      return quote(literalJson(node.value));
    case 'enum':
      if (node.values.every(value => typeof value === 'number')) return `(''+${v})`;
      return `${em.pure(node.values.every(isString) ? 'jsonString' : 'jsonAny')}(${v})`;
    case 'array':
      return local(() => {
        const item = text(em, node.item, 'e');
        return `let s='[';for(let i=0;i<v.length;i++){const e=v[i];s+=(i?',':'')+${item}}return s+']'`;
      });
    case 'set':
      return local(() => {
        return `let s='';for(const e of v)s+=','+${text(em, node.item, 'e')};return'['+s.slice(1)+']'`;
      });
    case 'map':
      return local(() => {
        const [key, value] = [text(em, node.key, 'k'), text(em, node.value, 'e')];
        return `let s='';for(const [k,e] of v)s+=',['+${key}+','+${value}+']';return'['+s.slice(1)+']'`;
      });
    case 'tuple':
      return local(() => tupleText(em, node));
    case 'object':
      return v === 'v' && node === em.root && !node.index.length
        ? objectText(em, node)
        : local(() => (node.index.length ? indexedText(em, node) : `return ${objectText(em, node)}`));
    case 'union': {
      const values = choices(node);
      if (values?.every(isString)) return choiceText(em, values, v);
      return writtenAlike(em, node, v) ?? local(() => unionText(em, node));
    }
  }
}

/** Of few values a comparison is faster than the test whether a string needs escapes. */
const FEW = 4;

const isString = (value: LiteralValue): value is string => typeof value === 'string';

function choiceText(em: Emitter, values: string[], v: string): string {
  if (values.length > FEW) return `${em.pure('jsonString')}(${v})`;
  const texts = values.map(value => quote(JSON.stringify(value)));
  const tests = values.slice(1).map((value, i) => `${v}===${quote(value)}?${texts[i + 1]}:`);
  return `(${tests.join('')}${texts[0]})`;
}

function tupleText(em: Emitter, {items, rest, tail}: TupleNode): string {
  const required = items.filter(item => !item.optional).length;
  const lead = items.slice(0, required).map(({type}, i) => text(em, type, `v[${i}]`));
  if (lead.length && lead.length === items.length && !rest) return `return'['+${lead.join(`+','+`)}+']'`;
  let code = `let s=${lead.length ? lead.join(`+','+`) : `''`};`;
  items.slice(required).forEach(({type}, j) => {
    const i = required + j;
    const item = `v[${i}]`;
    const value = text(em, type, item);
    const form = isUnionOfUndefined(type) ? value : `(${item}===undefined?'null':${value})`;
    code += `if(v.length>${i})s+=${i ? `','+` : ''}${form};`;
  });
  if (rest) {
    const end = tail.length ? `v.length-${tail.length}` : 'v.length';
    const comma = items.length ? `','` : `(i?',':'')`;
    code += `for(let i=${items.length};i<${end};i++){const e=v[i];s+=${comma}+${text(em, rest, 'e')}}`;
    tail.forEach((type, i) => {
      const at = `v.length-${tail.length - i}`;
      const comma = items.length || i ? `','` : `(${at}?',':'')`;
      code += `s+=${comma}+${text(em, type, `v[${at}]`)};`;
    });
  }
  return `${code}return'['+s+']'`;
}

/** A piece of an expression that adds up strings: code, or text that is known when compiling. */
type Piece = string | {text: string};

/** One expression of the pieces, neighbouring texts as one. */
function concat(pieces: Piece[]): string {
  const parts: string[] = [];
  let known = '';
  for (const piece of [...pieces, '']) {
    if (typeof piece !== 'string') {
      known += piece.text;
      continue;
    }
    if (known) parts.push(quote(known));
    known = '';
    if (piece) parts.push(piece);
  }
  return parts.join('+') || `''`;
}

/** Commas: before each member after one that is always there, else behind optional ones. */
function objectText(em: Emitter, node: ObjectNode): string {
  const properties = node.properties.map(property => ({
    ...property,
    optional: property.optional || isUnionOfUndefined(property.type),
  }));
  const first = properties.findIndex(({type, optional}) => !optional && !mayBeLeftOut(type));
  if (first < 0) {
    const pieces = properties.flatMap(property => memberText(em, property, ',', ''));
    return pieces.length ? `'{'+(${concat(pieces)}).slice(1)+'}'` : `'{}'`;
  }
  const pieces = properties.flatMap((property, i) => {
    if (i < first) return memberText(em, property, '', ',');
    return memberText(em, property, i === first ? '' : ',', '');
  });
  return concat([{text: '{'}, ...pieces, {text: '}'}]);
}

const mayBeLeftOut = (node: TypeNode): boolean =>
  node.kind === 'any' || node.kind === 'unknown' || node.kind === 'undefined';

function memberText(
  em: Emitter,
  {name, type, optional}: ObjectNode['properties'][number],
  before: string,
  after: string,
): Piece[] {
  if (type.kind === 'undefined') return [];
  const member = access('v', name);
  const key = `${before}${JSON.stringify(name)}:`;
  if (mayBeLeftOut(type)) {
    const value = `${em.pure('jsonMember')}(${quote(key)},${member})`;
    return [after ? `(${value}+'${after}').replace(/^,$/,'')` : value];
  }
  const value: Piece = type.kind === 'literal' ? {text: literalJson(type.value)} : text(em, type, member);
  const pieces = [{text: key}, value, {text: after}];
  return optional ? [`(${member}===undefined?'':${concat(pieces)})`] : pieces;
}

const literalJson = (value: string | number | boolean | bigint): string =>
  typeof value === 'bigint' ? `"${value}n"` : JSON.stringify(value);

/** Statements for an object with index signatures: declared members first, then the others as they come. */
function indexedText(em: Emitter, node: ObjectNode): string {
  const parts = node.properties.flatMap(({name, type, optional}) =>
    memberText(em, {name, type, optional: optional || isUnionOfUndefined(type)}, ',', ''),
  );
  let code = `let s=${concat(parts)};for(const k in v){if(k==='__proto__')continue;`;
  if (node.properties.length) code += `if(${isKnownKey(em, node, 'k')})continue;`;
  code += 'const e=v[k];if(e===undefined)continue;';
  code += forKey(em, node.index, 'k', type => {
    const name = `','+${em.pure('jsonString')}(k)+':'`;
    return mayBeLeftOut(type)
      ? `s+=${em.pure('jsonMember')}(${name},e)`
      : `s+=${name}+${text(em, type, 'e')}`;
  });
  return `${code}}return'{'+s.slice(1)+'}'`;
}

/** Of a union whose members need not be told apart to be written. */
function writtenAlike(em: Emitter, node: UnionNode, v: string): string | undefined {
  if (planUnion(node).json === 'indexed') return undefined;
  const [form, ...others] = node.members.map(member => text(em, member, v));
  return others.every(other => other === form) ? form : undefined;
}

function unionText(em: Emitter, node: UnionNode): string {
  const plan = planUnion(node);
  const tests = memberTests(em, node, 'v');
  const branches = tests.map(({index, node: member, test}) => {
    const value = text(em, member, 'v');
    const form = plan.json === 'indexed' && index !== plan.bareNull ? `'[${index},'+${value}+']'` : value;
    return {test, form};
  });
  // literals and the like are all written alike
  let code = '';
  branches.forEach(({test, form}, i) => {
    const last = branches.slice(i).every(branch => branch.form === form);
    if (last && branches[i - 1]?.form === form && i > 0) return;
    code += last ? `return ${form}` : `if(${test})return ${form};`;
  });
  return code;
}
