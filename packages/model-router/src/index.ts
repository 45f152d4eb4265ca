export { createModelClient, type ModelClientOptions } from './model-client.ts'
export { route, type RouteCandidate, type RouteDecision } from './routing/route.ts'
export { validateModels, type ModelsProblem } from './configuration/validate-models.ts'
