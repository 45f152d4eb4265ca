import { createScriptedModel } from '@autopack/testkit'
import type { ExitCode } from '../exit-codes.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { createCrash } from './crash.ts'
import { drawEnd, drawFindings, drawOpening } from './drawings.ts'
import { examineRun } from './findings.ts'
import { play } from './play.ts'
import { setStage } from './stage.ts'
import { answer, type Question } from './story.ts'

/** `autopack demo`: a small plan on a small project, where everything that can go wrong goes wrong once. 1 when something of it did not happen. */
export async function demo(outer: Shell): Promise<ExitCode> {
  const began = outer.now()
  const interrupted = outer.listenForInterrupt()
  const crash = createCrash(isCrashMoment)
  const models = createScriptedModel({
    respond: async (question) => {
      await crash.strike(question)
      return answer(question)
    },
  })
  try {
    const address = await models.start()
    const stage = await setStage(outer, address)
    const shell: Shell = { ...outer, environment: stage.environment, err: outer.out, user: 'demo' }
    shell.out.print(drawOpening(stage, address))
    return await withRepository(shell, { repo: stage.root }, { readOnly: false }, async ({ autopack }) => {
      const repetition = await play({ shell, stage, autopack, crash, interrupted })
      const findings = await examineRun(autopack, { run: stage.run, killed: crash.killed, repetition, requests: models.requests.length })
      shell.out.print([...drawFindings(findings, shell.symbols), ...drawEnd(stage, shell.now() - began)])
      return findings.every(({ proven }) => proven) ? 0 : 1
    })
  } catch (error) {
    if (interrupted.aborted) return 130
    throw error
  } finally {
    await models.close()
  }
}

/** While the auditor of the last phase is asked: its change has been built, judged and tested. */
function isCrashMoment({ prompt, schemaName }: Question): boolean {
  return schemaName === 'audit' && prompt.includes('Goal: List the new functions')
}
