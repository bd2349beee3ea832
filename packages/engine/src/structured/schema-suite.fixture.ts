import { readdirSync, readFileSync } from 'node:fs';

import type { JsonObject, JsonValue } from '@riad/contracts';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

import { schemaGrammar } from './schema-grammar.ts';
import { createOutputValidator } from './validate.ts';

interface SuiteGroup {
  readonly description: string;
  readonly schema: JsonValue;
  readonly tests: readonly { readonly description: string; readonly data: JsonValue; readonly valid: boolean }[];
}

/** What becomes of one instance: a text is accepted when the grammar can write it and the validator lets it through. */
interface Judged {
  readonly file: string;
  readonly name: string;
  readonly valid: boolean;
  /** `refused`: its schema was, by name. `crashed`: by anything else. */
  readonly outcome: 'accepted' | 'rejected' | 'refused' | 'crashed';
  /** The grammar writes it and says that it needs no validator, and it is not valid. */
  readonly unsound: boolean;
  /** Milliseconds to compile its schema, the native grammar included. */
  readonly compileMs: number;
}

const folder = new URL('json-schema-test-suite/', import.meta.url);

/** Every instance of JSON-Schema-Test-Suite (draft 2020-12) through our compiler, llama.cpp's own matcher and the validator. */
export async function judgeSuite(): Promise<readonly Judged[]> {
  const compile = await openCompiler();
  const judged: Judged[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the suite's own form, committed beside this file
    const groups = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly SuiteGroup[];
    for (const group of groups) {
      const form = await compile(group.schema);
      for (const { description, data, valid } of group.tests) {
        const name = `${group.description}: ${description}`;
        const outcome = typeof form.accepts === 'string' ? form.accepts : form.accepts(JSON.stringify(data));
        const unsound = !valid && form.writes?.(JSON.stringify(data)) === true;
        judged.push({ file, name, valid, outcome, unsound, compileMs: form.ms });
      }
    }
  }
  return judged;
}

interface Form {
  readonly accepts: 'refused' | 'crashed' | ((text: string) => 'accepted' | 'rejected');
  /** Present when the grammar says that it is exact. */
  readonly writes?: (text: string) => boolean;
  readonly ms: number;
}

async function openCompiler(): Promise<(schema: JsonValue) => Promise<Form>> {
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
  return async (given) => {
    const started = performance.now();
    const ms = (): number => performance.now() - started;
    // Both vendors' requests carry an object; a bare true or false says the same inside one.
    const schema: JsonObject = typeof given === 'boolean' ? { allOf: [given] } : asObject(given);
    try {
      const grammar = schemaGrammar(schema);
      const validate = createOutputValidator({ kind: 'schema', name: 'suite', schema, strict: true });
      const native = await llama.createGrammar({ grammar: grammar.text });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library's own matcher, which it keeps to itself
      const { _testText: matches } = native as unknown as { _testText(text: string): boolean };
      const writes = (text: string): boolean => matches.call(native, text);
      const accepts = (text: string): 'accepted' | 'rejected' =>
        writes(text) && passes(() => validate(text)) ? 'accepted' : 'rejected';
      return { accepts, ms: ms(), ...(grammar.exact ? { writes } : {}) };
    } catch (error) {
      return { accepts: codeOf(error) === 'request.schema_unsupported' ? 'refused' : 'crashed', ms: ms() };
    }
  };
}

function asObject(schema: JsonValue): JsonObject {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a schema is an object or a boolean
  return schema as JsonObject;
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
