import type { BenignCommand } from './benign-command.ts'
import { gitCommands } from './classes/git.ts'
import { nodeCommands } from './classes/node.ts'
import { pythonCommands } from './classes/python.ts'
import { shellCommands } from './classes/shell.ts'
import { toolCommands } from './classes/tools.ts'

/** Every benign command. */
export const benignCommands: readonly BenignCommand[] = [...gitCommands, ...nodeCommands, ...pythonCommands, ...shellCommands, ...toolCommands]
