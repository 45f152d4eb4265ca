export { createModelAuditor, type ModelAuditorOptions } from './auditor/model-auditor.ts'
export { createCommandBuilder, type CommandBuilderOptions } from './command-builder/command-builder.ts'
export { createFileBuilder, phaseResultSchema } from './file-builder/file-builder.ts'
export { createModelBuilder } from './model-builder/model-builder.ts'
