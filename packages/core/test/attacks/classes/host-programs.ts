import { captureGoverned, capturePlainly } from '../capture-ground.ts'
import { stagedAttacks, type StagedAttack } from '../staged-attack.ts'

const usual = process.env['PATH'] ?? ''

/** A search path of the person by which a program of the builder's would be taken for git: @WORK@ is the checkout. */
interface Way {
  readonly path: string
  /** Where the builder puts its program, in the checkout. */
  readonly program: string
}

const ways: Readonly<Record<string, Way>> = {
  'a folder of the checkout': { path: `./node_modules/.bin:${usual}`, program: 'node_modules/.bin/git' },
  'a folder without a dot before it': { path: `node_modules/.bin:${usual}`, program: 'node_modules/.bin/git' },
  'the folder it is in': { path: `.:${usual}`, program: 'git' },
  'an empty entry first': { path: `:${usual}`, program: 'git' },
  'an empty entry between others': { path: `/nonexistent::${usual}`, program: 'git' },
  'a folder behind others that lack it': { path: '/nonexistent:bin:/usr/bin:/bin', program: 'bin/git' },
  'a way up and down again': { path: `src/../bin:${usual}`, program: 'bin/git' },
  'the folder of the checkout by its full name': { path: `@WORK@/bin:${usual}`, program: 'bin/git' },
  'a way through a folder beside it': { path: `@WORK@/../checkout/bin:${usual}`, program: 'bin/git' },
  'a link that leads into the checkout': { path: `@OUT@/link:${usual}`, program: 'bin/git' },
}

export const hostProgramAttacks: readonly StagedAttack[] = stagedAttacks(
  'host-programs',
  Object.fromEntries(
    Object.entries(ways).map(([mechanism, { path, program }]) => {
      const work = { path, script: `mkdir -p "$(dirname ${program})"; cp @MARK@ ${program}; ln -s "$PWD/bin" @OUT@/link; echo evil > src/a.js` }
      return [
        mechanism,
        {
          succeeds: async () => (await capturePlainly(work)).ran,
          harm: async () => ((await captureGoverned(work)).ran ? 'a program of the checkout was run for git' : null),
        },
      ]
    }),
  ),
)
