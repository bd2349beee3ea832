import type { JsonObject, JsonValue, PlatformError } from '@riad/contracts';

import { allowedChoices } from './allowed-choices.ts';
import { integerRange } from './integer-range.ts';
import { grammarFormats, grammarLimits, jsonRules, literal } from './json-rules.ts';
import { isObject, mergeSchemas, Unmergeable } from './merge-schemas.ts';
import { patternGrammar } from './pattern-grammar.ts';
import { checkKeywords, constraintsOf, findInside, types, unsupportedSchema } from './schema-keywords.ts';

/** Where a schema stands in the request; names it in errors. */
export const formatSchemaField = 'response_format.json_schema.schema';

/** Any JSON object: what `json_object` asks for. */
export const anyObjectGrammar = `root ::= object\n${jsonRules}\n`;

/**
 * A grammar whose every text is JSON that satisfies the enforced constraints of `schema` (JSON Schema 2020-12). Objects
 * get their declared properties, in that order. Fails with `request.schema_unsupported` naming the keyword and its path
 * rather than letting one pass unenforced; what only a validator can check is left to it.
 */
export function schemaGrammar(schema: JsonObject): string {
  const compiler = createSchemaCompiler(schema, { prefix: '', field: formatSchemaField });
  const root = compiler.rule(schema, '#');
  return `root ::= ${root}\n${compiler.text()}${jsonRules}\n`;
}

export interface SchemaCompiler {
  /** The name of a rule, or an expression, for one schema inside the root. */
  rule(schema: JsonValue, path: string): string;
  /** All rules that were needed, each on its line. */
  text(): string;
}

interface CompilerOptions {
  /** Before every rule name, so that several schemas share one grammar. */
  readonly prefix: string;
  readonly field: string;
}

export function createSchemaCompiler(root: JsonObject, options: CompilerOptions): SchemaCompiler {
  return new Compiler(root, options);
}

class Compiler implements SchemaCompiler {
  readonly #root: JsonObject;
  readonly #options: CompilerOptions;
  readonly #rules = new Map<string, string>();
  readonly #references = new Map<string, string>();
  #depth = 0;

  constructor(root: JsonObject, options: CompilerOptions) {
    this.#root = root;
    this.#options = options;
  }

  text(): string {
    return [...this.#rules].map(([name, body]) => `${name} ::= ${body}\n`).join('');
  }

  rule(schema: JsonValue, path: string): string {
    if (schema === true) return 'value';
    if (!isObject(schema)) throw this.#unsupported('schema', path, 'neither an object nor true');
    this.#depth++;
    if (this.#depth > grammarLimits.depth)
      throw this.#unsupported('schema', path, `nested deeper than ${grammarLimits.depth}`);
    const unknown = checkKeywords(schema);
    if (unknown !== undefined) throw this.#unsupported(unknown, path);
    const name = this.#compile(schema, path);
    this.#depth--;
    return name;
  }

  #compile(schema: JsonObject, path: string): string {
    const { $ref, const: constant, enum: choices, anyOf, oneOf, allOf } = schema;
    if (Array.isArray(allOf)) return this.#all(schema, allOf, path);
    if (constant !== undefined) return this.#enumeration([constant], schema, path);
    if (Array.isArray(choices)) return this.#enumeration(choices, schema, path);
    if (typeof $ref === 'string') return this.#reference($ref, path);
    const options = anyOf ?? oneOf;
    return Array.isArray(options) ? this.#any(schema, options, path) : this.#typed(schema, path);
  }

  #enumeration(choices: readonly JsonValue[], schema: JsonObject, path: string): string {
    const allowed = this.#allowed(choices, schema, path);
    if (allowed.length === 0) throw this.#unsupported('enum', path, 'no value satisfies what stands beside it');
    return this.#define(this.#alternatives(allowed, `${path}/enum`, (choice) => literal(JSON.stringify(choice))));
  }

  #allowed(choices: readonly JsonValue[], schema: JsonObject, path: string): readonly JsonValue[] {
    try {
      return allowedChoices(choices, schema, this.#root);
    } catch (error) {
      throw this.#unsupported('enum', path, error instanceof Error ? error.message : 'cannot be checked');
    }
  }

