export { openRepository, type OpenRepository, type OpenRepositoryOptions } from './repository/open-repository.ts'
export { createWorkspace, type CreateWorkspaceOptions } from './workspace/create-workspace.ts'
export { removeFolder } from './workspace/remove-folder.ts'
