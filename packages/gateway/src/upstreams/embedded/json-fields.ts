import { PlatformError, type JsonObject, type JsonValue } from '@riad/contracts';

/** Reading members of a request whose known fields already have their types: `null` counts as absent. */
export function numberAt(body: JsonObject, key: string): number | undefined {
  const value = body[key];
  return typeof value === 'number' ? value : undefined;
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function optionalText<K extends string>(
  source: JsonObject,
  key: string,
  name: K,
): Readonly<Partial<Record<K, string>>> {
  const value = source[key];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one computed key of the right type
  return (typeof value === 'string' ? { [name]: value } : {}) as Partial<Record<K, string>>;
}

export function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isEmpty(value: JsonValue): boolean {
  if (typeof value !== 'object') return value === false || value === '';
  return value === null || Object.keys(value).length === 0;
}

export function invalid(field: string, message: string): PlatformError {
  return new PlatformError('request.invalid', `${field}: ${message}`, { field });
}

/** A parameter that cannot be honoured is refused by name rather than ignored. */
export function unsupported(field: string, remedy = 'Leave it out.'): PlatformError {
  return new PlatformError('request.unsupported', `${field} is not supported by models of this machine`, {
    field,
    remedy,
  });
}
