import { z } from 'zod';

import { entityTypes, guardActions } from './guard.ts';

/** Leave given by a data-protection authority to let a class of data go where it otherwise must not. */
const authorisation = z.strictObject({
  reference: z.string().min(1).max(120),
  /** Last day on which it holds, `2027-12-31`. */
  expiresOn: z.iso.date(),
});

/** What happens to one kind of finding, by how many there are, who asks and where the request would go. */
const rule = z.strictObject({
  /** Shown in answers and recorded in the ledger. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/),
  types: z.array(z.enum(entityTypes)).min(1),
  /** Only findings of these finer kinds (`health`, `union` …); every one when absent. */
  details: z.exactOptional(z.array(z.string().min(1)).min(1)),
  /** Only birth dates of people who may be younger than this many years today, counted by calendar years. */
  youngerThan: z.exactOptional(z.int().min(1).max(120)),
  /** Holds from this many such findings in one request. */
  minCount: z.exactOptional(z.int().positive()),
  /** Holds for callers with one of these roles; for everybody when absent. */
  roles: z.exactOptional(z.array(z.string().min(1)).min(1)),
  /** On the organisation's own machines. */
  local: z.enum(guardActions),
  /** Anywhere else. */
  remote: z.enum(guardActions),
  /** Instead of `remote`, by country code. */
  countries: z.exactOptional(z.record(z.string().regex(/^[A-Z]{2}$/), z.enum(guardActions))),
  authorisation: z.exactOptional(authorisation),
});
export type PolicyRule = z.infer<typeof rule>;

/** A kind of value that the organisation knows and the guard does not: file numbers, staff numbers, names of projects. */
const pattern = z.strictObject({
  /** Shown in answers and recorded in the ledger. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/),
  /** In the syntax of RE2, which is matched in linear time: no look-around, no back-references. */
  pattern: z.string().min(1).max(200),
  /** Only where one of these stands within 60 characters. */
  words: z.exactOptional(z.array(z.string().min(2).max(40)).min(1).max(20)),
  /** On the organisation's own machines. */
  local: z.enum(guardActions),
  /** Anywhere else. */
  remote: z.enum(guardActions),
});

/** What happens to what is found in an answer: counted, replaced by its type, or the answer is ended. */
export const answerActions = ['count', 'mask', 'stop'] as const;
export type AnswerAction = (typeof answerActions)[number];

const answerRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/),
  types: z.array(z.enum(entityTypes)).min(1),
  action: z.enum(answerActions),
});
export type AnswerRule = z.infer<typeof answerRule>;

/** Whether one person may weaken a policy, or a second one must approve it first. */
export const approvals = ['one-person', 'two-persons'] as const;

/**
 * A policy document. For each finding the first rule that fits decides; findings without a rule are allowed and counted.
 * A rule that lets national identity numbers leave in clear must name its authorisation.
 */
export const policySchema = z
  .strictObject({
    version: z.int().positive(),
    /** How surrogates look: `[[PER_7QK]]`, or values that pass the same format checks. */
    surrogates: z.exactOptional(z.enum(['tag', 'format'])),
    /** Hours without a request after which a conversation's real values are forgotten; 24 when absent. */
    conversationHours: z.exactOptional(z.int().min(1).max(8784)),
    /** Who must agree to a weaker policy; one person when absent. */
    weakening: z.exactOptional(z.enum(approvals)),
    rules: z.array(rule).max(500),
    /** The organisation's own; each decides about what it finds. */
    patterns: z.exactOptional(z.array(pattern).max(20)),
    /** For answers. What no rule names is counted. */
    answers: z.exactOptional(z.array(answerRule).max(100)),
  })
  .superRefine((policy, context) => {
    for (const [index, { types, remote, countries, authorisation: leave }] of policy.rules.entries()) {
      const leavesInClear = [remote, ...Object.values(countries ?? {})].includes('allow');
      if (types.includes('cin') && leavesInClear && leave === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['rules', index, 'authorisation'],
          message: 'a rule that lets cin leave in clear needs the authorisation it relies on',
        });
      }
    }
  });
export type Policy = z.infer<typeof policySchema>;
