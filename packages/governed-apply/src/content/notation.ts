import { endingOf } from '../paths/ending-of.ts'

/** Something that begins with a mark and ends with another. */
export interface Span {
  readonly kind: 'comment' | 'long text' | 'short text'
  readonly close: string
  /** What may end it or escape its end; null where the mark alone does. */
  readonly stops: RegExp | null
}

/** How a language writes comments and texts. */
export interface Notation {
  /** Where any of them begins, or the whole of one that is told by its form. */
  readonly opening: string
  /** By the mark it begins with; what is none of these is the whole of a short text. */
  readonly spans: ReadonlyMap<string, Span>
}

const stops = (close: string): RegExp => new RegExp(String.raw`\\[^]|\n|${close}`, 'g')
const comment = (close: string): Span => ({ kind: 'comment', close, stops: null })
const short = (close: string): Span => ({ kind: 'short text', close, stops: stops(close) })
const long = (close: string, escapes = true): Span => ({ kind: 'long text', close, stops: escapes ? stops(close) : null })

const slashes: readonly (readonly [string, Span])[] = [['//', comment('\n')], ['/*', comment('*/')]]
const quotes: readonly (readonly [string, Span])[] = [['"', short('"')], ["'", short("'")]]
const triples: readonly (readonly [string, Span])[] = [['"""', long('"""')], ["'''", long("'''")]]

function notation(forms: readonly string[], ...spans: readonly (readonly [string, Span])[]): Notation {
  return { opening: forms.join('|'), spans: new Map(spans) }
}

const slash = String.raw`\/\/|\/\*`
/** Where no value stands before it, a slash begins an expression. */
const expression = String.raw`(?<=[(,=:[!&|?{};][ \t]{0,9}|\breturn[ \t]{1,9})\/(?![*\/])(?:\\.|\[(?:\\.|[^\]\\\n]){0,300}\]|[^\/\\\n[]){1,300}\/`
const script = notation([slash, expression, '["\'`]'], ...slashes, ...quotes, ['`', long('`')])
const rust = notation([slash, String.raw`'(?:\\[^'\n]{1,10}|[^'\\\n])'`, '"'], ...slashes, ['"', long('"')])
const like = notation([slash, String.raw`#(?!\[)`, '"""', '["\'`]'], ...slashes, ['#', comment('\n')], ['"""', long('"""')], ...quotes, ['`', long('`', false)])
const python = notation(['#', '"""', "'''", '["\']'], ['#', comment('\n')], ...triples, ...quotes)
const shell = notation([String.raw`(?<![^\s;])#`, '["\']'], ['#', comment('\n')], ...quotes)

const json = notation([slash, '"'], ...slashes, ['"', short('"')])

const notations: Readonly<Record<string, Notation>> = {
  ...Object.fromEntries(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'vue', 'svelte'].map((ending) => [ending, script])),
  ...Object.fromEntries(['py', 'pyi', 'ex', 'exs'].map((ending) => [ending, python])),
  ...Object.fromEntries(['sh', 'bash', 'zsh', 'bats', 'rb', 'pl', 'pm', 't', 'r', 'feature'].map((ending) => [ending, shell])),
  rs: rust,
  json,
  jsonc: json,
}

export function notationOf(path: string): Notation {
  const ending = endingOf(path)
  return Object.hasOwn(notations, ending) ? (notations[ending] ?? like) : like
}