  /** Each option together with what stands beside the keyword. `oneOf` is checked for exclusiveness by the validator. */
  #any(schema: JsonObject, options: readonly JsonValue[], path: string): string {
    const keyword = schema['anyOf'] === undefined ? 'oneOf' : 'anyOf';
    const { [keyword]: _, ...beside } = constraintsOf(schema);
    return this.#define(
      this.#alternatives(options, `${path}/${keyword}`, (option, at) =>
        Object.keys(beside).length === 0 ? this.rule(option, at) : this.rule(this.#merge([beside, option], at), at),
      ),
    );
  }

  #all(schema: JsonObject, parts: readonly JsonValue[], path: string): string {
    const { allOf: _, ...beside } = schema;
    return this.rule(this.#merge([beside, ...parts], `${path}/allOf`), `${path}/allOf`);
  }

  #merge(parts: readonly JsonValue[], path: string): JsonObject {
    let merged: JsonObject = {};
    for (const part of parts) {
      const resolved = this.#withoutReference(part, path);
      try {
        merged = mergeSchemas(merged, resolved);
      } catch (error) {
        if (!(error instanceof Unmergeable)) throw error;
        throw this.#unsupported(error.keyword, path, 'said in several parts');
      }
    }
    return merged;
  }

  /** A part that is only a reference is replaced by what it refers to. */
  #withoutReference(part: JsonValue, path: string): JsonObject {
    let schema: JsonValue | undefined = part === true ? {} : part;
    for (let step = 0; isObject(schema); step++) {
      const { $ref: target, ...beside } = constraintsOf(schema);
      if (typeof target !== 'string') break;
      if (step > grammarLimits.depth || Object.keys(beside).length > 0)
        throw this.#unsupported('$ref', path, 'combined with more');
      schema = findInside(this.#root, target);
    }
    if (isObject(schema)) return schema;
    throw this.#unsupported('schema', path, 'neither an object nor true');
  }

  #typed(schema: JsonObject, path: string): string {
    const given = schema['type'] ?? inferredType(schema);
    if (given === undefined) return 'value';
    const names: readonly JsonValue[] = Array.isArray(given) ? given : [given];
    const [only] = names;
    return names.length === 1 && only !== undefined
      ? this.#ofType(only, schema, path)
      : this.#define(this.#alternatives(names, `${path}/type`, (name) => this.#ofType(name, schema, path)));
  }

  #ofType(name: JsonValue, schema: JsonObject, path: string): string {
    if (typeof name !== 'string' || !types.has(name))
      throw this.#unsupported('type', path, `the unknown type ${JSON.stringify(name)}`);
    switch (name) {
      case 'object':
        return this.#object(schema, path);
      case 'array':
        return this.#array(schema, path);
      case 'string':
        return this.#string(schema, path);
      case 'integer':
        return this.#integer(schema, path);
      case 'number':
        return numberOr(schema['minimum'], -1) >= 0 ? 'positive-number' : 'number';
      default:
        return name;
    }
  }

  #integer(schema: JsonObject, path: string): string {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
    const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum];
    if (bounds.every((bound) => bound === undefined)) return 'integer';
    const least = Math.max(numberOr(minimum, -Infinity), Math.floor(numberOr(exclusiveMinimum, -Infinity)) + 1);
    const most = Math.min(numberOr(maximum, Infinity), Math.ceil(numberOr(exclusiveMaximum, Infinity)) - 1);
    const range = integerRange(least, most);
    if (range === undefined) throw this.#unsupported('minimum', path, 'no number lies between the bounds');
    return this.#define(range);
  }

  #string(schema: JsonObject, path: string): string {
    const { minLength, maxLength, format, pattern } = schema;
    if (typeof format === 'string' && grammarFormats.has(format)) return format;
    const inside = typeof pattern === 'string' ? patternGrammar(pattern) : undefined;
    if (inside !== undefined) return this.#define(String.raw`"\"" ${inside} "\""`);
    if (minLength === undefined && maxLength === undefined) return 'string';
    return this.#define(String.raw`"\"" character${this.#repetition(minLength, maxLength, path)} "\""`);
  }

  #array(schema: JsonObject, path: string): string {
    const { items, prefixItems, minItems, maxItems } = schema;
    const least = numberOr(minItems, 0);
    const most = numberOr(maxItems, Infinity);
    if (Array.isArray(prefixItems)) {
      // All of them and nothing more: the shortest list that a reader can rely on.
      if (least > prefixItems.length || most < prefixItems.length)
        throw this.#unsupported('prefixItems', path, 'with another number of items');
      const parts = prefixItems.map((item, index) => this.rule(item, `${path}/prefixItems/${index}`));
      return this.#define(`"[" ws ${parts.join(' ws "," ws ')} ws "]"`);
    }
    if (least > most) throw this.#unsupported('minItems', path, `more than maxItems, ${most}`);
    if (most === 0) return this.#define('"[" ws "]"');
    const item = items === undefined ? 'value' : this.rule(items, `${path}/items`);
    const more = `(ws "," ws ${item})${this.#repetition(Math.max(0, least - 1), most - 1, path)}`;
    return this.#define(least > 0 ? `"[" ws ${item} ${more} ws "]"` : `"[" ws (${item} ${more})? ws "]"`);
  }

  #object(schema: JsonObject, path: string): string {
    const declared = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
    const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
    const additional = schema['additionalProperties'] ?? true;
    const names = new Set<JsonValue>(declared.map(([name]) => name));
    const undeclared = [...required].filter((name) => typeof name === 'string' && !names.has(name));
    if (undeclared.length > 0 && additional === false)
      throw this.#unsupported('required', path, `the property ${JSON.stringify(undeclared[0])}, which nothing allows`);
    const properties = [...declared, ...undeclared.map((name) => [String(name), additional] as const)];
    if (properties.length === 0) return this.#map(additional, path);
    const members = properties.map(([key, child]) => ({
      rule: this.#define(`${literal(JSON.stringify(key))} ws ":" ws ${this.rule(child, `${path}/properties/${key}`)}`),
      required: required.has(key),
    }));
    return this.#define(`"{" ws ${this.#members(members)} ws "}"`);
  }

  #map(additional: JsonValue, path: string): string {
    if (additional === false) return this.#define('"{" ws "}"');
    if (additional === true) return 'object';
    const member = this.#define(`string ws ":" ws ${this.rule(additional, `${path}/additionalProperties`)}`);
    return this.#define(`"{" ws (${member} (ws "," ws ${member})*)? ws "}"`);
  }

  /** Members in order, each optional one present or not, commas only between those present. */
  #members(members: readonly { readonly rule: string; readonly required: boolean }[]): string {
    let rest = { alone: '""', after: '""' };
    for (const member of members.toReversed()) {
      const withRest = this.#define(`${member.rule} ${rest.after}`);
      rest = {
        after: this.#define(member.required ? `ws "," ws ${withRest}` : `ws "," ws ${withRest} | ${rest.after}`),
        alone: member.required ? withRest : this.#define(`${withRest} | ${rest.alone}`),
      };
    }
    return rest.alone;
  }

  #reference(target: string, path: string): string {
    const known = this.#references.get(target);
    if (known !== undefined) return known;
    const resolved = findInside(this.#root, target);
    if (resolved === undefined)
      throw this.#unsupported('$ref', path, `${JSON.stringify(target)}, which is not inside the schema`);
    const name = `${this.#options.prefix}ref${this.#references.size}`;
    this.#references.set(target, name);
    this.#rules.set(name, 'null');
    this.#rules.set(name, this.rule(resolved, target));
    return name;
  }

  #alternatives(
    options: readonly JsonValue[],
    path: string,
    present: (option: JsonValue, path: string) => string,
  ): string {
    if (options.length === 0) throw this.#unsupported('alternatives', path, 'none given');
    if (options.length > grammarLimits.alternatives)
      throw this.#unsupported('alternatives', path, `more than ${grammarLimits.alternatives}`);
    return options.map((option, index) => present(option, `${path}/${index}`)).join(' | ');
  }

  /** Bounds beyond what the native engine repeats are left to the validator at the top, and refused at the bottom. */
  #repetition(least: JsonValue | undefined, most: JsonValue | undefined, path: string): string {
    const from = numberOr(least, 0);
    const to = numberOr(most, Infinity);
    if (from > to) throw this.#unsupported('minimum size', path, `more than the maximum of ${to}`);
    if (from > grammarLimits.repetitions)
      throw this.#unsupported('minimum size', path, `more than ${grammarLimits.repetitions}`);
    if (to > grammarLimits.repetitions) return from === 0 ? '*' : `{${from},}`;
    return `{${from},${to}}`;
  }

  #define(body: string): string {
    if (this.#rules.size >= grammarLimits.rules)
      throw this.#unsupported('schema', '#', `more than ${grammarLimits.rules} parts`);
    const name = `${this.#options.prefix}r${this.#rules.size}`;
    this.#rules.set(name, body);
    return name;
  }

  #unsupported(keyword: string, path: string, what?: string): PlatformError {
    return unsupportedSchema(this.#options.field, { keyword, path, what });
  }
}

function inferredType(schema: JsonObject): string | undefined {
  if ('properties' in schema || 'required' in schema || 'additionalProperties' in schema) return 'object';
  if ('items' in schema || 'prefixItems' in schema || 'minItems' in schema || 'maxItems' in schema) return 'array';
  return 'minLength' in schema || 'maxLength' in schema || 'pattern' in schema || 'format' in schema
    ? 'string'
    : undefined;
}

function numberOr(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
