import * as z from 'zod'

/** What an auditor answers. A verdict is one of the two words exactly; anything else is no verdict. */
export const auditSchema = z.object({
  verdict: z.enum(['approve', 'reject']),
  findings: z.array(
    z.object({
      severity: z.enum(['minor', 'major']),
      file: z.string().nullable().describe('Null for the change as a whole.'),
      line: z.number().nullable(),
      category: z.string().describe('correctness, security, tests, scope, maintainability …'),
      message: z.string().describe('What is wrong and what would be right.'),
      evidence: z.string().describe('The line or fact it rests on.'),
      confidence: z.number().describe('0 to 1.'),
    }),
  ),
})
export type AuditAnswer = z.infer<typeof auditSchema>
