/** The part of oxlint's plugin interface (ESLint's, in shape) that our rules use. */
export interface Rule {
  /** JSON Schema of the options; oxlint refuses options for a rule that has none. */
  readonly meta?: { readonly schema: readonly object[] }
  readonly create: (context: RuleContext) => Visitor
}

interface RuleContext {
  /** Absolute path of the file being linted. */
  readonly filename: string
  /** What `.oxlintrc.json` gives after the severity. */
  readonly options: readonly unknown[]
  report(problem: { node: Node; message: string }): void
}

export type Visitor = Readonly<Record<string, (node: Node) => void>>

/** A node of the ESTree. Rules narrow what they read; nothing here is trusted to be of a certain type. */
export interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}
