import { PlatformError, type JsonObject, type JsonValue } from '@riad/contracts';

/** Bounds on what a caller may ask the native grammar engine to hold. */
const limits = { depth: 64, rules: 2000, alternatives: 1000, repetitions: 2000 } as const;

/** Constraints that shape the grammar itself. */
const enforced = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'enum',
  'const',
  'anyOf',
  'oneOf',
  '$ref',
  '$defs',
  'definitions',
  'format',
  'allOf',
]);
/** Constraints that the validator checks on the finished text. */
const checkedAfterwards = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'pattern',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);
/** Words that constrain nothing. */
const annotations = new Set([
  '$schema',
  '$id',
  '$comment',
  '$anchor',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'nullable',
  'strict',
  'name',
  '$vocabulary',
  'contentEncoding',
  'contentMediaType',
]);

const primitives = `
ws ::= "" | " " | "\\n" [ ]{0,16}
string ::= "\\"" character* "\\""
character ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4})
integer ::= "-"? ("0" | [1-9] [0-9]{0,15})
number ::= integer ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,3})?
boolean ::= "true" | "false"
null ::= "null"
value ::= object | array | string | number | boolean | null
object ::= "{" ws (string ws ":" ws value (ws "," ws string ws ":" ws value)*)? ws "}"
array ::= "[" ws (value (ws "," ws value)*)? ws "]"
date ::= "\\"" date-text "\\""
time ::= "\\"" time-text "\\""
date-time ::= "\\"" date-text "T" time-text "\\""
date-text ::= [0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])
time-text ::= ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,6})? ("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])
uuid ::= "\\"" hex{8} "-" hex{4} "-" hex{4} "-" hex{4} "-" hex{12} "\\""
hex ::= [0-9a-fA-F]
`.trim();

const formats = new Set(['date', 'time', 'date-time', 'uuid']);
const types = new Set(['string', 'integer', 'number', 'boolean', 'null', 'object', 'array']);

/** Any JSON object: what `json_object` asks for. */
export const anyObjectGrammar = `root ::= object\n${primitives}\n`;

/**
 * A grammar whose every text is JSON that satisfies the enforced constraints of `schema` (JSON Schema 2020-12). Objects
 * get their declared properties, in that order. Fails with `request.schema_unsupported` naming the keyword and its path
 * rather than letting one pass unenforced; what only a validator can check is left to it.
 */
export function schemaGrammar(schema: JsonObject): string {
  const compiler = createCompiler(schema);
  return `root ::= ${compiler.rule(schema, '#')}\n${compiler.text()}${primitives}\n`;
}

/** A grammar that forces one call in Hermes form to one of the tools, its arguments following the tool's schema. */
export function hermesCallGrammar(
  tools: readonly { readonly name: string; readonly parameters: JsonObject }[],
): string {
  const rules: string[] = [];
  const calls = tools.map((tool, index) => {
    const compiler = createCompiler(tool.parameters, `t${index}-`);
    const parameters =
      Object.keys(tool.parameters).length === 0
        ? 'object'
        : compiler.rule(tool.parameters, `tools[${index}].function.parameters`);
    rules.push(compiler.text());
    return `"{\\"name\\": " ${literal(JSON.stringify(tool.name))} ", \\"arguments\\": " ${parameters} "}"`;
  });
  return `root ::= "<tool_call>\\n" (${calls.join(' | ')}) "\\n</tool_call>"\n${rules.join('')}${primitives}\n`;
}

interface Compiler {
  rule(schema: JsonValue, path: string): string;
  text(): string;
}

