// From the types of TypeScript's checker to the canonical form.

import ts from 'typescript';
import * as canonical from './canonical.ts';

/** What the checker knows and its published types do not tell. */
interface Internals {
  getDeclarationModifierFlagsFromSymbol(symbol: ts.Symbol): ts.ModifierFlags;
  getCheckFlags(symbol: ts.Symbol): number;
}
const internals = ts as unknown as Internals;
const READONLY_CHECK = 8;

export class CheckerReader {
  private readonly known = new Map<ts.Type, Map<number, string[]>>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The canonical form of a type of the checker's. */
  read(type: ts.Type): string {
    return this.text(type, canonical.MAX_DEPTH);
  }

  private text(type: ts.Type, depth: number): string {
    return canonical.union(this.types(type, depth));
  }

  private types(type: ts.Type, depth: number): string[] {
    const byDepth = this.known.get(type) ?? new Map<number, string[]>();
    this.known.set(type, byDepth);
    const result = byDepth.get(depth) ?? this.members(type, depth);
    byDepth.set(depth, result);
    return result;
  }

  private members(type: ts.Type, depth: number): string[] {
    if (type.flags & ts.TypeFlags.Boolean) return ['boolean'];
    if (type.isUnion()) return type.types.flatMap(member => this.types(member, depth));
    return [this.one(type, depth)];
  }

  private one(type: ts.Type, depth: number): string {
    const {TypeFlags} = ts;
    const is = (flag: ts.TypeFlags) => (type.flags & flag) !== 0;
    if (is(TypeFlags.Any)) return 'any';
    if (is(TypeFlags.Unknown)) return 'unknown';
    if (is(TypeFlags.Never)) return 'never';
    if (is(TypeFlags.StringLiteral | TypeFlags.NumberLiteral)) {
      return canonical.literal((type as ts.LiteralType).value as string | number);
    }
    if (is(TypeFlags.BigIntLiteral)) {
      const {negative, base10Value} = (type as ts.BigIntLiteralType).value;
      return `${negative ? '-' : ''}${base10Value}n`;
    }
    if (is(TypeFlags.BooleanLiteral)) return this.checker.typeToString(type);
    if (is(TypeFlags.String)) return 'string';
    if (is(TypeFlags.Number | TypeFlags.Enum)) return 'number';
    if (is(TypeFlags.BigInt)) return 'bigint';
    if (is(TypeFlags.ESSymbolLike)) return 'symbol';
    if (is(TypeFlags.Undefined)) return 'undefined';
    if (is(TypeFlags.Null)) return 'null';
    if (is(TypeFlags.Void)) return 'void';
    if (is(TypeFlags.NonPrimitive)) return 'object';
    if (is(TypeFlags.TemplateLiteral)) {
      const {texts, types} = type as ts.TemplateLiteralType;
      return canonical.template(
        texts.flatMap((text, index) =>
          index < types.length ? [text, `\${${this.text(types[index]!, depth)}}`] : [text],
        ),
      );
    }
    if (is(TypeFlags.StringMapping)) return this.checker.typeToString(type);
    // What depends on a type parameter that only a caller knows.
    if (is(TypeFlags.Instantiable)) return 'any';
    if (type.isIntersection()) {
      // Members that contradict each other: the checker finds out when it is asked.
      if (this.checker.typeToString(type) === 'never') return 'never';
      const marks = type.types.filter(part => part.flags & TypeFlags.Object);
      const rest = type.types.filter(part => !(part.flags & TypeFlags.Object));
      if (rest.length > 0) {
        return canonical.marked(
          rest.map(part => this.one(part, depth)).join(' & '),
          marks.map(part => this.text(part, depth)),
        );
      }
    }
    return depth <= 0 ? canonical.TOO_DEEP : this.objectType(type as ts.ObjectType, depth - 1);
  }

