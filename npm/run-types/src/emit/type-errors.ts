/** `te`: one error for each wrong place, as `{path, expected}`. Valid values give none. */
import type {ObjectNode, TupleNode, TypeNode, UnionNode} from '../type-node.ts';
import {access, type Emitter, MAX_DEPTH, quote, source} from './emitter.ts';
import {forKey, isExpression, isKnownKey, isNoOtherObject, lengthTest} from './is.ts';
import {isDistinct} from './json-leaves.ts';
import {planUnion, runtimeKinds} from './union-plan.ts';

/** The whole function. */
export function emitTypeErrors(em: Emitter): string {
  const {cyclic, separate} = em.root.graph!;
  const counted = cyclic && separate;
  const at: Place = {v: 'v', path: [], d: counted ? 'd' : ''};
  const content = errorsOf(em, em.root, at);
  const body = counted
    ? `if(d>=${MAX_DEPTH})${push(em, at, 'lessDepth')}else{${content}}return er`
    : `${content}return er`;
  return em.code(counted ? 'v,pth=[],er=[],d=0' : 'v,pth=[],er=[]', body);
}

interface Place {
  /** An identifier or member access. */
  v: string;
  /** Source of the segments below the function's own `pth`. */
  path: string[];
  d: string;
}

const push = (em: Emitter, {path}: Place, expected: string): string =>
  `${em.pure('pushError')}(er,pth,[${path}],${quote(expected)});`;

const inside = (at: Place, v: string, segment: string): Place => ({...at, v, path: [...at.path, segment]});

/** What `expected` says of a type. */
export function expectedName(node: TypeNode): string {
  switch (node.kind) {
    case 'anyObject':
      return 'object';
    case 'object':
      return node.className ? 'class' : 'object';
    case 'template':
      return 'templateLiteral';
    case 'bytes':
      return node.className;
    default:
      return node.kind;
  }
}

/** Statements. */
function errors(em: Emitter, node: TypeNode, at: Place): string {
  const callee = em.callee('te', node);
  if (callee) {
    const path = at.path.length ? `pth.concat([${at.path}])` : 'pth';
    return `${callee.fn}(${at.v},${path},er${callee.depth(at.d)});`;
  }
  return errorsOf(em, node, at);
}

function errorsOf(em: Emitter, node: TypeNode, at: Place): string {
  switch (node.kind) {
    case 'any':
    case 'unknown':
      return '';
    case 'array': {
      const i = em.name('i');
      const e = em.name('e');
      const item = errors(em, node.item, inside(at, e, i));
      const loop =
        item && `else for(let ${i}=0;${i}<${at.v}.length;${i}++){const ${e}=${at.v}[${i}];${item}}`;
      return `if(!Array.isArray(${at.v}))${push(em, at, 'array')}${loop}`;
    }
    case 'tuple':
      return tupleErrors(em, node, at);
    case 'object':
      return withName(em, at, place => objectErrors(em, node, place));
    case 'map': {
      const [x, i] = [em.name('x'), em.name('i')];
      const segment = (failed: string) => `{key:${x}[0],index:${i},failed:'${failed}'}`;
      const key = errors(em, node.key, inside(at, `${x}[0]`, segment('mapKey')));
      const value = errors(em, node.value, inside(at, `${x}[1]`, segment('mapVal')));
      const loop = `let ${i}=0;for(const ${x} of ${at.v}){${key}${value}${i}++}`;
      return `if(!(${at.v} instanceof Map))${push(em, at, 'map')}else{${key || value ? loop : ''}}`;
    }
    case 'set': {
      const [e, i] = [em.name('e'), em.name('i')];
      const item = errors(em, node.item, inside(at, e, `{key:${e},index:${i}}`));
      const loop = `let ${i}=0;for(const ${e} of ${at.v}){${item}${i}++}`;
      return `if(!(${at.v} instanceof Set))${push(em, at, 'set')}else{${item ? loop : ''}}`;
    }
    case 'union':
      return withName(em, at, place => unionErrors(em, node, place));
    default:
      return `if(!(${isExpression(em, node, at.v, '')}))${push(em, at, expectedName(node))}`;
  }
}

