/** Passes each node to the drawing function of its kind. */
import type { Kind, Lang, Node, Renderer } from '../node.ts';

/** The output of all nodes, in reading order. */
export function drawNodes<Out>(render: Renderer<Out>, nodes: readonly Node[], lang: Lang): Out[] {
  return nodes.flatMap((node) => drawNode(render, node, lang));
}

function drawNode<Out, K extends Kind>(render: Renderer<Out>, node: Extract<Node, { kind: K }>, lang: Lang): Out[] {
  return render[node.kind as K](node, lang);
}
