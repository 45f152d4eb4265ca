import { endingOf } from '../paths/ending-of.ts'
import { languageOf } from '../syntax/language.ts'

const endings = new Set(
  'md mdx markdown rst adoc txt yaml yml toml json jsonc json5 html htm xml svg csv tsv sql graphql gql proto ini cfg conf properties env lock c h hh hxx cxx m mm kt kts swift scala groovy dart lua pl pm t r ex exs erl hs ml clj fs vb zig nim vue svelte astro scss sass less tf hcl bat cmd zsh fish feature bats snap patch diff'.split(' '),
)

/** True of a name whose files are texts to everyone, whatever bytes are in one. */
export function isTextPath(path: string): boolean {
  return languageOf(path) !== null || endings.has(endingOf(path))
}
