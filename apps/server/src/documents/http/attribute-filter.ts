import type { AttributeValue, DocumentAttributes } from '@riad/contracts';
import { z } from 'zod';

type Scalar = string | number | boolean;
type Test = (attributes: DocumentAttributes) => boolean;

const scalar = z.union([z.string().max(512), z.number(), z.boolean()]);
const MOST_KEYS = 16;
const DEEPEST = 4;

/** What a client notes on a document. */
export const attributesSchema = z
  .record(z.string().min(1).max(64), z.union([scalar, z.array(scalar).max(100)]))
  .refine((entries) => Object.keys(entries).length <= MOST_KEYS, `at most ${MOST_KEYS} attributes`);

const comparison = z
  .object({
    type: z.enum(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin']),
    key: z.string(),
    value: z.union([scalar, z.array(scalar)]),
  })
  .transform(
    ({ type, key, value }): Test =>
      (attributes) =>
        compare(type, attributes[key], value),
  );

/** OpenAI's filter over attributes, read into a test. */
export const attributeFilter: z.ZodType<Test> = filterOfDepth(DEEPEST);

function filterOfDepth(depth: number): z.ZodType<Test> {
  if (depth === 0) return comparison;
  return z.union([
    comparison,
    z
      .object({
        type: z.enum(['and', 'or']),
        filters: z
          .array(filterOfDepth(depth - 1))
          .min(1)
          .max(50),
      })
      .transform(
        ({ type, filters }): Test =>
          (attributes) =>
            type === 'and' ? filters.every((test) => test(attributes)) : filters.some((test) => test(attributes)),
      ),
  ]);
}

type Comparison = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin';

function compare(type: Comparison, actual: AttributeValue | undefined, wanted: Scalar | readonly Scalar[]): boolean {
  const asked = listOf(wanted);
  return comparisons[type](listOf(actual), asked);
}

const isAny = (held: readonly Scalar[], asked: readonly Scalar[]): boolean =>
  held.some((value) => asked.includes(value));
const isAnyAbove = (held: readonly Scalar[], asked: readonly Scalar[]): boolean =>
  held.some((value) => asked.some((other) => isAbove(value, other)));
const comparisons: Readonly<Record<Comparison, (held: readonly Scalar[], asked: readonly Scalar[]) => boolean>> = {
  eq: isAny,
  in: isAny,
  ne: (held, asked) => !isAny(held, asked),
  nin: (held, asked) => !isAny(held, asked),
  gt: isAnyAbove,
  gte: (held, asked) => isAny(held, asked) || isAnyAbove(held, asked),
  lt: (held, asked) => isAnyAbove(asked, held),
  lte: (held, asked) => isAny(held, asked) || isAnyAbove(asked, held),
};

function listOf(value: AttributeValue | undefined): readonly Scalar[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** Numbers with numbers, texts with texts (dates as ISO 8601); nothing else has an order. */
function isAbove(left: Scalar, right: Scalar): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left > right;
  return typeof left === 'string' && typeof right === 'string' && left > right;
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** What OpenAI's shape can show of a document's attributes. */
export function scalarsOf(attributes: DocumentAttributes): Readonly<Record<string, Scalar>> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]): readonly (readonly [string, Scalar])[] =>
      isList(value) ? [] : [[key, value]],
    ),
  );
}
