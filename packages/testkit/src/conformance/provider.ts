import type { ModelProvider } from '@autopack/contracts'
import { abortCases } from './provider/abort-cases.ts'
import { answerCases } from './provider/answer-cases.ts'
import { failureCases } from './provider/failure-cases.ts'
import type { ProviderCapabilities, ProviderCase, ProviderConformanceOptions, ProviderUnderTest } from './provider/provider-subject.ts'
import { resetCases } from './provider/reset-cases.ts'
import { everyResetForm, scoreCases, type Scorecard } from './provider/scorecard.ts'

function claims({ protocol = 'openai', capabilities = {} }: ProviderConformanceOptions): ProviderCapabilities {
  return { resetForms: everyResetForm, naiveOffset: null, refusals: true, served: true, scopes: true, responseIds: true, totals: protocol !== 'anthropic', earlyUsage: protocol !== 'openai', ...capabilities }
}

/** What every provider promises, against a scripted server of its protocol and each of that server's faults. */
export function providerConformance(create: (options: ProviderUnderTest) => ModelProvider, options: ProviderConformanceOptions = {}): readonly ProviderCase[] {
  const subject = { create, protocol: options.protocol ?? 'openai', capabilities: claims(options) }
  return [...answerCases(subject), ...failureCases(subject), ...resetCases(subject), ...abortCases(subject)]
}

/** Runs the whole suite, for a table of what holds. Never rejects: `passed` and `total` say how it went. */
export function scoreProvider(create: (options: ProviderUnderTest) => ModelProvider, options: ProviderConformanceOptions = {}): Promise<Scorecard> {
  return scoreCases(providerConformance(create, options), claims(options))
}
