import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withApprovals, type ApprovalGround, type GroundOptions } from '../approval-ground.ts'
import { stagedAttacks, type Stages, type StagedAttack } from '../staged-attack.ts'

type Work = (checkout: string) => void

const writes = (path: string, text: string): Work => (checkout) => {
  mkdirSync(join(checkout, path, '..'), { recursive: true })
  writeFileSync(join(checkout, path), text)
}

const person = { by: 'ada', note: '' }

/** The person approves what is there first; then the branch moves, its tests are red there, and what is built anew is something else. */
function another(first: Work, second: Work, meanwhile: Work = writes('c.txt', 'c\n')): Stages {
  return { succeeds: () => landsAgain(false, first, second, meanwhile), harm: async () => ((await landsAgain(true, first, second, meanwhile)) ? 'what nobody has approved is on the branch' : null) }
}

/** Whether what is built the second time lands with the approval of the first. */
export async function landsAgain(bound: boolean, first: Work, second: Work, meanwhile: Work = writes('c.txt', 'c\n')): Promise<boolean> {
  const build: GroundOptions['build'] = (phase, attempt, checkout) => {
    if (phase === 'c') return meanwhile(checkout)
    return (attempt === 1 ? first : second)(checkout)
  }
  return withApprovals({ bound, build }, async ({ engine, create, fixture, redden }) => {
    await create('r')
    await engine.advance('r')
    await engine.approvals.decide('r', 'a-1', { decision: 'approve', ...person })
    redden()
    await engine.advance('r')
    return fixture.git('log', '--format=%s%n%b', 'main..autopack/r').includes('Autopack-Phase: a')
  })
}

const good = writes('new.txt', 'good\n')

/** A decision that is none for what waits: `replay` says it, `evil.txt` must not land. */
function misused(replay: (ground: ApprovalGround) => Promise<unknown>): Stages {
  const build: GroundOptions['build'] = (phase, _, checkout) => writeFileSync(join(checkout, phase === 'a' ? 'evil.txt' : 'fine.txt'), 'x\n')
  const lands = async (bound: boolean): Promise<boolean> =>
    withApprovals({ bound, build }, async (ground) => {
      await ground.create('r')
      const run = (await replay(ground).catch(() => 'r')) === 'second' ? 'second' : 'r'
      await ground.engine.advance(run)
      await ground.engine.advance(run)
      return ground.landed(run, 'evil.txt') !== null
    })
  return { succeeds: () => lands(false), harm: async () => ((await lands(true)) ? 'what nobody has approved is on the branch' : null) }
}

const waiting = async ({ engine }: ApprovalGround): Promise<void> => void (await engine.advance('r'))
const approve = (approval: string): object => ({ approval, decision: 'approve', ...person })

export const approvalReplayAttacks: readonly StagedAttack[] = stagedAttacks('approval-replay', {
  // for another change
  'for another text': another(good, writes('new.txt', 'evil\n')),
  'for another path': another(good, writes('evil.txt', 'good\n')),
  'for one more file': another(good, (checkout) => [good, writes('evil.txt', 'evil\n')].forEach((write) => write(checkout))),
  'for one file less': another((checkout) => [good, writes('check.txt', 'checks\n')].forEach((write) => write(checkout)), good),
  'for a file that goes': another(good, (checkout) => rmSync(join(checkout, 'other.txt'))),
  'for another file in its place': another((checkout) => writes('other.txt', 'good\n')(checkout), (checkout) => writes('other.txt', 'evil\n')(checkout)),
  'for a name in another case': another(good, writes('NEW.txt', 'good\n')),
  'for white space': another(good, writes('new.txt', 'good \n')),
  'for an end without a line feed': another(good, writes('new.txt', 'good')),
  'for other line endings': another(good, writes('new.txt', 'good\r\n')),
  'for texts that have changed places': another((checkout) => [writes('x.txt', 'x\n'), writes('y.txt', 'y\n')].forEach((write) => write(checkout)), (checkout) => [writes('x.txt', 'y\n'), writes('y.txt', 'x\n')].forEach((write) => write(checkout))),
  'for the same text in the place of another': another(writes('other.txt', 'good\n'), writes('other.txt', 'good\n'), writes('other.txt', 'c\n')),
  'for the same file where there is one now': another(good, good, writes('new.txt', 'c\n')),
  'for another folder': another(good, writes('folder/new.txt', 'good\n')),
  'for a file that was moved': another((checkout) => renameSync(join(checkout, 'other.txt'), join(checkout, 'moved.txt')), (checkout) => renameSync(join(checkout, 'run.sh'), join(checkout, 'moved.txt'))),
  'for an empty file': another(good, writes('new.txt', '')),
  'for a hidden character': another(good, writes('new.txt', 'go\u200bod\n')),
  'for another Unicode form of a name': another(writes('n\u00e4me.txt', 'good\n'), writes('na\u0308me.txt', 'good\n')),
  // for nothing that was asked
  'before anything is asked': misused(async (ground) => ground.journal.signal('r', 'approval', approve('a-1'), 'early')),
  'for another run': misused(async (ground) => {
    await waiting(ground)
    await ground.engine.approvals.decide('r', 'a-1', { decision: 'approve', ...person })
    await ground.engine.advance('r')
    await ground.create('second')
    await ground.engine.advance('second')
    return 'second'
  }),
  'of another run, sent again': misused(async (ground) => {
    await ground.create('second')
    await waiting(ground)
    await ground.journal.signal('second', 'approval', { ...approve('a-1'), run: 'r' }, 'a-1')
    await ground.engine.advance('second')
    return 'second'
  }),
  'for another policy': misused(async (ground) => {
    await waiting(ground)
    await ground.engine.approvals.decide('r', 'a-1', { decision: 'approve', ...person })
    await ground.engine.advance('r')
    await ground.create('second', 'another')
    await ground.engine.advance('second')
    return 'second'
  }),
  'for another phase': misused(async (ground) => {
    await waiting(ground)
    await ground.journal.signal('r', 'approval', approve('c-1'), 'c-1')
  }),
  'for the next one': misused(async (ground) => {
    await waiting(ground)
    await ground.journal.signal('r', 'approval', approve('a-2'), 'a-2')
  }),
  'for one that there never was': misused(async (ground) => {
    await waiting(ground)
    await ground.journal.signal('r', 'approval', approve('a-0'), 'a-0')
  }),
  'by the name of a property': misused(async (ground) => {
    await waiting(ground)
    await ground.journal.signal('r', 'approval', approve('__proto__'), 'x')
  }),
  'by the name of a constructor': misused(async (ground) => {
    await waiting(ground)
    await ground.journal.signal('r', 'approval', approve('constructor'), 'x')
  }),
  'after a person said no': misused(async (ground) => {
    await waiting(ground)
    await ground.engine.approvals.decide('r', 'a-1', { decision: 'reject', ...person })
    await ground.journal.signal('r', 'approval', approve('a-1'), 'again')
  }),
  'in another spelling': misused(async (ground) => {
    await waiting(ground)
    await ground.journal.signal('r', 'approval', { ...approve('a-1'), decision: 'APPROVE' }, 'x')
  }),
  'that is no word': misused(async (ground) => {
    await waiting(ground)
    await ground.journal.signal('r', 'approval', { ...approve('a-1'), decision: true }, 'x')
  }),
  'in a list': misused(async (ground) => {
    await waiting(ground)
    await ground.journal.signal('r', 'approval', { ...approve('a-1'), decision: ['approve'] }, 'x')
  }),
})
