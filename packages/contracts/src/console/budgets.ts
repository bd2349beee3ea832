import { z } from 'zod';

const amount = z.number().positive().max(1_000_000_000_000);
const price = z.number().nonnegative().max(1_000_000);

/** What a project, or one of its keys, may use in a month of universal time: tokens, money, or both. */
export const newBudgetSchema = z
  .strictObject({
    project: z.string().min(1).max(200).default('default'),
    /** Id of a key of this project; absent: the project as a whole. */
    key: z.string().min(1).max(80).optional(),
    tokens: z.int().positive().max(1_000_000_000_000).optional(),
    /** In the currency of the price list. */
    cost: amount.optional(),
    /** Percent of the budget from which administrators are warned. */
    alertPercent: z.int().min(1).max(100).default(80),
  })
  .refine(({ tokens, cost }) => tokens !== undefined || cost !== undefined, {
    path: ['tokens'],
    error: 'a budget limits tokens, cost, or both',
  });
export type NewBudgetView = z.infer<typeof newBudgetSchema>;

export const budgetSchema = z.strictObject({
  id: z.string(),
  project: z.string(),
  key: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  tokens: z.number().nullable(),
  cost: z.number().nullable(),
  alertPercent: z.int(),
  /** This month so far. */
  spent: z.strictObject({ tokens: z.number(), cost: z.number() }),
  /** Of the limit that is nearer; 1 is all of it. */
  share: z.number(),
  state: z.enum(['within', 'alert', 'spent']),
});
export type BudgetView = z.infer<typeof budgetSchema>;

/** What a million tokens cost. A model that has no price costs nothing. */
export const priceListSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)'),
  prices: z
    .array(z.strictObject({ model: z.string().min(1).max(200), prompt: price, completion: price }))
    .max(500)
    .refine((prices) => new Set(prices.map(({ model }) => model)).size === prices.length, {
      error: 'each model has one price',
    }),
});
export type PriceListView = z.infer<typeof priceListSchema>;

export const budgetListSchema = z.strictObject({
  data: z.array(budgetSchema),
  /** The first of the month that is counted, a UTC day. */
  since: z.iso.date(),
  currency: z.string(),
});
export type BudgetListView = z.infer<typeof budgetListSchema>;
