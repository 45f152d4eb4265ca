import type { AttackCase } from './attack-case.ts'
import { bareRepositoryAttacks } from './classes/bare-repositories.ts'
import { environmentAttacks } from './classes/environment.ts'
import { filterAttacks } from './classes/filters.ts'
import { folderProgramAttacks } from './classes/folder-programs.ts'
import { gitConfigAttacks } from './classes/git-config.ts'
import { gitOptionAttacks } from './classes/git-options.ts'
import { hookAttacks } from './classes/hooks.ts'
import { interpreterAttacks } from './classes/interpreters.ts'
import { networkAttacks } from './classes/network.ts'
import { outputFloodAttacks } from './classes/output-floods.ts'
import { processEscapeAttacks } from './classes/process-escape.ts'
import { sandboxPathAttacks } from './classes/path-tricks.ts'
import { wrapperAttacks } from './classes/wrappers.ts'

/** Every attack on the command sandbox. */
export const attacks: readonly AttackCase[] = [
  ...bareRepositoryAttacks,
  ...environmentAttacks,
  ...filterAttacks,
  ...folderProgramAttacks,
  ...gitConfigAttacks,
  ...gitOptionAttacks,
  ...hookAttacks,
  ...interpreterAttacks,
  ...networkAttacks,
  ...outputFloodAttacks,
  ...processEscapeAttacks,
  ...sandboxPathAttacks,
  ...wrapperAttacks,
]