function createCompiler(root: JsonObject, prefix = ''): Compiler {
  const rules = new Map<string, string>();
  const references = new Map<string, string>();
  let depth = 0;

  function define(body: string): string {
    if (rules.size >= limits.rules) throw unsupported('schema', '#', `more than ${limits.rules} parts`);
    const name = `${prefix}r${rules.size}`;
    rules.set(name, body);
    return name;
  }

  function rule(schema: JsonValue, path: string): string {
    if (schema === true) return 'value';
    if (!isObject(schema)) throw unsupported('schema', path, 'neither an object nor true');
    depth++;
    if (depth > limits.depth) throw unsupported('schema', path, `nested deeper than ${limits.depth}`);
    checkKeywords(schema, path);
    const name = compile(schema, path);
    depth--;
    return name;
  }

  function compile(schema: JsonObject, path: string): string {
    const { $ref, const: constant, enum: choices, anyOf, oneOf, allOf } = schema;
    if (typeof $ref === 'string') return reference($ref, path);
    if (constant !== undefined) return define(literal(JSON.stringify(constant)));
    if (Array.isArray(choices)) return define(alternatives(choices, path, (choice) => literal(JSON.stringify(choice))));
    if (Array.isArray(allOf)) return merged(schema, allOf, path);
    const options = anyOf ?? oneOf;
    if (Array.isArray(options)) {
      const keyword = anyOf === undefined ? 'oneOf' : 'anyOf';
      const { [keyword]: _, ...rest } = schema;
      const sibling = ['properties', 'items', 'required'].find((key) => key in rest);
      if (sibling !== undefined) throw unsupported(keyword, path, `combined with ${sibling}`);
      return define(alternatives(options, `${path}/${keyword}`, (option, at) => rule(option, at)));
    }
    return typed(schema, path);
  }

  function typed(schema: JsonObject, path: string): string {
    const given = schema['type'];
    const inferred = given ?? (('properties' in schema && 'object') || ('items' in schema && 'array') || undefined);
    if (inferred === undefined) return 'value';
    const names: readonly JsonValue[] = Array.isArray(inferred) ? inferred : [inferred];
    return names.length === 1
      ? ofType(names[0] ?? null, schema, path)
      : define(alternatives(names, path, (name) => ofType(name, schema, path)));
  }

  function ofType(name: JsonValue, schema: JsonObject, path: string): string {
    if (typeof name !== 'string' || !types.has(name))
      throw unsupported('type', path, `the unknown type ${JSON.stringify(name)}`);
    if (name === 'object') return object(schema, path);
    if (name === 'array') return array(schema, path);
    if (name === 'string') return string(schema, path);
    return name;
  }

  function string(schema: JsonObject, path: string): string {
    const { minLength, maxLength, format } = schema;
    if (typeof format === 'string' && formats.has(format)) return format;
    if (minLength === undefined && maxLength === undefined) return 'string';
    return define(`"\\"" character${repetition(minLength, maxLength, path)} "\\""`);
  }

  function array(schema: JsonObject, path: string): string {
    const { items, prefixItems, minItems, maxItems } = schema;
    if (Array.isArray(prefixItems)) {
      const parts = prefixItems.map((item, index) => rule(item, `${path}/prefixItems/${index}`));
      return define(`"[" ws ${parts.join(' ws "," ws ')} ws "]"`);
    }
    const item = items === undefined ? 'value' : rule(items, `${path}/items`);
    const least = numberOf(minItems, 0);
    const most = maxItems === undefined ? undefined : numberOf(maxItems, 0);
    if (most === 0) return define('"[" ws "]"');
    const more = `(ws "," ws ${item})${repetition(Math.max(0, least - 1), most === undefined ? undefined : most - 1, path)}`;
    return define(least > 0 ? `"[" ws ${item} ${more} ws "]"` : `"[" ws (${item} ${more})? ws "]"`);
  }

  function object(schema: JsonObject, path: string): string {
    const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
    const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
    const undeclared = [...required].find((name) => !properties.some(([key]) => key === name));
    if (undeclared !== undefined)
      throw unsupported('required', path, `the undeclared property ${JSON.stringify(undeclared)}`);
    if (properties.length === 0) return mapObject(schema['additionalProperties'], path);
    const members = properties.map(([key, child]) => ({
      rule: define(`${literal(JSON.stringify(key))} ws ":" ws ${rule(child, `${path}/properties/${key}`)}`),
      required: required.has(key),
    }));
    return define(`"{" ws ${memberList(members)} ws "}"`);
  }

  function mapObject(additional: JsonValue | undefined, path: string): string {
    if (additional === false) return define('"{" ws "}"');
    if (additional === undefined || additional === true) return 'object';
    const value = rule(additional, `${path}/additionalProperties`);
    const member = define(`string ws ":" ws ${value}`);
    return define(`"{" ws (${member} (ws "," ws ${member})*)? ws "}"`);
  }

  /** Members in order, each optional one present or not, commas only between those present. */
  function memberList(members: readonly { readonly rule: string; readonly required: boolean }[]): string {
    let rest: { alone: string; after: string; empty: boolean } = { alone: '""', after: '""', empty: true };
    for (const member of members.toReversed()) {
      const withRest = define(`${member.rule} ${rest.after}`);
      const after = define(member.required ? `ws "," ws ${withRest}` : `ws "," ws ${withRest} | ${rest.after}`);
      const alone: string = member.required ? withRest : define(`${withRest} | ${rest.alone}`);
      rest = { alone, after, empty: rest.empty && !member.required };
    }
    return rest.alone;
  }

  function merged(schema: JsonObject, parts: readonly JsonValue[], path: string): string {
    const { allOf: _, ...rest } = schema;
    const only = parts[0];
    if (parts.length === 1 && isObject(only)) {
      const overlap = Object.keys(rest).find((key) => enforced.has(key) && key in only);
      if (overlap === undefined) return rule({ ...only, ...rest }, `${path}/allOf/0`);
    }
    throw unsupported('allOf', path, 'several parts');
  }

  function reference(target: string, path: string): string {
    const known = references.get(target);
    if (known !== undefined) return known;
    const resolved = resolve(root, target);
    if (resolved === undefined)
      throw unsupported('$ref', path, `${JSON.stringify(target)}, which is not inside the schema`);
    const name = `${prefix}ref${references.size}`;
    references.set(target, name);
    rules.set(name, 'null');
    rules.set(name, rule(resolved, target));
    return name;
  }

  return { rule, text: () => [...rules].map(([name, body]) => `${name} ::= ${body}\n`).join('') };
}

