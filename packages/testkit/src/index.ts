export { createScriptedClient, scriptedAnswer, scriptedFailure, type ScriptedClient, type ScriptedClientOptions, type ScriptedOutcome } from './model/scripted-client.ts'
