import * as z from 'zod'

export const text = z.string().trim().min(1)

export const count = z.number().int().positive()

export const complexity = z.enum(['low', 'medium', 'high'])

export const nameOf = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores')