function checkKeywords(schema: JsonObject, path: string): void {
  for (const keyword of Object.keys(schema)) {
    if (enforced.has(keyword) || checkedAfterwards.has(keyword) || annotations.has(keyword) || keyword.startsWith('x-'))
      continue;
    throw unsupported(keyword, path);
  }
}

function alternatives(
  options: readonly JsonValue[],
  path: string,
  present: (option: JsonValue, path: string) => string,
): string {
  if (options.length === 0) throw unsupported('enum', path, 'no alternatives');
  if (options.length > limits.alternatives)
    throw unsupported('enum', path, `more than ${limits.alternatives} alternatives`);
  return options.map((option, index) => present(option, `${path}/${index}`)).join(' | ');
}

function repetition(least: JsonValue | undefined, most: JsonValue | undefined, path: string): string {
  const from = numberOf(least, 0);
  if (most === undefined) {
    if (from > limits.repetitions) throw unsupported('minLength', path, `more than ${limits.repetitions}`);
    return from === 0 ? '*' : `{${from},}`;
  }
  const to = numberOf(most, 0);
  if (to > limits.repetitions) return from === 0 ? '*' : `{${from},}`;
  return `{${from},${to}}`;
}

function numberOf(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : otherwise;
}

/** Follows a JSON pointer inside the schema. */
function resolve(root: JsonObject, target: string): JsonValue | undefined {
  if (target === '#') return root;
  if (!target.startsWith('#/')) return undefined;
  let node: JsonValue | undefined = root;
  for (const part of target.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}

function literal(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
  return `"${escaped}"`;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unsupported(keyword: string, path: string, what?: string): PlatformError {
  return new PlatformError(
    'request.schema_unsupported',
    `the schema cannot be enforced: ${keyword} at ${path}${what === undefined ? '' : ` (${what})`}`,
    {
      field: 'response_format.json_schema.schema',
      remedy: 'Leave that keyword out, or check it in your own program.',
    },
  );
}
