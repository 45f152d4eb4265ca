import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stagedAttacks, type StagedAttack, type Stages } from '../staged-attack.ts'

interface Descriptor {
  readonly number: number
  /** What it was opened on: the folder outside, or the file in it. */
  readonly on: 'folder' | 'file'
  readonly flags: 'r' | 'a'
  /** @FD@ is the descriptor. */
  readonly script: string
}

const secret = 'what nobody gave to the command'
const host = new URL('../descriptor-host.ts', import.meta.url).pathname

/** Whether the script got at what a descriptor of the process that runs it leads to. */
function reaches(way: 'plain' | 'strong' | 'weak', { number, on, flags, script }: Descriptor): boolean {
  const root = mkdtempSync(join(tmpdir(), 'descriptors-'))
  const [outside, folder] = [join(root, 'outside'), join(root, 'folder')]
  for (const made of [outside, folder]) mkdirSync(made)
  const file = join(outside, 'secret.txt')
  writeFileSync(file, secret)
  const descriptor = openSync(on === 'folder' ? outside : file, flags)
  try {
    const stdio = ['ignore', 'pipe', 'pipe', ...Array.from({ length: number - 3 }, () => 'ignore' as const), descriptor] as const
    const argv = ['--conditions=@autopack/source', host, way, script.replaceAll('@FD@', String(number)), folder]
    const { stdout, stderr } = spawnSync(process.execPath, argv, { env: { PATH: '/usr/bin:/bin' }, stdio: [...stdio], encoding: 'utf8', timeout: 20_000 })
    if (way !== 'plain' && !stdout.startsWith('exited')) throw new Error(`the command did not run: ${stdout}${stderr}`)
    return stdout.includes(secret) || readFileSync(file, 'utf8') !== secret
  } finally {
    closeSync(descriptor)
    rmSync(root, { recursive: true, force: true })
  }
}

function descriptor(given: Descriptor): Stages {
  return {
    succeeds: () => reaches('plain', given),
    harm: () => (['strong', 'weak'] as const).filter((way) => reaches(way, given)).map((way) => `reached in the ${way} sandbox`).join(', ') || null,
  }
}

const read = 'cat /proc/self/fd/@FD@/secret.txt 2>/dev/null; exit 0'
const write = '(echo more >> /proc/self/fd/@FD@/secret.txt) 2>/dev/null; exit 0'

export const inheritedDescriptorAttacks: readonly StagedAttack[] = stagedAttacks(
  'inherited-descriptors',
  {
    'a folder that is read through': descriptor({ number: 20, on: 'folder', flags: 'r', script: read }),
    'a folder that is written through': descriptor({ number: 20, on: 'folder', flags: 'r', script: write }),
    'a folder by a high number': descriptor({ number: 150, on: 'folder', flags: 'r', script: read }),
    // a host may let a process have no more than 256
    'a folder by a higher number': descriptor({ number: 200, on: 'folder', flags: 'r', script: write }),
    'a file that is read': descriptor({ number: 42, on: 'file', flags: 'r', script: 'cat /proc/self/fd/@FD@ 2>/dev/null; exit 0' }),
    'a file that is written': descriptor({ number: 42, on: 'file', flags: 'a', script: '(echo more > /proc/self/fd/@FD@) 2>/dev/null; exit 0' }),
    'a descriptor a child inherits in turn': descriptor({ number: 99, on: 'folder', flags: 'r', script: `setsid sh -c '${read}'; exit 0` }),
  },
  1,
)
