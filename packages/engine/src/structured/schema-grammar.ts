import type { JsonObject, JsonValue, PlatformError } from '@riad/contracts';

import { allowedChoices } from './allowed-choices.ts';
import { areExclusive } from './exclusive-options.ts';
import { boundedInteger, numberOr } from './integer-range.ts';
import { itemList } from './item-list.ts';
import { grammarLimits, jsonRules, literal, type OutputGrammar } from './json-rules.ts';
import { isObject, mergeSchemas, NothingFits } from './merge-schemas.ts';
import { countHolds, memberList, otherName } from './object-members.ts';
import { isAnyObject, otherMembers } from './other-members.ts';
import {
  checkKeywords,
  constraintsOf,
  findInside,
  formatSchemaField,
  impliedTypes,
  needsValidator,
  types,
  unsupportedSchema,
} from './schema-keywords.ts';
import { stringForm } from './string-form.ts';

/** Any JSON object: what `json_object` asks for. */
export const anyObjectGrammar = `root ::= object\n${jsonRules}\n`;

/**
 * A grammar for the JSON that satisfies `schema` (JSON Schema 2020-12), as narrow as grammars can be: objects get their
 * declared properties, in that order, and others only where the schema speaks of them. Where it must allow more than the
 * schema does, `exact` is false. Fails with `request.schema_unsupported` naming the keyword and its path for what not even
 * the validator enforces, and for a schema that nothing satisfies.
 */
export function schemaGrammar(schema: JsonObject): OutputGrammar {
  const compiler = createSchemaCompiler(schema, { prefix: '', field: formatSchemaField });
  const root = compiler.root();
  return { text: `root ::= ${root}\n${compiler.text()}${jsonRules}\n`, exact: compiler.exact() };
}

export interface SchemaCompiler {
  /** The name of a rule, or an expression, for the whole schema. */
  root(): string;
  /** All rules that were needed, each on its line. */
  text(): string;
  exact(): boolean;
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
  /** References that are being put together with what stands beside them: a second time inside would never end. */
  readonly #opened = new Set<string>();
  #depth = 0;
  #exact = true;

  constructor(root: JsonObject, options: CompilerOptions) {
    this.#root = root;
    this.#options = options;
  }

  root(): string {
    checkKeywords(this.#root, this.#options.field);
    try {
      return this.#rule(this.#root, '#');
    } catch (error) {
      if (error instanceof NothingFits) throw this.#unsupported(error.keyword, '#', 'no value satisfies the schema');
      throw error;
    }
  }

  text(): string {
    return [...this.#rules].map(([name, body]) => `${name} ::= ${body}\n`).join('');
  }

  exact(): boolean {
    return this.#exact;
  }

  #rule(schema: JsonValue, path: string): string {
    if (schema === true) return 'value';
    if (schema === false) throw new NothingFits('false');
    if (!isObject(schema)) throw this.#unsupported('schema', path, 'neither an object nor true or false');
    if (this.#depth >= grammarLimits.depth)
      throw this.#unsupported('schema', path, `nested deeper than ${grammarLimits.depth}`);
    this.#depth++;
    try {
      return this.#compile(schema, path);
    } finally {
      this.#depth--;
    }
  }

  #compile(schema: JsonObject, path: string): string {
    const { $ref, const: constant, enum: choices, anyOf, oneOf, allOf, not } = schema;
    if (not === true || (isObject(not) && Object.keys(constraintsOf(not)).length === 0)) throw new NothingFits('not');
    if (Array.isArray(allOf)) return this.#all(schema, allOf, path);
    if (constant !== undefined) return this.#enumeration([constant], schema, path);
    if (Array.isArray(choices)) return this.#enumeration(choices, schema, path);
    if (typeof $ref === 'string') return this.#referenceWith(schema, $ref, path);
    if (Array.isArray(anyOf)) return this.#any(schema, 'anyOf', path);
    if (Array.isArray(oneOf)) return this.#any(schema, 'oneOf', path);
    return 'if' in schema ? this.#conditional(schema, path) : this.#typed(schema, path);
  }

  #enumeration(choices: readonly JsonValue[], schema: JsonObject, path: string): string {
    const allowed = this.#allowed(choices, schema);
    if (allowed.length === 0) throw new NothingFits('enum');
    const written = allowed.map((choice) => literal(JSON.stringify(choice)));
    return this.#define(this.#choice(written, path));
  }

  #allowed(choices: readonly JsonValue[], schema: JsonObject): readonly JsonValue[] {
    try {
      return allowedChoices(choices, schema, this.#root);
    } catch {
      // What stands beside needs the whole schema: anchors, names of parts.
      this.#exact = false;
      return choices;
    }
  }

