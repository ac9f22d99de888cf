/**
 * Helper functions that compiled code shares, as text: they travel with the caches like compiled code does. Each is
 * the body of `createPureFn(utl)`.
 */
import {jitUtils, type PureFnCacheEntry} from '@mionkit/core';
import {typeErrorsWalk} from './type-errors-walk.ts';
import {MAX_DEPTH} from './type-node.ts';

export const PURE_NAMESPACE = 'mion';

export type PureFnName = keyof typeof PURE_FNS;

interface PureFnSource {
  dependencies: PureFnName[];
  code: string;
}

/** Puts a helper, and what it needs, into core's cache, unless it is there. */
export function registerPureFn(fnName: PureFnName): void {
  if (jitUtils.hasPureFn(PURE_NAMESPACE, fnName)) return;
  const {dependencies, code} = PURE_FNS[fnName];
  for (const dependency of dependencies) registerPureFn(dependency);
  const entry: PureFnCacheEntry = {
    namespace: PURE_NAMESPACE,
    fnName,
    paramNames: ['utl'],
    code,
    // the text is a part of this package, so its name identifies it
    bodyHash: fnName,
    pureFnDependencies: dependencies,
    fn: undefined,
  };
  jitUtils.addPureFn(PURE_NAMESPACE, entry);
}

const fn = (code: string, dependencies: PureFnName[] = []): PureFnSource => ({
  dependencies,
  code: `'use strict';${code.replace(/\n\s*/g, '')}`,
});

export const PURE_FNS: Record<
  | 'pushError'
  | 'typeErrorsOf'
  | 'jsCode'
  | 'jsonString'
  | 'jsonMember'
  | 'jsonAny'
  | 'toDate'
  | 'toBigInt'
  | 'toRegExp'
  | 'toSymbol'
  | 'toURL'
  | 'toBase64'
  | 'fromBase64'
  | 'bytesOf'
  | 'toInstance'
  | 'matchTemplate'
  | 'verdicts',
  PureFnSource
