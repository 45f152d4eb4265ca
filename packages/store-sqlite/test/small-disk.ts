import { execFileSync } from 'node:child_process'
import { temporaryFolder } from './temporary-folder.ts'

export interface SmallDisk extends AsyncDisposable {
  readonly path: string
  makeReadOnly(): void
}

/** Only root may mount; elsewhere the tests that need a disk of their own say that they were skipped. */
export const canMount: boolean = process.platform === 'linux' && process.getuid?.() === 0 && mountWorks()

/** A file system in memory of so many kilobytes. */
export async function smallDisk(kilobytes: number): Promise<SmallDisk> {
  const folder = await temporaryFolder()
  mount(['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder.path])
  return {
    path: folder.path,
    makeReadOnly: () => mount(['-o', 'remount,ro', folder.path]),
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['-l', folder.path], { stdio: 'pipe' })
      await folder.remove()
    },
  }
}

function mount(argv: readonly string[]): void {
  execFileSync('mount', argv, { stdio: 'pipe' })
}

function mountWorks(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
