/**
 * The text of the pure function that `typeErrors` functions share: it walks a value along the outline of a type, which
 * `emit/type-errors.ts` writes, and reports each wrong place. Errors are rare and their code is large, so an outline,
 * which is small, stands in each function instead of statements.
 *
 * An outline is
 * - a name: `any`, `null`, `number`, `date`, or what `typeof` says; it is what is expected as well;
 * - an object literal: an object with these members, some of which tell it from a Map, Date and the like;
 * - a function: another type's `typeErrors`, whose outline it is;
 * - a list that starts with one of `OUTLINE`.
 */

/** The first element of an outline that is a list, and what follows it. */
export const OUTLINE = {
  /** What is expected; a test, or a list of the right values. */
  leaf: 0,
  /** An outline; undefined is right as well. */
  optional: 1,
  array: 2,
  set: 3,
  /** Outlines of key and value. */
  map: 4,
  /** Outlines of the items; of the rest, or 0; of what follows the rest. */
  tuple: 5,
  /** Outlines of the members. */
  union: 6,
  /** The name of the tag, then for each member its tags and its outline. */
  tagged: 7,
  /** What is expected, the members, whether other classes' objects are refused, pairs of key test (or 0) and outline. */
  object: 8,
  /** Gives the `typeErrors` of a type that leads back here. */
  deeper: 9,
} as const;

/**
 * Makes a function of an outline, which it carries as `o` for outlines that lead to it. While one runs, `met` counts the
 * parts of the value that were there, and `memory` has what unions found, by outline and value.
 *
 * A value that is of no member of a union was meant for the one that knows most of its parts, then for the one with
 * the fewest errors. What a member finds is remembered, because it would be sought again at each level of nesting.
 */
export const typeErrorsWalk = (maxDepth: number): string => `
  const isObject=v=>typeof v==='object'&&v!==null;
  const names={
    any:()=>true,
    null:v=>v===null,
    number:Number.isFinite,
    date:v=>v instanceof Date&&!isNaN(v)};
  return function typeErrorsOf(outline){
    const typeErrors=(v,pth=[],er=[])=>{
      const at=[...pth],memory=new Map;
      let met=0,depth=0,errors=er;
      const wrong=expected=>{errors.push({path:at.slice(),expected})};
      const part=(o,v,key)=>{
        at.push(key);
        if(v!==undefined)met++;
        walk(o,v);
        at.pop()
      };
      const walk=(o,v)=>{
        if(typeof o==='string')return (names[o]?names[o](v):typeof v===o)||wrong(o);
        if(typeof o==='function'){
          const before=depth;
          depth=0;
          walk(o.o,v);
          depth=before;
          return
        }
        const [kind,a,b,...rest]=Array.isArray(o)?o:[8,'object',o];
        let index=0;
        switch(kind){
        case 0:
          return (typeof b==='function'?b(v):b.indexOf(v)>=0)||wrong(a);
        case 1:
          return v===undefined||walk(a,v);
        case 2:
          if(!Array.isArray(v))return wrong('array');
          for(;index<v.length;index++)part(a,v[index],index);
          return;
        case 3:
          if(!(v instanceof Set))return wrong('set');
          for(const key of v)part(a,key,{key,index:index++});
          return;
        case 4:
          if(!(v instanceof Map))return wrong('map');
          for(const [key,e] of v){
            part(a,key,{key,index,failed:'mapKey'});
            part(b,e,{key,index:index++,failed:'mapVal'})
          }
          return;
        case 5:{
          if(!Array.isArray(v))return wrong('tuple');
          const end=v.length-rest.length;
          if(end<a.filter(o=>o[0]!==1).length||!b&&end>a.length)wrong('tuple');
          a.forEach((o,i)=>part(o,v[i],i));
          if(b)for(index=a.length;index<v.length;index++)part(index<end?b:rest[index-end],v[index],index);
          return
        }
        case 6:{
          const n=met,all=errors,found=memory.get(o)??new Map;
          memory.set(o,found);
          let best=found.get(v);
          if(!best){
            for(const member of o.slice(1)){
              errors=[];
              met=0;
              walk(member,v);
              const {length}=errors;
              const better=!best||met>best.met||met===best.met&&length<best.errors.length;
              if(!length||better&&(met||errors[0].path.length>at.length&&!Array.isArray(v)))best={met,errors};
              if(!length)break
            }
            best??={met:0,errors:[{path:at.slice(),expected:'union'}]};
            best.from=at.length;
            found.set(v,best)
          }
          met=n+best.met;
          errors=all;
          for(const {path,expected} of best.errors)all.push({path:at.concat(path.slice(best.from)),expected});
          return
        }
        case 7:{
          if(!isObject(v)||Array.isArray(v))return wrong('object');
          const found=[b,...rest].find(([values])=>values.includes(v[a]));
          return found?walk(found[1],v):part([0,'literal',[]],v[a],a)
        }
        case 8:
          if(!isObject(v)||rest[0]&&Object.prototype.toString.call(v)!=='[object Object]')return wrong(a);
          for(const key in b)part(b[key],v[key],key);
          if(rest[1])for(const key in v){
            const found=key==='__proto__'?[0,'never']:!Object.hasOwn(b,key)&&rest.find((pair,i)=>i&&(!pair[0]||pair[0](key)));
            if(found)part(found[1],v[key],key)
          }
          return;
        case 9:
          if(++depth>=${maxDepth})wrong('lessDepth');
          else walk(a().o,v);
          depth--
        }
      };
      walk(outline,v);
      return er
    };
    typeErrors.o=outline;
    return typeErrors
  }`;
