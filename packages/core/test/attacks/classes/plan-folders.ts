import { readsInRun, readsPlainly, type PlanPlace } from '../plan-ground.ts'
import { stagedAttacks, type StagedAttack, type Stages } from '../staged-attack.ts'

function reads(place: PlanPlace): Stages {
  return {
    succeeds: () => readsPlainly(place),
    harm: async () => ((await readsInRun(place)) ? 'the builder read what nobody gave it' : null),
  }
}

const found = (command: string): string => `${command} > found.md 2>/dev/null; echo done >> found.md`
const at = (plan: string, command: string, more: Partial<PlanPlace> = {}): Stages => reads({ plan, script: found(command), ...more })
/** With a tool of the plan beside it, so that something of the folder is shown. */
const withTool = (command: string): string => `{ sh @PLAN@/tools/tool.sh; ${command}; }`

/** A plan that lies in the person's working tree, or above it, shows a builder what it names and no more. */
export const planFolderAttacks: readonly StagedAttack[] = stagedAttacks(
  'plan-folders',
  {
    'what git ignores': at('.', withTool('P=@PLAN@; cat $P/.env')),
    'a folder that git ignores': at('.', withTool('P=@PLAN@; cat $P/private/*')),
    'what nobody has added yet': at('.', withTool('P=@PLAN@; cat $P/untracked')),
    'the journal of the runs': at('.', withTool('P=@PLAN@; cat $P/.git/autopack/journal')),
    'git’s own folder': at('.', withTool('P=@PLAN@; cat $P/.git/description-of-mine')),
    'git’s own folder, by its name': at('.', withTool('cat @PLAN@/.git/description-of-mine')),
    'git’s own folder, by a way up': at('.', withTool('cat @PLAN@/tools/../.git/description-of-mine')),
    'git’s own folder, by another case of a way down': at('.', withTool('cat @PLAN@/./.git/autopack/journal')),
    'a link of the folder that is shown': at('.', withTool('cat @PLAN@/tools/../tools/link 2>/dev/null; P=@PLAN@; cat $P/tools/../.env')),
    'everything that is there': at('.', withTool('P=@PLAN@; grep -rhs green $P')),
    'everything, and no tool': at('.', 'P=@PLAN@; grep -rhs green $P'),
    'the journal beside the plan': at('tools', 'P=@PLAN@; cat $P/../.git/autopack/journal'),
    'a journal that is kept elsewhere': at('.', withTool('P=@PLAN@; cat $P/runs/journal'), { state: 'runs' }),
    'a journal that is kept in the plan’s own folder': reads({ plan: 'private', script: found('P=@PLAN@; cat $P/state/journal'), state: 'private/state' }),
    'the folder above': at('..', 'P=@PLAN@; cat $(find $P -maxdepth 2 -name .env)'),
    'everything above': at('../..', 'P=@PLAN@; cat $(find $P -maxdepth 4 -name description-of-mine)'),
  },
  3,
)
