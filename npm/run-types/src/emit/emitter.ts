/**
 * The text of one compiled function: what its factory declares before it returns the function, and what it depends
 * on. Each function kind (`is.ts`, `stringify-json.ts`, ...) writes code for a node with the help of this.
 */
import type {FnID} from '@mionkit/core';
import {branches, jitHash} from '../canonicalize.ts';
import {PURE_FNS, PURE_NAMESPACE, type PureFnName} from '../pure-fns.ts';
import type {TypeNode} from '../type-node.ts';

/**
 * Values of a recursive type that nest deeper than this many calls of separate functions are refused, so that no input
 * exhausts the stack. A level of nesting takes one call or two.
 */
export const MAX_DEPTH = 500;

/** Parameters of a function of one value that counts depth. */
const COUNTED = 'v,d=0';

export interface Callee {
  fn: string;
  /** The last argument, with its comma: one more than the depth `d`, if the called function leads back here. */
  depth: (d: string) => string;
}

export class Emitter {
  readonly jitDependencies = new Set<string>();
  readonly pureFnDependencies = new Set<string>();
  /** Functions that this one calls and that have entries of their own. */
  readonly called = new Map<string, {fnID: FnID; node: TypeNode}>();
  private readonly context: string[] = [];
  private readonly names = new Map<string, string>();
  private readonly locals = new Map<string, Map<TypeNode, string>>();
  private count = 0;
  private callsItself = false;
  readonly fnID: FnID;
  readonly root: TypeNode;
  readonly fnName: string;

  constructor(fnID: FnID, root: TypeNode) {
    this.fnID = fnID;
    this.root = root;
    this.fnName = `${fnID}_${jitHash(root)}`;
  }

  /** An identifier that nothing else in this text uses. */
  name(prefix: string): string {
    return `${prefix}${this.count++}`;
  }

  /** A constant of the factory, once for equal text. */
  constant(prefix: string, init: string): string {
    let name = this.names.get(init);
    if (!name) {
      name = this.name(prefix);
      this.names.set(init, name);
      this.context.push(`const ${name}=${init};`);
    }
    return name;
  }

  /** One of the helper functions that all compiled code shares. */
  pure(fnName: PureFnName): string {
    this.pureFnDependencies.add(`${PURE_NAMESPACE}::${fnName}`);
    for (const dependency of PURE_FNS[fnName].dependencies) this.pure(dependency);
    return this.constant('p', `utl.usePureFn('${PURE_NAMESPACE}','${fnName}')`);
  }

  /** What to call for a node that has functions of its own, or undefined if its code belongs here. */
  callee(fnID: FnID, node: TypeNode): Callee | undefined {
    const {separate, cyclic, component} = node.graph!;
    if (!separate) return undefined;
    const inCycle = cyclic && component === this.root.graph!.component;
    const depth = (before: string) => (d: string) => (inCycle && d ? `${before},${d}+1` : '');
    if (node === this.root && fnID === this.fnID) {
      this.callsItself = true;
      return {fn: 'self', depth: depth('')};
    }
    const hash = `${fnID}_${jitHash(node)}`;
    this.jitDependencies.add(hash);
    this.called.set(hash, {fnID, node});
    // inside a cycle the other function may not be there yet when this factory runs
    const fn = inCycle
      ? `${this.constant('d', `utl.getJIT('${hash}')`)}.fn`
      : this.constant('d', `utl.getJitFn('${hash}')`);
    return {fn, depth: depth(fnID === 'te' || fnID === 'uk' || fnID === 'fBi' ? '' : ',0,0')};
  }

  /** A function of the factory, one for each `key` and node. `body` gives its text: parameters and block. */
  local(key: string, node: TypeNode, body: () => string): string {
    const byNode = this.locals.get(key) ?? new Map<TypeNode, string>();
    this.locals.set(key, byNode);
    let name = byNode.get(node);
    if (!name) {
      name = this.name('f');
      byNode.set(node, name);
      const text = body();
      this.context.push(`function ${name}${text}`);
    }
    return name;
  }

  /** Whether verdicts on a union are remembered: where trying its members again and again would not end. */
  remembers(node: TypeNode, d: string): boolean {
    const {remember, component} = node.graph!;
    return d !== '' && remember !== undefined && branches(node, component);
  }

  /** A call that looks a verdict up before it evaluates `expression`, which is over `v` and `d`. */
  remembered(node: TypeNode, v: string, d: string, expression: string): string {
    const memo = `${this.pure('memo')}(${this.memoGroup()},${quote(jitHash(node))})`;
    const name = this.local('remembered', node, () => {
      return `(v,d){const m=${memo};let r=m.get(v);if(r===undefined){r=${expression};m.set(v,r)}return r}`;
    });
    return `${name}(${v},${d})`;
  }

  private memoGroup(): string {
    return quote(`${this.fnID} ${this.root.graph!.remember}`);
  }

  /** Statements at the start of a predicate that uses `remembered`: each run starts, and ends, without memories. */
  forget(): string {
    const {remember, separate} = this.root.graph!;
    if (!remember || !separate) return '';
    const call = `${this.pure('memo')}(${this.memoGroup()})`;
    this.callsItself = true;
    return `if(d===0){${call};try{return self(v,1)}finally{${call}}}`;
  }

  /** The body of `createJitFn`. */
  code(params: string, body: string): string {
    let content = this.inlineTail(body);
    let visible = params;
    if (this.callsItself || params === COUNTED) {
      // local functions do not see the name of a function expression
      this.context.push(`function self(${params}){${content}}`);
      content = `return self(${params.replace(/=[^,]*/g, '')})`;
      // `list.filter(isUser)` passes an index and the list: neither is a depth
      if (params === COUNTED) visible = 'v,_,__,d=0';
    }
    return `'use strict';${this.context.join('')}return function ${this.fnName}(${visible}){${content}}`;
  }

  /** A body that only calls a local function, which nothing else calls, becomes that function's body. */
  private inlineTail(body: string): string {
    const [, name, args] = /^(?:return )?(f\d+)\(([\w,]+)\);?$/.exec(body) ?? [];
    if (!name) return body;
    const head = `function ${name}(${args}){`;
    const at = this.context.findIndex(text => text.startsWith(head));
    if (at < 0 || this.context.some((text, i) => i !== at && text.includes(`${name}(`))) return body;
    const [text] = this.context.splice(at, 1);
    return text!.slice(head.length, -1);
  }
}

/** `v.name`, or `v["other name"]`. */
export function access(v: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${v}.${name}` : `${v}[${quote(name)}]`;
}

/** A key of an object literal. */
export function literalKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** A JavaScript string literal, in single quotes: the code itself travels in double ones. */
export function quote(text: string): string {
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${body.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/** The source of a primitive. */
export function source(value: string | number | boolean | bigint): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether text can stand more than once without being computed more than once. */
export const isIdentifier = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