> = {
  pushError: fn(`return function pushError(er,pth,path,expected){er.push({path:pth.concat(path),expected})}`),

  typeErrorsOf: fn(typeErrorsWalk(MAX_DEPTH)),

  // Most strings need no escape; the test is cheaper than JSON.stringify, which very long ones are left to. V8 is faster
  // at a class of the characters that need none, turned around, than at one of those that do.
  jsonString: fn(`const escaped=/[^ !#-[\\]-\\ud7ff\\ue000-\\uffff]/;
    return function jsonString(s){return s.length<5000&&!escaped.test(s)?'"'+s+'"':JSON.stringify(s)}`),

  // A member whose value may be nothing: left out then, as JSON.stringify does.
  jsonMember: fn(
    `return function jsonMember(key,v){const s=JSON.stringify(v);return s===undefined?'':key+s}`,
  ),

  jsonAny: fn(`return function jsonAny(v){const s=JSON.stringify(v);return s===undefined?'null':s}`),

  // A key __proto__ has to be computed, or it would be the prototype.
  jsCode:
    fn(`const text=s=>JSON.stringify(s).replace(/[\\u2028\\u2029]/g,c=>c==='\\u2028'?'\\\\u2028':'\\\\u2029');
    const list=v=>'['+Array.from(v,jsCode)+']';
    function jsCode(v){
    switch(typeof v){
    case 'string':return text(v);
    case 'number':return Object.is(v,-0)?'-0':''+v;
    case 'bigint':return v+'n';
    case 'symbol':return 'Symbol('+(v.description===undefined?'':text(v.description))+')';
    case 'function':throw new TypeError('a function is no data');
    case 'boolean':case 'undefined':return ''+v}
    if(v===null)return 'null';
    if(Array.isArray(v))return list(v);
    if(v instanceof Date)return 'new Date('+v.getTime()+')';
    if(v instanceof RegExp)return 'new RegExp('+text(v.source)+','+text(v.flags)+')';
    if(v instanceof URL)return 'new URL('+text(v.href)+')';
    if(v instanceof Map)return 'new Map('+list(v)+')';
    if(v instanceof Set)return 'new Set('+list(v)+')';
    if(v instanceof ArrayBuffer)return 'new Uint8Array('+list(new Uint8Array(v))+').buffer';
    if(ArrayBuffer.isView(v))return 'new '+v[Symbol.toStringTag]+'('+list(v)+')';
    if(v instanceof Error){
    const error='new Error('+text(v.message)+')';
    return v.name==='Error'?error:'Object.assign('+error+',{name:'+text(v.name)+'})'}
    return '{'+Object.keys(v).map(k=>(k==='__proto__'?'['+text(k)+']':text(k))+':'+jsCode(v[k]))+'}'}
    return jsCode`),

  toDate:
    fn(`const iso=/^(?:[+-]\\d\\d)?\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?$/;
    return function toDate(v){
    if(typeof v!=='string'||!iso.test(v))return v;
    const date=new Date(v);
    return isNaN(date)?v:date}`),

  // BigInt() of more digits than this takes long
  toBigInt: fn(`return function toBigInt(v){
    return typeof v==='string'&&v.length<=10001&&/^-?\\d+n$/.test(v)?BigInt(v.slice(0,-1)):v}`),

  toRegExp: fn(`return function toRegExp(v){
    if(typeof v!=='string'||v[0]!=='/')return v;
    const end=v.lastIndexOf('/');
    if(end<1)return v;
    try{return new RegExp(v.slice(1,end),v.slice(end+1))}
    catch{return v}}`),

  toSymbol: fn(`return function toSymbol(v){
    return typeof v==='string'&&v.startsWith('Symbol:')?Symbol(v.slice(7)):v}`),

  toURL: fn(`return function toURL(v){
    if(typeof v!=='string')return v;
    try{return new URL(v)}
    catch{return v}}`),

  bytesOf: fn(`return function bytesOf(v){
    return v instanceof ArrayBuffer?new Uint8Array(v):new Uint8Array(v.buffer,v.byteOffset,v.byteLength)}`),

  toBase64: fn(
    `const bytesOf=utl.usePureFn('mion','bytesOf');
    return function toBase64(v){
    const bytes=bytesOf(v);
    let s='';
    for(let i=0;i<bytes.length;i+=8192)s+=String.fromCharCode.apply(null,bytes.subarray(i,i+8192));
    return btoa(s)}`,
    ['bytesOf'],
  ),

  fromBase64: fn(`return function fromBase64(v,Class){
    if(typeof v!=='string'||v.length%4||!/^[A-Za-z0-9+\\/]*={0,2}$/.test(v))return v;
    const s=atob(v);
    const bytes=new Uint8Array(s.length);
    for(let i=0;i<s.length;i++)bytes[i]=s.charCodeAt(i);
    if(Class===ArrayBuffer)return bytes.buffer;
    return s.length%Class.BYTES_PER_ELEMENT?v:new Class(bytes.buffer)}`),

  // Only data that is valid for the class reaches a deserializer. An own key __proto__ would be taken for the
  // prototype by an assignment of all keys, so it goes.
  toInstance: fn(`const toError=({message,name})=>{
    const error=new Error(message);
    if(name!=='Error')error.name=name;
    return error};
    return function toInstance(v,className,isValid){
    const make=utl.getDeserializeFn(className)??(className==='Error'?toError:undefined);
    const Class=utl.getSerializeClass(className);
    if(!make&&!Class||!isValid())return v;
    delete v['__proto__'];
    return make?make(v):Object.setPrototypeOf(v,Class.prototype)}`),

  // Holes are kinds (0 string, 1 number, 2 bigint, 3 boolean). All ends that the parts so far can have are carried
  // along, so no input makes it backtrack; a number is at most 40 characters long.
  matchTemplate: fn(`const tests=[
    null,
    s=>s.trim()===s&&s!==''&&isFinite(s),
    s=>/^-?\\d+$/.test(s),
    s=>s==='true'||s==='false'];
    return function matchTemplate(v,parts){
    if(typeof v!=='string')return false;
    let ends=[0];
    for(const part of parts){
    const next=new Set();
    if(typeof part==='string'){for(const at of ends)if(v.startsWith(part,at))next.add(at+part.length)}
    else if(part===0){for(let at=ends[0];at<=v.length;at++)next.add(at)}
    else for(const at of ends)
    for(let to=at+1;to<=v.length&&to<=at+40;to++)if(tests[part](v.slice(at,to)))next.add(to);
    ends=[...next].sort((a,b)=>a-b);
    if(!ends.length)return false}
    return ends[ends.length-1]===v.length}`),

  // What was found out about values in one run of a function, by the question.
  verdicts: fn(`return function verdicts(m,question){
    let answers=m.get(question);
    if(!answers)m.set(question,answers=new Map());
    return answers}`),
};
