import * as z from 'zod'

const pathLimit = 1_000

/** Segments that some file system takes for `.git`: in any case, with invisible characters, trailing dots or spaces, or by its short name. */
function isGitName(segment: string): boolean {
  const plain = segment.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '').toLowerCase().replace(/[. ]+$/, '').replace(/:.*$/, '')
  return plain === '.git' || /^git~\d+$/.test(plain)
}

function isPlain(path: string): boolean {
  const segments = path.split('/')
  return segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..' && !isGitName(segment))
}

/** Relative to the workspace, written the one way it can be. What is too long is not looked at. */
const path = z
  .string()
  .min(1)
  .refine((value) => value.length <= pathLimit, { message: `a path has at most ${pathLimit} characters`, abort: true })
  .refine((value) => !/[\p{Cc}\p{Zl}\p{Zp}\\]/u.test(value) && value.isWellFormed(), { message: 'control characters and backslashes are not allowed in a path' })
  .refine(isPlain, { message: 'a path is relative, without empty, `.`, `..` or `.git` segments' })

const paths = z.array(path).min(1).max(64)
const nothing = z.strictObject({})
const fromTo = z.strictObject({ from: path, to: path })

function operation<Category extends string, Operation extends string, Arguments extends z.ZodType>(category: Category, op: Operation, args: Arguments): z.ZodObject<{ category: z.ZodLiteral<Category>; op: z.ZodLiteral<Operation>; args: Arguments }, z.core.$strict> {
  return z.strictObject({ category: z.literal(category), op: z.literal(op), args })
}

/** Everything a fix may be. The argv is made from it; no part of an argv is ever given. */
export const fixSchema = z.union([
  operation('git', 'abort_merge', nothing),
  operation('git', 'abort_rebase', nothing),
  operation('git', 'abort_cherry_pick', nothing),
  operation('git', 'list_conflicts', nothing),
  operation('git', 'take_side', z.strictObject({ side: z.enum(['ours', 'theirs']), paths })),
  operation('git', 'restore', z.strictObject({ paths })),
  operation('git', 'stage', z.strictObject({ paths })),
  operation('git', 'remove_untracked', z.strictObject({ paths })),
  operation('file', 'create', z.strictObject({ path })),
  operation('file', 'create_folder', z.strictObject({ path })),
  operation('file', 'remove', z.strictObject({ paths })),
  operation('file', 'move', fromTo),
  operation('file', 'copy', fromTo),
  operation('python', 'create_environment', z.strictObject({ path })),
  operation('python', 'check_syntax', z.strictObject({ paths })),
  operation('node', 'install', nothing),
  operation('node', 'check_syntax', z.strictObject({ path })),
])
export type Fix = z.infer<typeof fixSchema>

/** Every path a fix names. */
export function pathsOf({ args }: Fix): readonly string[] {
  if ('paths' in args) return args.paths
  if ('from' in args) return [args.from, args.to]
  return 'path' in args ? [args.path] : []
}
