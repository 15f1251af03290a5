import type { LogNode, NodeInit, OpenNode } from './subject.ts'

/** A node of the subject whose file in subjects/ has this name. */
export async function openNode(subject: string, init: NodeInit): Promise<LogNode> {
  const { open } = (await import(`./subjects/${subject}.js`)) as { readonly open: OpenNode }
  return open(init)
}
