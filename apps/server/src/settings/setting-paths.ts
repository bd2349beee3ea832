import { settingsSchema } from '@riad/contracts';
import { z } from 'zod';

/** One scalar setting that the environment may give. */
export interface SettingPath {
  /** `server.maxBodyBytes` */
  readonly path: string;
  readonly kind: 'boolean' | 'number' | 'text' | 'list';
}

let known: readonly SettingPath[] | undefined;

/** Every setting of the schema, in its order. Lists come from the file only. */
export function settingPaths(): readonly SettingPath[] {
  known ??= [...walk(z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }), '')];
  return known;
}

/** `server.maxBodyBytes` → `RIAD_SERVER_MAX_BODY_BYTES`. */
export function environmentVariableFor(path: string): string {
  return `RIAD_${path
    .replaceAll('.', '_')
    .replaceAll(/(?<lower>[a-z0-9])(?<upper>[A-Z])/g, '$<lower>_$<upper>')
    .toUpperCase()}`;
}

type Schema = z.core.JSONSchema.JSONSchema;

function* walk(schema: Schema, prefix: string): Generator<SettingPath> {
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    if (typeof child === 'boolean') continue;
    const path = `${prefix}${key}`;
    if (child.properties === undefined) yield { path, kind: kindOf(child) };
    else yield* walk(child, `${path}.`);
  }
}

function kindOf(schema: Schema): SettingPath['kind'] {
  if (schema.type === 'array') return 'list';
  if (schema.type === 'boolean') return 'boolean';
  const alternatives = [schema, ...(schema.anyOf ?? [])];
  const numeric = alternatives.some(
    (option) => typeof option === 'object' && (option.type === 'integer' || option.type === 'number'),
  );
  return numeric ? 'number' : 'text';
}
