import { importArrows } from './import-arrows.ts'
import { moduleState } from './module-state.ts'
import { ownFolder } from './own-folder.ts'
import type { Rule } from './rule.ts'

const rules: Readonly<Record<string, Rule>> = {
  'import-arrows': importArrows,
  'module-state': moduleState,
  'own-folder': ownFolder,
}

// oxlint loads a plugin by its default export.
export default { meta: { name: 'eventwire' }, rules }
