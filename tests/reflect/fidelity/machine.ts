// From the types of @deepkit/type's machine to the canonical form.

import {ReflectionKind, type Type} from '@deepkit/type';
import * as canonical from './canonical.ts';

/** The canonical form of a reflected type. */
export function ofMachine(type: Type): string {
  return canonical.union(types(type, canonical.MAX_DEPTH));
}

/** The members of a union; the type itself, where it is no union. */
function types(type: Type, depth: number): string[] {
  if (type.kind === ReflectionKind.union) return type.types.flatMap(member => types(member, depth));
  if (type.kind === ReflectionKind.enum) return type.values.map(value => canonical.literal(value as string));
  if (type.kind === ReflectionKind.boolean) return ['boolean'];
  return [one(type, depth)];
}

function text(type: Type, depth: number): string {
  return canonical.union(types(type, depth));
}

function one(type: Type, depth: number): string {
  switch (type.kind) {
    case ReflectionKind.any:
    case ReflectionKind.typeParameter:
      return 'any';
    case ReflectionKind.void:
      return 'void';
    case ReflectionKind.object:
      return 'object';
    case ReflectionKind.regexp:
      return 'RegExp';
    case ReflectionKind.literal: {
      const {literal} = type;
      if (typeof literal === 'symbol') return 'symbol';
      return literal instanceof RegExp ? 'RegExp' : marked(canonical.literal(literal), type, depth);
    }
    case ReflectionKind.string:
    case ReflectionKind.number:
    case ReflectionKind.bigint:
    case ReflectionKind.symbol:
    case ReflectionKind.undefined:
    case ReflectionKind.null:
    case ReflectionKind.never:
    case ReflectionKind.unknown:
      return marked(ReflectionKind[type.kind], type, depth);
    case ReflectionKind.templateLiteral:
      return canonical.template(
        type.types.map(part =>
          part.kind === ReflectionKind.literal ? String(part.literal) : `\${${text(part as Type, depth)}}`,
        ),
      );
    case ReflectionKind.intersection:
      return type.types.map(part => text(part, depth)).join(' & ');
  }
  if (depth <= 0) return canonical.TOO_DEEP;
  const deeper = depth - 1;
  switch (type.kind) {
    case ReflectionKind.array:
      return canonical.array(text(type.type, deeper), Boolean((type as {readonly?: boolean}).readonly));
    case ReflectionKind.promise:
      return `Promise<${text(type.type, deeper)}>`;
    case ReflectionKind.tuple:
      return canonical.tuple(
        type.types.map(member => {
          const rest = member.type.kind === ReflectionKind.rest;
          const element = member.type.kind === ReflectionKind.rest ? member.type.type : member.type;
          return {
            name: member.name,
            optional: Boolean(member.optional),
            rest,
            types: types(element, deeper),
          };
        }),
        Boolean((type as {readonly?: boolean}).readonly),
      );
    case ReflectionKind.function: {
      if (type.function === Function) return 'Function';
      const signature = functionText(type, deeper);
      return type.name === 'new' ? `new ${signature}` : signature;
    }
    case ReflectionKind.class: {
      const known = canonical.LIBRARY[type.classType.name];
      if (known) {
        const list = (type.arguments ?? type.typeArguments ?? []).map(argument => text(argument, deeper));
        return known.isGeneric ? `${known.name}<${list.join(', ')}>` : known.name;
      }
      return objectText(type.classType.name, type.types, deeper);
    }
    case ReflectionKind.objectLiteral:
      return objectText(undefined, type.types, deeper);
    default:
      return `?${ReflectionKind[type.kind]}`;
  }
}

function objectText(className: string | undefined, list: readonly Type[], depth: number): string {
  const shape: canonical.Shape = {className, properties: [], indexes: [], calls: [], constructs: []};
  for (const member of list) {
    switch (member.kind) {
      case ReflectionKind.property:
      case ReflectionKind.propertySignature:
        if ((member as {static?: boolean}).static) break;
        shape.properties.push({
          name: name(member.name),
          optional: Boolean(member.optional),
          readonly: Boolean(member.readonly),
          visibility: visibility(member),
          types: types(member.type, depth),
          isFunction: member.type.kind === ReflectionKind.function,
        });
        break;
      case ReflectionKind.method:
      case ReflectionKind.methodSignature: {
        if ((member as {static?: boolean}).static || member.name === 'constructor') break;
        const signature = depth <= 0 ? canonical.TOO_DEEP : functionText(member, depth - 1);
        if (member.name === 'new') {
          shape.constructs.push(signature);
          break;
        }
        shape.properties.push({
          name: name(member.name),
          optional: Boolean(member.optional),
          readonly: false,
          visibility: visibility(member),
          types: [signature],
          isFunction: true,
        });
        break;
      }
      case ReflectionKind.indexSignature:
        for (const key of types(member.index, depth)) {
          shape.indexes.push({
            key,
            readonly: Boolean((member as {readonly?: boolean}).readonly),
            value: text(member.type, depth),
          });
        }
        break;
      case ReflectionKind.callSignature:
        shape.calls.push(functionText(member, depth));
        break;
    }
  }
  return canonical.object(shape);
}

function functionText(type: {parameters: readonly Type[]; return: Type}, depth: number): string {
  const parameters = type.parameters.flatMap((parameter, index): canonical.Parameter[] => {
    if (parameter.kind !== ReflectionKind.parameter) return [];
    const inner = parameter.type as Type;
    const rest = inner.kind === ReflectionKind.rest;
    const element = inner.kind === ReflectionKind.rest ? inner.type : inner;
    if (rest && element.kind === ReflectionKind.tuple) {
      return element.types.map((member, offset) => ({
        name: member.name ?? `${parameter.name}_${offset}`,
        optional: Boolean(member.optional),
        rest: member.type.kind === ReflectionKind.rest,
        types: types(member.type.kind === ReflectionKind.rest ? member.type.type : member.type, depth),
      }));
    }
    return [
      {
        name: parameter.name || `param${index}`,
        optional: Boolean(parameter.optional || parameter.default),
        rest,
        types: types(element, depth),
      },
    ];
  });
  return canonical.signature(parameters, text(type.return, depth));
}

/** A primitive with the object types that it was intersected with. */
function marked(primitive: string, type: Type, depth: number): string {
  const marks = (type as {decorators?: readonly Type[]}).decorators ?? [];
  const hidden = Object.getOwnPropertySymbols(type.annotations ?? {}).flatMap(
    key => (type.annotations as Record<symbol, unknown[]>)[key] ?? [],
  );
  const all = [...marks, ...hidden].filter(
    (mark): mark is Type => (mark as Type | undefined)?.kind === ReflectionKind.objectLiteral,
  );
  return canonical.marked(
    primitive,
    [...new Set(all)].map(mark => text(mark, depth)),
  );
}

function visibility(member: object): canonical.Property['visibility'] {
  return (['public', 'protected', 'private'] as const)[(member as {visibility?: number}).visibility ?? 0]!;
}

function name(key: unknown): string {
  return typeof key === 'symbol' ? canonical.symbolName(key.description ?? '') : String(key);
}
