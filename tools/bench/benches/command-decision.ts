import { readFileSync } from 'node:fs'
import { commandPolicySchema, readCommandPolicy } from '@autopack/command-sandbox'
import { parse } from 'yaml'
import type { Bench } from '../bench.ts'
import { alternate, timed } from '../measuring/alternate.ts'

const rounds = 30
const times = 100
const policyFile = new URL('../../../config/commands.yaml', import.meta.url)

export const commandDecision: Bench = {
  name: 'command-decision',
  about: 'Whether the policy that is shipped lets a fix run, asked of every fix that its rules name as an example.',
  async run() {
    const text = readFileSync(policyFile, 'utf8')
    const policy = readCommandPolicy(text)
    const fixes: readonly unknown[] = commandPolicySchema.parse(parse(text)).rules.flatMap((rule) => [...rule.match, ...rule.not_match])
    const measured = await alternate(rounds, {
      'decision µs': async () => {
        const ms = await timed(async () => {
          for (let time = 0; time < times; time += 1) for (const fix of fixes) policy.decide(fix)
        })
        return (ms * 1000) / (times * fixes.length)
      },
    })
    return [{ what: 'a decision about a fix', value: measured['decision µs'].median, unit: 'µs', goal: { atMost: 50 }, measured }]
  },
}