  private objectType(type: ts.ObjectType, depth: number): string {
    const {checker} = this;
    const name = type.symbol?.name;
    if (checker.isTupleType(type)) {
      const reference = type as ts.TypeReference;
      const target = reference.target as ts.TupleType;
      const elements = checker.getTypeArguments(reference).map((element, index): canonical.Element => {
        const flags = target.elementFlags[index]!;
        const label = target.labeledElementDeclarations?.[index];
        return {
          name: label && ts.isIdentifier(label.name) ? label.name.text : undefined,
          optional: (flags & ts.ElementFlags.Optional) !== 0,
          rest: (flags & (ts.ElementFlags.Rest | ts.ElementFlags.Variadic)) !== 0,
          types: this.types(element, depth),
        };
      });
      return canonical.tuple(elements, target.readonly);
    }
    if (checker.isArrayType(type)) {
      const [element] = checker.getTypeArguments(type as ts.TypeReference);
      return canonical.array(this.text(element!, depth), name === 'ReadonlyArray');
    }
    const isLibrary = type.symbol?.declarations?.some(({parent}) => {
      const file = parent.getSourceFile();
      return /[\\/]lib\.[\w.]+\.d\.ts$/.test(file.fileName);
    });
    if (isLibrary && name !== undefined) {
      if (name === 'Object') return 'object';
      if (/^(String|Number|Boolean|BigInt|Symbol)$/.test(name)) return name.toLowerCase();
      const known = canonical.LIBRARY[name];
      if (known) {
        const list = checker.getTypeArguments(type as ts.TypeReference);
        if (!known.isGeneric) return known.name;
        return `${known.name}<${list.map(argument => this.text(argument, depth)).join(', ')}>`;
      }
    }
    const isClass = (type.symbol?.flags ?? 0) & ts.SymbolFlags.Class;
    if (isClass && type.isClassOrInterface() === false && !(type as ts.TypeReference).target) {
      return `typeof ${name}`;
    }
    return canonical.object({
      className: isClass ? className(type.symbol) : undefined,
      properties: checker
        .getPropertiesOfType(type)
        .filter(property => !property.name.startsWith('__#') && !(property.flags & ts.SymbolFlags.Prototype))
        .map(property => this.property(property, depth)),
      indexes: checker.getIndexInfosOfType(type).map(({keyType, isReadonly, type: value}) => ({
        key: this.text(keyType, depth),
        readonly: isReadonly,
        value: this.text(value, depth),
      })),
      calls: checker
        .getSignaturesOfType(type, ts.SignatureKind.Call)
        .map(signature => this.signature(signature, depth)),
      constructs: checker
        .getSignaturesOfType(type, ts.SignatureKind.Construct)
        .map(signature => this.signature(signature, depth)),
    });
  }

  private property(symbol: ts.Symbol, depth: number): canonical.Property {
    const type = this.checker.getTypeOfSymbol(symbol);
    const modifiers = internals.getDeclarationModifierFlagsFromSymbol(symbol);
    const {flags} = symbol;
    const present = this.checker.getNonNullableType(type);
    return {
      name: memberName(symbol),
      optional: (flags & ts.SymbolFlags.Optional) !== 0,
      readonly:
        (internals.getCheckFlags(symbol) & READONLY_CHECK) !== 0 ||
        (modifiers & ts.ModifierFlags.Readonly) !== 0 ||
        ((flags & ts.SymbolFlags.GetAccessor) !== 0 && !(flags & ts.SymbolFlags.SetAccessor)),
      visibility:
        modifiers & ts.ModifierFlags.Private
          ? 'private'
          : modifiers & ts.ModifierFlags.Protected
            ? 'protected'
            : 'public',
      types: this.types(type, depth),
      isFunction: present.getCallSignatures().length === 1 && present.getProperties().length === 0,
    };
  }

  private signature(signature: ts.Signature, depth: number): string {
    const parameters = signature.parameters.flatMap((symbol, index): canonical.Parameter[] => {
      const declaration = symbol.valueDeclaration as ts.ParameterDeclaration | undefined;
      const type = this.checker.getTypeOfSymbol(symbol);
      const isLast = index === signature.parameters.length - 1;
      const rest =
        isLast &&
        (declaration && ts.isParameter(declaration)
          ? declaration.dotDotDotToken !== undefined
          : (internals.getCheckFlags(symbol) & REST_CHECK) !== 0);
      if (rest && this.checker.isTupleType(type)) {
        const target = (type as ts.TypeReference).target as ts.TupleType;
        return this.checker.getTypeArguments(type as ts.TypeReference).map((element, offset) => {
          const label = target.labeledElementDeclarations?.[offset];
          return {
            name: label && ts.isIdentifier(label.name) ? label.name.text : `${symbol.name}_${offset}`,
            optional: (target.elementFlags[offset]! & ts.ElementFlags.Optional) !== 0,
            rest: (target.elementFlags[offset]! & ts.ElementFlags.Rest) !== 0,
            types: this.types(element, depth),
          };
        });
      }
      const element = rest ? this.checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
      const named = !declaration || !ts.isParameter(declaration) || ts.isIdentifier(declaration.name);
      return [
        {
          name: named ? symbol.name : `param${index}`,
          optional:
            declaration !== undefined &&
            ts.isParameter(declaration) &&
            (declaration.questionToken !== undefined || declaration.initializer !== undefined),
          rest,
          types: this.types(element ?? type, depth),
        },
      ];
    });
    return canonical.signature(parameters, this.text(signature.getReturnType(), depth));
  }
}

/** The name that a class was declared by, also where it is exported as `default`. */
function className(symbol: ts.Symbol): string {
  const declaration = symbol.valueDeclaration;
  return declaration && ts.isClassDeclaration(declaration) && declaration.name
    ? declaration.name.text
    : symbol.name;
}

/** The mark of a rest parameter that has no declaration. */
const REST_CHECK = 1 << 15;

/** `[Symbol.iterator]` for `__@iterator@12`. */
function memberName(symbol: ts.Symbol): string {
  const known = /^__@(\w+)@\d+$/.exec(symbol.escapedName as string);
  return known ? canonical.symbolName(`Symbol.${known[1]}`) : symbol.name;
}