  /** Each option together with what stands beside the keyword. */
  #any(schema: JsonObject, keyword: 'anyOf' | 'oneOf', path: string): string {
    const { [keyword]: given, ...beside } = constraintsOf(schema);
    const options = Array.isArray(given) ? given : [];
    if (keyword === 'oneOf' && !areExclusive(options)) this.#exact = false;
    return this.#alternatives(
      options.map((option) => [beside, option]),
      `${path}/${keyword}`,
    );
  }

  /** What satisfies the condition and `then`, or `else`; whether it satisfies the condition is the validator's business. */
  #conditional(schema: JsonObject, path: string): string {
    const { if: condition = true, then = true, else: otherwise = true, ...beside } = constraintsOf(schema);
    this.#exact = false;
    return this.#alternatives(
      [
        [beside, condition, then],
        [beside, otherwise],
      ],
      path,
    );
  }

  /** One rule for several lists of schemas, each of which is to be satisfied together. */
  #alternatives(options: readonly (readonly JsonValue[])[], path: string): string {
    if (options.length === 0) throw this.#unsupported('alternatives', path, 'none given');
    const written = this.#whatFits(
      options.map((parts, index) => () => this.#rule(this.#merge(parts, `${path}/${index}`), `${path}/${index}`)),
    );
    return this.#define(this.#choice(written, path));
  }

  #choice(written: readonly string[], path: string): string {
    if (written.length > grammarLimits.alternatives)
      throw this.#unsupported('alternatives', path, `more than ${grammarLimits.alternatives}`);
    return [...new Set(written)].join(' | ');
  }

  /** What nothing satisfies is left out, unless that is all of it. */
  #whatFits(ways: readonly (() => string)[]): readonly string[] {
    const problems: NothingFits[] = [];
    const written = ways.flatMap((write) => {
      try {
        return [write()];
      } catch (error) {
        if (!(error instanceof NothingFits)) throw error;
        problems.push(error);
        return [];
      }
    });
    if (written.length === 0) throw problems[0] ?? new NothingFits('alternatives');
    return written;
  }

  #unlessNothing(write: () => string): readonly string[] {
    try {
      return this.#whatFits([write]);
    } catch (error) {
      if (error instanceof NothingFits) return [];
      throw error;
    }
  }

  #all(schema: JsonObject, parts: readonly JsonValue[], path: string): string {
    const { allOf: _, ...beside } = constraintsOf(schema);
    return this.#rule(this.#merge([beside, ...parts], `${path}/allOf`), `${path}/allOf`);
  }

  #merge(parts: readonly JsonValue[], path: string): JsonValue {
    let merged: JsonObject = {};
    for (const part of parts) {
      if (part === false) throw new NothingFits('false');
      const resolved = part === true ? {} : this.#withoutReference(part, path);
      const next = mergeSchemas(merged, constraintsOf(resolved));
      if (!next.exact) this.#exact = false;
      merged = next.schema;
    }
    return merged;
  }

  /** A part that is only a reference is replaced by what it refers to; one that says more keeps it for later. */
  #withoutReference(part: JsonValue, path: string): JsonObject {
    let schema = part;
    for (let step = 0; isObject(schema); step++) {
      const { $ref: target, ...beside } = constraintsOf(schema);
      if (typeof target !== 'string' || Object.keys(beside).length > 0) return schema;
      if (step > grammarLimits.depth) break;
      const resolved = findInside(this.#root, target);
      if (resolved === false) throw new NothingFits('false');
      if (resolved === undefined || resolved === true) {
        if (resolved === undefined) this.#exact = false;
        return {};
      }
      schema = resolved;
    }
    throw this.#unsupported('$ref', path, 'it leads nowhere');
  }

  /** A reference alone is a rule of its own, which may be recursive; with more beside it both are put together. */
  #referenceWith(schema: JsonObject, target: string, path: string): string {
    const { $ref: _, ...beside } = constraintsOf(schema);
    if (Object.keys(beside).length === 0) return this.#reference(target, path);
    const resolved = findInside(this.#root, target);
    if (resolved === undefined || this.#opened.has(target)) {
      this.#exact = false;
      return resolved === undefined ? this.#rule(beside, path) : this.#reference(target, path);
    }
    this.#opened.add(target);
    try {
      return this.#rule(this.#merge([beside, resolved], path), path);
    } finally {
      this.#opened.delete(target);
    }
  }

  #reference(target: string, path: string): string {
    const known = this.#references.get(target);
    if (known !== undefined) return known;
    const resolved = findInside(this.#root, target);
    if (resolved === undefined) {
      // The validator knows more ways to refer than this compiler, and refuses what leads nowhere.
      this.#exact = false;
      return 'value';
    }
    const name = `${this.#options.prefix}ref${this.#references.size}`;
    this.#references.set(target, name);
    this.#rules.set(name, 'null');
    this.#rules.set(name, this.#rule(resolved, path));
    return name;
  }

  #typed(schema: JsonObject, path: string): string {
    const given = schema['type'] ?? impliedTypes(schema);
    const names = [given].flat().map((name) => (typeof name === 'string' ? name : JSON.stringify(name)));
    const wrong = names.find((name) => !types.has(name));
    if (wrong !== undefined) throw this.#unsupported('type', path, `the unknown type ${wrong}`);
    if (names.length === 0) {
      if (needsValidator('', schema)) this.#exact = false;
      return 'value';
    }
    const written = this.#whatFits(names.map((name) => () => this.#ofType(name, schema, path)));
    return written.length === 1 ? (written[0] ?? 'value') : this.#define(this.#choice(written, path));
  }

  #ofType(name: string, schema: JsonObject, path: string): string {
    if (needsValidator(name, schema)) this.#exact = false;
    switch (name) {
      case 'object':
        return this.#object(schema, path);
      case 'array':
        return this.#array(schema, path);
      case 'string':
        return this.#string(schema, path);
      case 'integer':
        return this.#define(boundedInteger(schema));
      case 'number':
        return numberOr(schema['minimum'], -1) >= 0 ? 'positive-number' : 'number';
      default:
        return name;
    }
  }

  #string(schema: JsonObject, path: string): string {
    const { kind, text, exact } = stringForm(schema);
    if (!exact) this.#exact = false;
    if (kind === 'format') return text;
    if (kind === 'pattern') return this.#define(String.raw`"\"" ${text} "\""`);
    if (kind === 'any') return 'string';
    const count = this.#repetition(schema['minLength'], schema['maxLength'], path);
    return this.#define(String.raw`"\"" character${count} "\""`);
  }

  /** All of `prefixItems`, or as few as `minItems` says; then items without a place of their own. */
  #array(schema: JsonObject, path: string): string {
    const { items, prefixItems, minItems, maxItems } = schema;
    const places = Array.isArray(prefixItems) ? prefixItems : [];
    const least = numberOr(minItems, Math.min(places.length, numberOr(maxItems, Infinity)));
    const most = numberOr(maxItems, Infinity);
    if (least > most) throw new NothingFits('minItems');
    const first: string[] = [];
    for (const [index, place] of places.slice(0, most).entries()) {
      const [rule] = this.#unlessNothing(() => this.#rule(place, `${path}/prefixItems/${index}`));
      if (rule === undefined) break;
      first.push(rule);
    }
    const complete = first.length === Math.min(places.length, most);
    const more = items ?? (places.length === 0 || least > places.length);
    const [item] = complete ? this.#unlessNothing(() => this.#rule(more, `${path}/items`)) : [];
    if (item === undefined && least > first.length) throw new NothingFits('minItems');
    const repeat = (from: number, to: number): string => this.#repetition(from, to, path);
    return this.#define(`"[" ws ${itemList({ first, item, least, most, repeat })} ws "]"`);
  }

  #object(schema: JsonObject, path: string): string {
    if (isAnyObject(schema)) {
      if (!countHolds(schema, [])) this.#exact = false;
      return 'object';
    }
    const { properties, required: wanted, additionalProperties = true } = schema;
    const required = new Set(Array.isArray(wanted) ? wanted.map((name) => JSON.stringify(name)) : []);
    const declared = isObject(properties) ? Object.entries(properties) : [];
    const names = new Set(declared.map(([name]) => JSON.stringify(name)));
    const free = 'patternProperties' in schema ? true : additionalProperties;
    const all = declared.map(([name, child]) => [JSON.stringify(name), child] as const);
    for (const name of required) if (!names.has(name)) all.push([name, free]);
    const members = all.flatMap(([name, child]) => {
      const [value] = this.#unlessNothing(() => this.#rule(child, `${path}/properties/${name}`));
      if (value === undefined && required.has(name)) throw new NothingFits('required');
      if (value === undefined) return [];
      return [{ rule: this.#define(`${literal(name)} ws ":" ws ${value}`), required: required.has(name) }];
    });
    if (!countHolds(schema, members)) this.#exact = false;
    const others = this.#otherMember(
      schema,
      all.map(([name]) => name),
      path,
    );
    const list = memberList(members, others, { define: (body) => this.#define(body), comma: 'ws "," ws' });
    return this.#define(`"{" ws ${list} ws "}"`);
  }

  /** Members without a place of their own: `undefined` when there may be none. */
  #otherMember(schema: JsonObject, quoted: readonly string[], path: string): string | undefined {
    if ('patternProperties' in schema || 'propertyNames' in schema) this.#exact = false;
    const ways = otherMembers(schema, quoted.length > 0).flatMap(({ name, value, keyword }) => {
      const at = `${path}/${keyword}`;
      return this.#unlessNothing(() => {
        const key = name === undefined ? otherName(quoted.map((one) => String(JSON.parse(one)))) : this.#rule(name, at);
        return `${key} ws ":" ws ${this.#rule(value, at)}`;
      });
    });
    return ways.length === 0 ? undefined : this.#define(ways.join(' | '));
  }

  /** Bounds beyond what the native engine repeats are left to the validator at the top, and refused at the bottom. */
  #repetition(least: JsonValue | undefined, most: JsonValue | undefined, path: string): string {
    const from = numberOr(least, 0);
    const to = numberOr(most, Infinity);
    if (from > to) throw new NothingFits('minimum size');
    if (from > grammarLimits.repetitions)
      throw this.#unsupported('minimum size', path, `more than ${grammarLimits.repetitions}`);
    if (to <= grammarLimits.repetitions) return `{${from},${to}}`;
    if (to !== Infinity) this.#exact = false;
    return from === 0 ? '*' : `{${from},}`;
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
