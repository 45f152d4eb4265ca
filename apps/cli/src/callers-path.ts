import { delimiter } from 'node:path'
import type { Environment } from './shell.ts'

const ofNpm = /[\\/](?:node_modules[\\/]\.bin|node-gyp-bin)[\\/]?$/

/** The environment with the PATH that npm or npx was called with: what they put before it are tools of another project than the one that is built. */
export function withCallersPath(env: Environment): Environment {
  const { npm_lifecycle_event: script, npm_command: command, PATH: path } = env
  if (path === undefined || (script === undefined && command === undefined)) return env
  const folders = path.split(delimiter)
  const first = folders.findIndex((folder) => !ofNpm.test(folder))
  return first <= 0 ? env : { ...env, PATH: folders.slice(first).join(delimiter) }
}