/** Gives a member access a name, as it is read often. */
function withName(em: Emitter, at: Place, content: (at: Place) => string): string {
  if (/^[a-z]\d*$/.test(at.v)) return content(at);
  const v = em.name('v');
  return `{const ${v}=${at.v};${content({...at, v})}}`;
}

function tupleErrors(em: Emitter, node: TupleNode, at: Place): string {
  const {items, rest, tail} = node;
  return withName(em, at, place => {
    const {v} = place;
    let code = `if(!Array.isArray(${v}))${push(em, place, 'tuple')}else{`;
    const length = lengthTest(node, v);
    if (length !== 'true') code += `if(!(${length}))${push(em, place, 'tuple')}`;
    items.forEach(({type, optional}, i) => {
      const item = errors(em, type, inside(place, `${v}[${i}]`, `${i}`));
      code += optional && item ? `if(${v}[${i}]!==undefined){${item}}` : item;
    });
    if (rest) {
      const [i, e] = [em.name('i'), em.name('e')];
      const end = tail.length ? `${v}.length-${tail.length}` : `${v}.length`;
      const item = errors(em, rest, inside(place, e, i));
      if (item) code += `for(let ${i}=${items.length};${i}<${end};${i}++){const ${e}=${v}[${i}];${item}}`;
      tail.forEach((type, j) => {
        const index = `${v}.length-${tail.length - j}`;
        code += errors(em, type, inside(place, `${v}[${index}]`, index));
      });
    }
    return `${code}}`;
  });
}

function objectErrors(em: Emitter, node: ObjectNode, at: Place): string {
  const {v} = at;
  const {properties, index} = node;
  const distinct = properties.some(isDistinct);
  const test = `typeof ${v}!=='object'||${v}===null${distinct ? '' : `||!(${isNoOtherObject(v)})`}`;
  let code = `if(${test})${push(em, at, expectedName(node))}else{`;
  for (const {name, type, optional} of properties) {
    const member = access(v, name);
    const found = errors(em, type, inside(at, member, quote(name)));
    code += optional && found ? `if(${member}!==undefined){${found}}` : found;
  }
  if (index.length) {
    const [k, e] = [em.name('k'), em.name('e')];
    const at2 = inside(at, e, k);
    code += `for(const ${k} in ${v}){if(${k}==='__proto__'){${push(em, at2, 'never')}continue}`;
    if (properties.length) code += `if(${isKnownKey(em, node, k)})continue;`;
    code += `const ${e}=${v}[${k}];${forKey(em, index, k, type => errors(em, type, at2))}}`;
  }
  return `${code}}`;
}

/**
 * The errors of the member that the value must have been meant for; of the union itself if that is not known. What
 * can be told by its kind alone is not validated first: in nested unions that would repeat at each level.
 */
function unionErrors(em: Emitter, node: UnionNode, at: Place): string {
  const {v} = at;
  const plan = planUnion(node);
  const others: TypeNode[] = [];
  let object = '';
  let code = '';
  node.members.forEach((member, i) => {
    const kind = plan.alone[i] ? runtimeKinds(member)[0] : undefined;
    const content = () => errors(em, member, at);
    if (kind === 'array') code += `if(Array.isArray(${v})){${content()}}else `;
    else if (kind === 'map') code += `if(${v} instanceof Map){${content()}}else `;
    else if (kind === 'set') code += `if(${v} instanceof Set){${content()}}else `;
    else if (kind === 'object') object = content();
    else if (plan.tagged.every(({index}) => index !== i)) others.push(member);
  });
  if (plan.tagged.length) {
    const cases = plan.tagged.map(({node: member, values}) => {
      const labels = values.map(value => `case ${source(value)}:`).join('');
      return `${labels}{${errors(em, member, at)}break}`;
    });
    const tag = access(v, plan.tag!);
    const wrongTag = push(em, inside(at, tag, quote(plan.tag!)), 'literal');
    object = `switch(${tag}){${cases.join('')}default:${wrongTag}}`;
  }
  const tests = others.map(member => isExpression(em, member, v, '')).join('||') || 'false';
  const own = push(em, at, 'union');
  const isObject = `typeof ${v}==='object'&&${v}!==null&&!Array.isArray(${v})`;
  return `${code}if(!(${tests})){${object ? `if(${isObject}){${object}}else ` : ''}${own}}`;
}
