export { createGovernor } from './create-governor.ts'
