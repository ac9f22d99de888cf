/**
 * `te`: one error for each wrong place, as `{path, expected}`. Valid values give none. Its code is the outline of the
 * type, of which `type-errors-walk.ts` makes the function.
 */
import {OUTLINE} from '../type-errors-walk.ts';
import {choices, type ObjectNode, type TupleNode, type TypeNode, type UnionNode} from '../type-node.ts';
import {type Emitter, literalKey, quote, source} from './emitter.ts';
import {isContent, keyTests} from './is.ts';
import {isDistinct} from './json-leaves.ts';
import {planUnion} from './union-plan.ts';

/** The whole function. */
export function emitTypeErrors(em: Emitter): string {
  const content = contentOutline(em, em.root);
  return em.made(`${em.pure('typeErrorsOf')}(${content})`);
}

/** What `expected` says of a type. */
function expectedName(node: TypeNode): string {
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

function outline(em: Emitter, node: TypeNode): string {
  const callee = em.callee('te', node);
  if (!callee) return contentOutline(em, node);
  if (!callee.inCycle) return callee.fn;
  // the functions of a cycle are made one after the other
  return `[${OUTLINE.deeper},()=>${callee.fn}]`;
}

const optionalOutline = (em: Emitter, type: TypeNode): string => `[${OUTLINE.optional},${outline(em, type)}]`;

function contentOutline(em: Emitter, node: TypeNode): string {
  const name = simpleName(node);
  if (name) return quote(name);
  switch (node.kind) {
    case 'array':
      return `[${OUTLINE.array},${outline(em, node.item)}]`;
    case 'set':
      return `[${OUTLINE.set},${outline(em, node.item)}]`;
    case 'map':
      return `[${OUTLINE.map},${outline(em, node.key)},${outline(em, node.value)}]`;
    case 'tuple':
      return tupleOutline(em, node);
    case 'object':
      return objectOutline(em, node);
    case 'union':
      return unionOutline(em, node);
    default:
      return leafOutline(em, node);
  }
}

/** Of types that the walk knows by their name. */
function simpleName(node: TypeNode): string | undefined {
  switch (node.kind) {
    case 'any':
    case 'unknown':
      return 'any';
    case 'never':
    case 'undefined':
    case 'null':
    case 'string':
    case 'boolean':
    case 'bigint':
    case 'symbol':
    case 'date':
      return node.kind;
    case 'number':
      return node.range ? undefined : node.kind;
    default:
      return undefined;
  }
}

function leafOutline(em: Emitter, node: TypeNode): string {
  const values = node.kind === 'literal' ? [node.value] : choices(node);
  const test = values ? `[${values.map(source)}]` : `v=>${isContent(em, node, 'v', '')}`;
  return `[${OUTLINE.leaf},${quote(expectedName(node))},${test}]`;
}

function tupleOutline(em: Emitter, {items, rest, tail}: TupleNode): string {
  const own = items.map(({type, optional}) => (optional ? optionalOutline(em, type) : outline(em, type)));
  const after = rest ? [outline(em, rest), ...tail.map(type => outline(em, type))] : [];
  return `[${[OUTLINE.tuple, `[${own}]`, ...after]}]`;
}

function objectOutline(em: Emitter, node: ObjectNode): string {
  const members = node.properties.map(({name, type, optional}) => {
    return `${literalKey(name)}:${optional ? optionalOutline(em, type) : outline(em, type)}`;
  });
  const distinct = node.properties.some(isDistinct);
  if (distinct && !node.index.length && !node.className) return `{${members}}`;
  const index = keyTests(em, node.index, 'k').map(({test, type}) => {
    return `[${test ? `k=>${test}` : 0},${outline(em, type)}]`;
  });
  const expected = quote(expectedName(node));
  return `[${[OUTLINE.object, expected, `{${members}}`, distinct ? 0 : 1, ...index]}]`;
}

const isContainer = (node: TypeNode): boolean =>
  ['object', 'array', 'tuple', 'map', 'set'].includes(node.kind);

function unionOutline(em: Emitter, node: UnionNode): string {
  const {tag, tagged} = planUnion(node);
  const containers = node.members.filter(isContainer);
  if (!containers.length && !node.members.every(simpleName)) return leafOutline(em, node);
  const leaves = node.members.filter(member => !isContainer(member));
  const others = containers.filter(member => tagged.every(entry => entry.node !== member));
  const outlines = leaves.every(simpleName)
    ? leaves.map(leaf => outline(em, leaf))
    : [`[${OUTLINE.leaf},'',v=>${leaves.map(leaf => isContent(em, leaf, 'v', '')).join('||')}]`];
  outlines.push(...others.map(member => outline(em, member)));
  if (tag !== undefined && tagged.length) {
    const members = tagged.map(
      ({node: member, values}) => `[[${values.map(source)}],${outline(em, member)}]`,
    );
    outlines.push(`[${[OUTLINE.tagged, quote(tag), ...members]}]`);
  }
  return `[${[OUTLINE.union, ...outlines]}]`;
}
